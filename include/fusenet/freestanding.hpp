// fusenet where there is no operating system: networks, their plans, and static_model; nothing that needs a heap.
//
//   #include <fusenet/freestanding.hpp>    // <fusenet.hpp> is the same where FUSENET_FREESTANDING is 1
//   #include "weights.hpp"                 // by fusenet-pack
//   fusenet::static_model<net> model(weights);
//   model(samples, scores);
#pragma once

#include <fusenet/graph/check.hpp>  // first, so that its complaints need few lines to say where they come from

#include <fusenet/graph/combine.hpp>
#include <fusenet/graph/recurrent.hpp>
#include <fusenet/graph/time_distributed.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/spectrum.hpp>
#include <fusenet/static_model.hpp>
