// remember: a piece of a signal behind what was kept of the pieces before.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <fusenet/backends/cpu/view.hpp>
#include <fusenet/schedule/state.hpp>

namespace fusenet::cpu {

/// Writes the cells that a causal window reads, the oldest first, and keeps what the next piece needs.
template <schedule::history_form F>
inline void remember(view in, view out, float* state) {
    constexpr int c = F.channels;
    float* const kept = state + F.first();
    if constexpr (F.taps > 0) {
        const int at = std::bit_cast<std::int32_t>(state[0]);  // where the new cell goes, in place of the oldest
        std::copy_n(in.p, c, kept + 1LL * at * c);
        for (int t = 0; t < F.taps; ++t) {
            int from = at - (F.taps - 1 - t) * F.apart;
            from += from < 0 ? F.cells() : 0;
            std::copy_n(kept + 1LL * from * c, c, out.p + t * out.pitch);
        }
        state[0] = std::bit_cast<float>(at + 1 == F.cells() ? 0 : at + 1);
    } else {
        for (int x = 0; x < F.kept; ++x) std::copy_n(kept + 1LL * x * c, c, out.p + x * out.pitch);
        for (int x = 0; x < in.w; ++x) std::copy_n(in.p + x * in.pitch, c, out.p + (F.kept + x) * out.pitch);
        for (int x = 0; x < F.kept; ++x) std::copy_n(out.p + (in.w + x) * out.pitch, c, kept + 1LL * x * c);
    }
}

}  // namespace fusenet::cpu
