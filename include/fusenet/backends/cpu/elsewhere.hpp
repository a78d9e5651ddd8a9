// elsewhere: contractions whose sums another library computes, some rows at a time, while the epilogue stays ours.
#pragma once

#include <algorithm>
#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/backends/cpu/copy.hpp>
#include <fusenet/schedule/patch_block.hpp>

namespace fusenet::cpu {

/// Sums by the contractor, some rows at a time; then the epilogue on them while they are in cache.
template <class Contractor, class Epilogue>
void contract_elsewhere(const plan::library_stage& l, const schedule::patch_block& b, view in, const packed_contraction& w,
                        float* spare, rows made, rows part, const Epilogue& e) {
    const rows channels = l.groups > 1 ? rows{0, l.out.c} : rows{part.first, std::min(part.end, l.out.c)};
    for (rows now = made; now.first < made.end; now.first = now.end) {
        now.end = std::min(now.first + b.rows, made.end);
        float* const sums = l.step_count ? spare + b.patches : e.out.at(now.first, 0);
        const long long pitch = l.step_count ? l.out.c : e.out.pitch;
        Contractor::make_rows(l, now, part, {in.p, in.pitch, w.weights, w.bias, sums, pitch, spare});
        if (l.step_count > 0)
            copy({sums - 1LL * now.first * l.out.w * pitch, pitch, l.out.h, l.out.w, l.out.c}, now, channels, e);
    }
}

}  // namespace fusenet::cpu
