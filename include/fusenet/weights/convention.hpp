// Where a file of PyTorch's or of TensorFlow's convention keeps each value of a parameter.
//
//                    PyTorch, ONNX  TensorFlow
//   filter           [o, i, h, w]   [h, w, i, o], depthwise [h, w, c, multiplier]
//   filter in time   [o, i, t]      [t, i, o]
//   dense            [out, in]      [in, out]
//   flattened image  c, h, w        h, w, c
//   table            [row, channel] the same
//
// recurrent_tensors.hpp has the tensors of recurrences.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/parameter.hpp>
#include <span>
#include <vector>

namespace fusenet {

/// How a file orders axes, and what it calls the parameters of recurrences. `fusenet` is a parameter_set's own: as
/// PyTorch, but flattened images are h, w, c. `onnx` is as PyTorch but for recurrences.
enum class convention { pytorch, tensorflow, fusenet, onnx };

namespace weight_files {

constexpr bool planes_first(convention order) { return order == convention::pytorch || order == convention::onnx; }

/// For each block of a recurrent parameter, gate by gate, the one that it is in a file.
inline std::array<int, 4> blocks_in_file(const recurrent_role& role, convention order) {
    const bool onnx = order == convention::onnx, peepholes = role.part == recurrent_part::operands;
    if (role.part == recurrent_part::none || (order != convention::tensorflow && !onnx)) return {0, 1, 2, 3};
    if (role.blocks == 3 && !peepholes) return {1, 0, 2, 3};          // r z n, z r h
    if (role.blocks == 3 && onnx) return {0, 2, 1, 3};                // i f o, i o f
    if (role.blocks == 4 && onnx && !peepholes) return {0, 2, 3, 1};  // i f g o, i o f c
    return {0, 1, 2, 3};
}

/// The extent under which a file states the parameter.
inline std::vector<std::uint64_t> extent_in_file(const parameter& p, convention order) {
    const auto d = [&](int axis) { return static_cast<std::uint64_t>(p.extent.d[axis]); };
    const int rank = p.extent.rank;
    if (order == convention::tensorflow && !p.table) {
        if (rank == 4) return {d(2), d(3), d(1), d(0)};
        if (rank == 3) return {d(2), d(1), d(0)};
        if (rank == 2) return {d(1), d(0)};
    }
    std::vector<std::uint64_t> extent;
    for (int axis = 0; axis < rank; ++axis) extent.push_back(d(axis));
    return extent;
}

/// Whether a tensor of this extent is the parameter. TensorFlow's depthwise filters state channels and
/// multiplier apart, [h, w, c, m], where others have [h, w, 1, c * m]; the values lie in the same order.
inline bool holds(const parameter& p, convention order, const std::vector<std::uint64_t>& found) {
    std::vector<std::uint64_t> expected = extent_in_file(p, order);
    if (found == expected) return true;
    if (order != convention::tensorflow || p.extent.rank < 3 || p.extent.d[1] != 1) return false;
    if (found.size() != expected.size()) return false;
    const std::size_t in = expected.size() - 2, out = expected.size() - 1;
    if (found[in] == 0 || expected[out] % found[in] || expected[out] / found[in] != found[out]) return false;
    expected[in] = found[in];
    expected[out] = found[out];
    return found == expected;
}

/// The place of a value in the file is a sum of one contribution from each of its four indices.
class file_order {
public:
    /// A parameter that reads a flattened image must be sound: see `is_sound`.
    file_order(const parameter& p, convention order) {
        using walk = std::array<std::size_t, 4>;
        long long step = 1;
        for (const std::size_t axis : order == convention::tensorflow && !p.table ? walk{0, 1, 3, 2} : walk{3, 2, 1, 0}) {
            for (int i = 0; i < p.extent.d[axis]; ++i) along_[axis].push_back(i * step);
            step *= p.extent.d[axis];
        }
        if (p.role.part != recurrent_part::none) reorder_blocks(p, order);
        if (p.flattened.c == 0 || !planes_first(order)) return;

        std::vector<long long>& innermost = along_[static_cast<std::size_t>(p.extent.rank - 1)];
        const shape image = p.flattened;
        innermost.clear();
        for (int y = 0; y < image.h; ++y)
            for (int x = 0; x < image.w; ++x)
                for (int c = 0; c < image.c; ++c) innermost.push_back((1LL * c * image.h + y) * image.w + x);
    }

    /// Calls visit(place in the parameter, place in the file) for every value.
    template <class Visit>
    void each(Visit visit) const {
        each(0, along_[0].size(), visit);
    }
    /// The same for `count` indices of the outermost axis from `first` on.
    template <class Visit>
    void each(std::size_t first, std::size_t count, Visit visit) const {
        std::size_t at = first * along_[1].size() * along_[2].size() * along_[3].size();
        for (const long long a : std::span(along_[0]).subspan(first, count))
            for (const long long b : along_[1])
                for (const long long c : along_[2])
                    for (const long long e : along_[3]) visit(at++, static_cast<std::size_t>(a + b + c + e));
    }

private:
    void reorder_blocks(const parameter& p, convention order) {
        const std::array<int, 4> there = blocks_in_file(p.role, order);
        const std::vector<long long> straight = along_[0];
        const std::size_t block = p.role.blocks ? straight.size() / p.role.blocks : 0;
        if (block == 0 || p.role.blocks > there.size()) return;  // gates that no file knows
        for (std::size_t i = 0; i < straight.size(); ++i)
            along_[0][i] = straight[static_cast<std::size_t>(there[i / block]) * block + i % block];
    }

    std::array<std::vector<long long>, 4> along_;
};

/// How far from its place in the parameter a file may keep a value: `none`, or in the same index of the outermost axis,
/// whose images of c planes are to become images of cells, or anywhere.
enum class disorder { none, planes, anywhere };

inline disorder disorder_of(const parameter& p, convention order) {
    if (p.role.part != recurrent_part::none && blocks_in_file(p.role, order) != std::array{0, 1, 2, 3})
        return disorder::anywhere;
    if (order == convention::tensorflow && !p.table) return p.extent.rank > 1 ? disorder::anywhere : disorder::none;
    const bool turned = planes_first(order) && p.flattened.c > 1 && p.flattened.h * p.flattened.w > 1;
    if (!turned) return disorder::none;
    return p.extent.rank > 1 ? disorder::planes : disorder::anywhere;
}

/// Whether the image that a parameter says it reads flattened is as large as its innermost axis.
constexpr bool is_sound(const parameter& p) {
    return p.flattened.c == 0 || (p.extent.rank > 0 && p.flattened.size() == p.extent.d[p.extent.rank - 1]);
}

}  // namespace weight_files
}  // namespace fusenet
