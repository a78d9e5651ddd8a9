// fusenet: a neural network is an expression, and the compiler does the rest.
//
//   #include <fusenet.hpp>
//   using namespace fusenet;
//   inline constexpr auto net = input(13, 13, 512) | conv<1,1>(1000) | relu() | avgpool<13>();
//   compile<net> model("weights.safetensors");
//   model(image, scores);
//   explain<net>(std::cout);
#pragma once

#include <version>

#include <fusenet/core/features.hpp>
#if !FUSENET_FREESTANDING && !(__STDC_HOSTED__ && defined(__cpp_lib_atomic_wait))
#error "fusenet: this standard library has no threads: compile with -DFUSENET_FREESTANDING=1, use static_model<net>"
#undef FUSENET_FREESTANDING
#define FUSENET_FREESTANDING 1  // so that this is the only complaint
#endif

#include <fusenet/graph/check.hpp>  // first, so that its complaints need few lines to say where they come from

#include <fusenet/freestanding.hpp>
#if !FUSENET_FREESTANDING
#include <fusenet/compile.hpp>
#include <fusenet/report/explain.hpp>
#include <fusenet/stream.hpp>
#if FUSENET_HAS_JSON
#include <fusenet/weights/safetensors.hpp>
#endif
#endif
