// fusenet: a neural network is an expression, and the compiler does the rest.
//
//   #include <fusenet.hpp>
//   using namespace fusenet;
//   inline constexpr auto net = input(13, 13, 512) | conv<1,1>(1000) | relu() | avgpool<13>();
//   compile<net> model("weights.safetensors");
//   model(image, scores);
//   explain<net>(std::cout);
#pragma once

#include <fusenet/graph/check.hpp>  // first, so that its complaints need few lines to say where they come from

#include <fusenet/core/features.hpp>
#include <fusenet/freestanding.hpp>
#if !FUSENET_FREESTANDING
#include <fusenet/compile.hpp>
#include <fusenet/report/explain.hpp>
#include <fusenet/stream.hpp>
#if FUSENET_HAS_JSON
#include <fusenet/weights/safetensors.hpp>
#endif
#endif
