// magnitude, power: what a spectrogram keeps of a short-time Fourier transform.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/hypot.hpp>
#include <fusenet/layers/power.hpp>
#include <fusenet/layers/stft.hpp>

namespace fusenet {

namespace detail {

constexpr stft_layer part_of(stft_layer l, complex_part part) {
    l.part = part;
    return l;
}
/// Real and imaginary parts as branches, not as channels to be told apart again: the second takes the join in its registers.
constexpr auto parts_of(const stft_layer& l) {
    return branches(part_of(l, complex_part::real), part_of(l, complex_part::imaginary));
}

}  // namespace detail

/// magnitude(stft(256, 128)): of a signal [samples x 1] a signal [frames x bins].
constexpr auto magnitude(const stft_layer& l) { return detail::parts_of(l) | hypot(); }

/// The squares of these.
constexpr auto power(const stft_layer& l) { return detail::parts_of(l) | power(); }

}  // namespace fusenet
