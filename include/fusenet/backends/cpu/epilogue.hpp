// epilogue: the maps and joins behind an operation, applied in registers before a cell is stored.
#pragma once

#include <fusenet/backends/cpu/by_lane.hpp>
#include <fusenet/backends/cpu/vec.hpp>
#include <fusenet/backends/cpu/view.hpp>
#include <fusenet/core/layer.hpp>
#include <tuple>
#include <utility>

namespace fusenet::cpu {

/// Where a step's second value lies: one for each channel (pitch 0), or one for each cell.
struct operand {
    const float* p = nullptr;
    long long pitch = 0;

    [[gnu::always_inline]] operand moved(long long cell, long long step) const { return {p + cell * pitch, pitch * step}; }
    [[gnu::always_inline]] operand from_channel(int c) const { return {p + c, pitch}; }
};

/// A map: its layer, and its operands of each channel, padded to whole vectors.
template <class Layer>
struct map_step {
    Layer layer{};
    operand first{}, second{};

    [[gnu::always_inline]] map_step moved(long long, long long) const { return *this; }
    [[gnu::always_inline]] map_step from_channel(int c) const { return {layer, first.from_channel(c), second.from_channel(c)}; }
    template <bool Some>
    [[gnu::always_inline]] vec apply(vec v, long long, int c, int) const {
        constexpr int operands = operands_of<Layer>();
        check_choices<1 + operands>(layer);
        if constexpr (operands == 0) return layer(v);
        else if constexpr (operands == 1) return layer(v, load(first.p + c));
        else return layer(v, load(first.p + c), load(second.p + c));
    }
};

/// A join with another tensor: cell by cell, or one value for each channel.
template <class Layer, bool Swapped>
struct join_step {
    Layer layer{};
    operand other{};

    [[gnu::always_inline]] join_step moved(long long cell, long long step) const { return {layer, other.moved(cell, step)}; }
    [[gnu::always_inline]] join_step from_channel(int c) const { return {layer, other.from_channel(c)}; }
    template <bool Some>
    [[gnu::always_inline]] vec apply(vec v, long long i, int c, int n) const {
        check_choices<2>(layer);
        const vec o = load_lanes<Some>(other.p + i * other.pitch + c, n);
        if constexpr (Swapped) return layer(o, v);
        else return layer(v, o);
    }
};

/// An epilogue placed at a cell: plain values, so that nothing is reloaded after a store (vector stores may alias).
/// Cell i of the tile is `pitch` * i floats on.
template <class... Steps>
struct cursor {
    std::tuple<Steps...> steps;
    float* p;
    long long pitch;

    /// Applies the steps to channels [c, c + n) of cell i and stores them; n < lanes only where `Some`.
    template <bool Some>
    [[gnu::always_inline]] void put(vec v, long long i, int c, int n = lanes) const {
        [&]<std::size_t... S>(std::index_sequence<S...>) __attribute__((always_inline)) {
            ((v = std::get<S>(steps).template apply<Some>(v, i, c, n)), ...);
        }(std::index_sequence_for<Steps...>());
        if constexpr (Some) store_some(p + i * pitch + c, v, n);
        else store(p + i * pitch + c, v);
    }
};

/// The steps and the tensor they end in.
template <class... Steps>
struct epilogue {
    std::tuple<Steps...> steps;
    view out;

    /// From cell `cell` on, `step` cells apart.
    [[gnu::always_inline]] cursor<Steps...> at(long long cell, long long step) const {
        return [&]<std::size_t... S>(std::index_sequence<S...>) __attribute__((always_inline)) {
            return cursor<Steps...>{std::tuple<Steps...>(std::get<S>(steps).moved(cell, step)...), out.p + cell * out.pitch,
                                    out.pitch * step};
        }(std::index_sequence_for<Steps...>());
    }

    /// The same for channels `part`, which count from 0.
    [[gnu::always_inline]] epilogue of_channels(rows part) const {
        return std::apply([&](const Steps&... s) { return epilogue{{s.from_channel(part.first)...}, out.of_channels(part)}; }, steps);
    }
};

}  // namespace fusenet::cpu
