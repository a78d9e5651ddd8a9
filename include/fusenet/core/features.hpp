// features: which optional libraries the build has: 1 by CMake or by hand, 0 where nothing is said.
#pragma once

#ifndef FUSENET_HAS_XSIMD
#define FUSENET_HAS_XSIMD 0
#endif
#if FUSENET_HAS_XSIMD && ((defined(__arm__) && !defined(__ARM_NEON)) || (defined(__riscv) && !defined(__riscv_v_fixed_vlen)))
#undef FUSENET_HAS_XSIMD  // which has no vectors for this processor
#define FUSENET_HAS_XSIMD 0
#endif
#ifndef FUSENET_HAS_OPENMP
#define FUSENET_HAS_OPENMP 0
#endif
#ifndef FUSENET_HAS_EIGEN
#define FUSENET_HAS_EIGEN 0
#endif
#ifndef FUSENET_HAS_ONEDNN
#define FUSENET_HAS_ONEDNN 0
#endif
#ifndef FUSENET_HAS_JSON
#define FUSENET_HAS_JSON 0
#endif
#ifndef FUSENET_HAS_ONNX
#define FUSENET_HAS_ONNX 0
#endif
#ifndef FUSENET_FREESTANDING  // there is no operating system: no heap, no files, no threads, and no mathematical library
#define FUSENET_FREESTANDING 0
#endif
