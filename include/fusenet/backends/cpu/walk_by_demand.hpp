// walk_by_demand: a nest run row by row, in the order that the compiler found: the least memory, and no decision left.
#pragma once

#include <cstdint>
#include <cstring>
#include <fusenet/backends/cpu/memory_in_use.hpp>
#include <fusenet/backends/cpu/vec.hpp>
#include <fusenet/nest/by_demand.hpp>
#include <fusenet/plan/memory.hpp>
#include <type_traits>
#include <utility>

namespace fusenet::cpu {

namespace detail {

template <class Emit, int S>
inline constexpr rows all_channels{0, Emit::list.tensors[Emit::list.stages[S].out].extent.c};

/// Where local tensor T of a nest lies.
template <class Emit, int Nest, int T>
[[gnu::always_inline]] inline float* memory_of(const memory_in_use& m, float* bands) {
    constexpr nest::local t = Emit::its_plan::template nest_at<Nest>.tensors[T];
    if constexpr (t.band()) return bands + t.offset;
    else if constexpr (t.tensor == 0) return m.image_as_map<Emit::its_plan::input_facts.type>();
    else if constexpr (constexpr int output = Emit::list.tensors[t.tensor].output; output >= 0) return m.out[output];
    else if constexpr (Emit::its_plan::tail.images > 1) return Emit::root_memory(m, t.tensor);
    else return m.arena + Emit::its_plan::memory.offset[t.tensor];
}

/// Moves `count` floats to the front of where they lie. A loop where there are no vectors: a library's function is longer
/// than a small network.
inline void move_down(float* to, const float* from, int count) {
    if constexpr (lanes > 1) {
        std::memmove(to, from, static_cast<std::size_t>(count) * sizeof(float));
    } else {
        for (; count > 0; --count) {
            *to++ = *from++;
            asm volatile("" ::: "memory");  // or the compiler sees such a function in it
        }
    }
}

/// One more row of tensor T of a nest, of which `have` exist: by all stages that work on it.
template <class Emit, int Nest, int T, class Placed>
[[gnu::always_inline]] inline void make_row(const memory_in_use& m, Placed& p, int& have, float* bands, const auto e) {
    static constexpr const auto& n = Emit::its_plan::template nest_at<Nest>;
    constexpr int dropped = n.tensors[T].band() ? nest::rows_dropped(n, T) : 0;
    if constexpr (dropped != 0)
        if (e.drop > 0) {
            const int drop = dropped > 0 ? dropped : e.drop;
            constexpr int row = static_cast<int>(n.tensors[T].row_floats);
            float* const band = bands + n.tensors[T].offset;
            if (drop < n.tensors[T].rows)
                move_down(band, band + drop * row, (n.tensors[T].rows - drop) * row);
            p.at[T] -= drop * row;
        }
    const rows made{have, have + 1};
    [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
        auto run = [&]<int K>(std::integral_constant<int, K>) __attribute__((always_inline)) {
            constexpr int S = Emit::its_plan::nests.nests[Nest].first + K;
            if constexpr (nest::worked_by(n.stages[K]) == T)
                Emit::template run_stage<S, Nest>(m, p, made, all_channels<Emit, S>);
        };
        (run(std::integral_constant<int, I>()), ...);
    }(std::make_integer_sequence<int, n.stage_count>());
    ++have;
}

}  // namespace detail

/// Where all local tensors of a nest lie before it begins.
template <class Emit, int Nest, class Placed>
[[gnu::always_inline]] inline void place_locals(Placed& p, const memory_in_use& m, float* bands) {
    [&]<int... T>(std::integer_sequence<int, T...>) __attribute__((always_inline)) {
        ((p.at[T] = detail::memory_of<Emit, Nest, T>(m, bands)), ...);
    }(std::make_integer_sequence<int, Emit::its_plan::template nest_at<Nest>.tensor_count>());
}

/// A whole nest; its bands lie at `bands`.
template <class Emit, int Nest>
void walk_by_demand(const memory_in_use& m, float* bands) {
    static constexpr const auto& n = Emit::its_plan::template nest_at<Nest>;
    typename Emit::template placed<Nest> p{.images = m.images};
    p.spare = bands + plan::aligned(n.band_floats);
    place_locals<Emit, Nest>(p, m, bands);
    [&]<int... T>(std::integer_sequence<int, T...>) __attribute__((always_inline)) {
        int have[n.tensor_count]{};
        if constexpr (n.stage_count == 1) {
            constexpr int S = Emit::its_plan::nests.nests[Nest].first;
            Emit::template run_stage<S, Nest>(m, p, {0, n.height()}, detail::all_channels<Emit, S>);
        } else {
            using drops = std::conditional_t<(nest::most_dropped(n) < 256), std::uint8_t, int>;
            static constexpr auto events = nest::events_of<nest::count_events(n), drops>(n);
            for (const nest::stored_event<drops> e : events.all)
                ((e.tensor == T ? detail::make_row<Emit, Nest, T>(m, p, have[T], bands, e) : void()), ...);
        }
    }(std::make_integer_sequence<int, n.tensor_count>());
}

}  // namespace fusenet::cpu
