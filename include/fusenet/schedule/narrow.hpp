// narrow: convolutions of one channel to few, which go by vectors of cells.
#pragma once

#include <algorithm>
#include <fusenet/core/target.hpp>
#include <fusenet/plan/stage.hpp>
#include <fusenet/schedule/weight_layout.hpp>

namespace fusenet::schedule {

struct narrow_form {
    window reads{};
    int in = 0, out = 0;          // cells of a row
    int channels = 0, width = 0;  // made, and of a panel
    int lanes = 1, registers = 16;

    /// As many as a vector can hold a whole number of.
    constexpr int padded_channels() const {
        int n = 1;
        while (n < channels) n *= 2;
        return n;
    }
    constexpr int blocks() const { return (out + lanes - 1) / lanes; }
    /// Blocks of cells whose sums are in registers at once.
    constexpr int together() const {
        return std::max(1, std::min(blocks(), registers * 3 / 4 / std::max(padded_channels(), 1)));
    }
    /// Floats of a row with its padding, as far as whole blocks read it.
    constexpr int line() const {
        const int read =
            (blocks() + together() - 1) / together() * together() * lanes + (reads.kw - 1) * reads.dilation.w;
        return (std::max(read, reads.left + in) + lanes - 1) / lanes * lanes;
    }
    constexpr bool operator==(const narrow_form&) const = default;
};

template <int C>
constexpr narrow_form narrow_form_of(const plan::stage_list<C>& list, const plan::stage& s, const packing& p,
                                     const target& machine) {
    const shape in = list.tensors[s.in].extent, out = list.tensors[s.out].extent;
    return {s.reads, in.w, out.w, out.c, p.width, machine.lanes, machine.registers};
}

inline constexpr long long most_of_lines = 4096;  // floats of the rows that are copied at once

/// Whether stage `s` is one: channels would fill at most three quarters of a vector, cells at least that.
template <int C>
constexpr bool narrow(const plan::stage_list<C>& list, const plan::stage& s, const packing& p, const target& machine) {
    const shape in = list.tensors[s.in].extent, out = list.tensors[s.out].extent;
    if (s.does != plan::op::contraction || s.tile || s.strassen || s.single || s.groups != 1) return false;
    if (in.c != 1 || list.tensors[s.in].pitch(list.root(s.in)) != 1 || s.stored != weight_storage::float32)
        return false;
    if (s.reads.up != extent2(1) || s.reads.stride.w != 1 || s.reads.left < 0 || s.reads.single_cell()) return false;
    if (machine.lanes == 1 || 4 * out.c > 3 * machine.lanes || 4 * out.w < 3 * machine.lanes) return false;
    return s.reads.kh * narrow_form_of(list, s, p, machine).line() <= most_of_lines;
}

}  // namespace fusenet::schedule
