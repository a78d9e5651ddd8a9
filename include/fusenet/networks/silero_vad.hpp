// Silero's voice detector, version 5, for 16 kHz (Silero Team, github.com/snakers4/silero-vad, MIT): the magnitudes of a
// short-time Fourier transform, four convolutions, an LSTM that remembers the signal, and a probability.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/hypot.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/lstm.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/layers/past.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/sigmoid.hpp>
#include <fusenet/layers/slice.hpp>

namespace fusenet::networks {

namespace silero {

inline constexpr int rate = 16000;  // samples a second
inline constexpr int chunk = 512;   // samples of a call
inline constexpr int context = 64;  // samples of the chunk before that it sees again

/// Windows of 256 samples, 128 apart; the filters are the cosines and sines of 129 frequencies, windowed.
constexpr auto spectrum() {
    return named("stft_conv", conv<256>(258, {.stride = 128, .bias = false})) | branches(slice(0, 129), slice(129, 129)) | hypot();
}

constexpr auto make() {
    constexpr conv_options keeps{.pad = 1}, halves{.stride = 2, .pad = 1};
    return input(chunk, 1) | past(context) | pad({0, 0, 0, 64}, reflect{}) | spectrum() |
           named("conv1", conv<3>(128, keeps)) | relu() | named("conv2", conv<3>(64, halves)) | relu() |
           named("conv3", conv<3>(64, halves)) | relu() | named("conv4", conv<3>(128, keeps)) | relu() |
           named("lstm_cell", lstm(128, {.number = -1})) | relu() | named("final_conv", conv<1>(1)) | sigmoid() | flatten();
}

}  // namespace silero

/// stream<silero_vad>: of each chunk of 512 samples between -1 and 1 the probability that somebody speaks. Parameters as
/// of silero_vad_16k.safetensors in the package silero-vad.
inline constexpr auto silero_vad = silero::make();

}  // namespace fusenet::networks
