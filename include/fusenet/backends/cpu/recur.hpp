// recur: the steps of a recurrence: for each block of units one product with all its gates, and the gates' arithmetic
// on the sums in their registers.
#pragma once

#include <algorithm>
#include <fusenet/backends/cpu/by_lane.hpp>
#include <fusenet/backends/cpu/epilogue.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/schedule/recurrent.hpp>

namespace fusenet::cpu {

/// The steps of one layer; `F` is how its weights and its memory lie.
template <schedule::recurrent_form F, class Layer, class Epilogue>
class recurrence {
public:
    recurrence(const Layer& layer, view in, const float* weights, float* memory, const Epilogue& e)
        : layer_(layer),
          in_(in),
          weights_(weights),
          memory_(memory),
          answer_(memory),
          next_(F.at_once() ? memory : memory + F.next()),
          e_(e) {
        check_choices_of_recurrence<is.sums(), is.kept, is.operands>(layer);
    }

    /// All cells of the signal, one after the other, from the state that the memory holds to that behind the last.
    [[gnu::always_inline]] void run() {
        const int steps = in_.w;
        for (int k = 0; k < steps; ++k) {
            const int t = is.reversed ? steps - 1 - k : k;
            step(in_.p + t * in_.pitch, is.last ? 0 : t, !is.last || k + 1 == steps);
        }
        if (answer_ != memory_) std::copy_n(answer_, F.answers(), memory_);
    }

private:
    static constexpr const recurrence_facts is = F.is;
    static constexpr int vectors = F.vectors, whole = F.whole(), block = F.block();
    /// Few sums would wait for each other: then each is two, of every second product.
    static constexpr int chains_of(int length, int gates) {
        return lanes > 1 && gates * vectors <= 4 && length >= 16 ? 2 : 1;
    }

    struct sums {
        vec of[is.sums()][vectors];
        vec pairs[is.gates];  // of the last units, where two gates share a vector
    };

    const Layer& layer_;
    const view in_;
    const float* const weights_;
    float* const memory_;
    float *answer_, *next_;  // of the step before, and of this one
    const Epilogue& e_;

    [[gnu::always_inline]] void step(const float* x, int cell, bool leaves) {
        for (int b = 0; b < F.blocks(); ++b) {
            sums s = start<0, is.early()>(x, b);
            const float* w = weights_ + F.early() + b * (1LL * F.depth() * F.row(is.early()));
            add_inputs<0, is.early()>(s, x, w);
            add_products<0, is.early(), is.apart, is.answer>(s, answer_, w);
            if constexpr (F.paired) part(s);
            if constexpr (is.late == 0)
                finish(s, b, cell, leaves);
            else
                hand_on(s, b);
        }
        for (int b = 0; b < F.blocks() && is.late > 0; ++b) {
            sums s = start<is.early(), is.gates>(x, b);
            const float* w = weights_ + F.late() + b * (1LL * F.depth() * F.row(is.late));
            add_inputs<is.early(), is.gates>(s, x, w);
            add_products<is.early(), is.gates, 0, is.answer>(s, memory_ + F.handed(), w);
            for (int g = 0; g < is.early(); ++g)
                for (int v = 0; v < vectors; ++v)
                    s.of[g][v] = load(memory_ + F.sums() + (g * F.padded() + b * block + v * lanes));
            finish(s, b, cell, leaves);
        }
        if constexpr (is.projects) project(cell, leaves);
        std::swap(answer_, next_);
    }

    /// Biases, and sums that another stage made.
    template <int First, int End>
    [[gnu::always_inline]] sums start(const float* x, int b) const {
        sums s;
        const float* const bias = weights_ + b * block;
#pragma GCC unroll 8
        for (int g = First; g < End; ++g)
#pragma GCC unroll 32
            for (int v = 0; v < vectors; ++v) {
                s.of[g][v] = load(bias + g * F.padded() + v * lanes);
                if constexpr (is.summed) {
                    const int u = b * block + v * lanes, left = is.units - u;
                    if (left >= lanes)
                        s.of[g][v] = s.of[g][v] + load(x + g * is.units + u);
                    else if (left > 0)
                        s.of[g][v] = s.of[g][v] + load_some(x + g * is.units + u, left);
                }
            }
        if constexpr (First == 0 && is.apart > 0)
            for (int g = is.gates; g < is.sums(); ++g)
                for (int v = 0; v < vectors; ++v) s.of[g][v] = load(bias + g * F.padded() + v * lanes);
        if constexpr (F.paired)
#pragma GCC unroll 8
            for (int g = 0; g < is.gates; g += 2) s.pairs[g / 2] = vec(0.f);
        return s;
    }
    template <int First, int End>
    [[gnu::always_inline]] static void add_inputs(sums& s, const float* x, const float*& w) {
        if constexpr (!is.summed) add_products<First, End, 0, F.in>(s, x, w);
    }
    /// Gates [First, End) with `Length` values; of the last `Apart` into the sums behind all gates.
    template <int First, int End, int Apart, int Length>
    [[gnu::always_inline]] static void add_products(sums& s, const float* x, const float*& w) {
        int k = 0;
        if constexpr (chains_of(Length, End - First) == 2) {
            sums odd{};
            for (; k + 2 <= Length; k += 2) {
                add_product<First, End, Apart>(s, x[k], w);
                add_product<First, End, Apart>(odd, x[k + 1], w);
            }
            for (int g = 0; g < is.sums(); ++g)
                for (int v = 0; v < whole; ++v) s.of[g][v] = s.of[g][v] + odd.of[g][v];
            if constexpr (F.paired)
                for (int g = 0; g < is.gates; g += 2) s.pairs[g / 2] = s.pairs[g / 2] + odd.pairs[g / 2];
        }
        for (; k < Length; ++k) add_product<First, End, Apart>(s, x[k], w);
    }
    template <int First, int End, int Apart>
    [[gnu::always_inline]] static void add_product(sums& s, float x, const float*& w) {
        const vec value(x);
#pragma GCC unroll 8
        for (int g = First; g < End; ++g, w += whole * lanes) {
            const int to = g < End - Apart ? g : g + Apart;
#pragma GCC unroll 32
            for (int v = 0; v < whole; ++v) s.of[to][v] = multiply_add(value, load(w + v * lanes), s.of[to][v]);
        }
        if constexpr (F.paired)
#pragma GCC unroll 8
            for (int g = 0; g < is.gates; g += 2, w += lanes)
                s.pairs[g / 2] = multiply_add(value, load(w), s.pairs[g / 2]);
    }
    /// Each gate of the last units to a vector of its own.
    [[gnu::always_inline]] static void part(sums& s) {
#pragma GCC unroll 8
        for (int g = 0; g < is.gates; ++g)
            s.of[g][whole] = s.of[g][whole] + (g % 2 ? upper_half(s.pairs[g / 2]) : lower_half(s.pairs[g / 2]));
    }

    [[gnu::always_inline]] void hand_on(const sums& s, int b) {
        for (int v = 0; v < vectors; ++v) {
            const int u = b * block + v * lanes;
            vec of_unit[is.sums()];
            for (int g = is.early(); g < is.sums(); ++g) of_unit[g] = vec(0.f);
            for (int g = 0; g < is.early(); ++g) {
                of_unit[g] = s.of[g][v];
                store(memory_ + F.sums() + (g * F.padded() + u), of_unit[g]);
            }
            if constexpr (is.late > 0) store(memory_ + F.handed() + u, layer_.hands_on(of_unit, load(answer_ + u)));
        }
    }

    /// Scalars go one after the other, from memory: the arithmetic of a unit is longer than a loop.
    [[gnu::always_inline]] void finish(const sums& s, int b, int cell, bool leaves) {
        if constexpr (lanes > 1) {
#pragma GCC unroll 8
            for (int v = 0; v < vectors; ++v) finish_vector(s, v, b * block + v * lanes, cell, leaves);
        } else {
            const sums lying = s;
            for (int v = 0; v < vectors; ++v) finish_vector(lying, v, b * block + v, cell, leaves);
        }
    }
    [[gnu::always_inline]] void finish_vector(const sums& s, int v, int u, int cell, bool leaves) {
        vec of_unit[is.sums() + 1], kept[is.kept + 1],
            operands[is.operands + 4];                  // GCC follows branches that are not taken
        of_unit[is.sums()] = kept[is.kept] = vec(0.f);  // that there is none of nothing
        for (int k = is.operands; k < is.operands + 4; ++k) operands[k] = vec(0.f);
        for (int g = 0; g < is.sums(); ++g) of_unit[g] = s.of[g][v];
        for (int k = 0; k < is.kept; ++k) kept[k] = load(memory_ + F.kept() + (k * F.padded() + u));
        for (int k = 0; k < is.operands; ++k) operands[k] = load(weights_ + F.operands() + (k * F.padded() + u));
        const vec before = is.projects ? vec(0.f) : load(answer_ + u);
        const vec made = layer_(of_unit, before, kept, operands);
        for (int k = 0; k < is.kept; ++k) store(memory_ + F.kept() + (k * F.padded() + u), kept[k]);
        if constexpr (is.projects)
            store(memory_ + F.made() + u, made);
        else
            answer(made, u, cell, leaves);
    }

    /// Answers from channel `c` on. The values behind the last one are those of no unit.
    [[gnu::always_inline]] void answer(vec v, int c, int cell, bool leaves) {
        store(next_ + c, v);
        if (!leaves) return;
        const auto to = e_.at(cell, 1);
        if (const int left = is.answer - c; left >= lanes)
            to.template put<false>(v, 0, c);
        else if (left > 0)
            to.template put<true>(v, 0, c, left);
    }

    [[gnu::always_inline]] void project(int cell, bool leaves) {
        constexpr int together = F.answer_vectors;
        const float* w = weights_ + F.projection();
        for (int c = 0; c < F.answers(); c += F.answer_block()) {
            vec s[together];
            for (int v = 0; v < together; ++v) s[v] = vec(0.f);
            for (int k = 0; k < is.units; ++k, w += F.answer_block()) {
                const vec value(memory_[F.made() + k]);
#pragma GCC unroll 32
                for (int v = 0; v < together; ++v) s[v] = multiply_add(value, load(w + v * lanes), s[v]);
            }
            for (int v = 0; v < together; ++v) answer(s[v], c + v * lanes, cell, leaves);
        }
    }
};

/// A signal through a recurrence. `memory` has F.floats(), of which the first F.state_floats() are the state: where the
/// signal `begins`, zeros.
template <schedule::recurrent_form F, class Layer, class Epilogue>
[[gnu::always_inline]] inline void recur(const Layer& layer, view in, const float* weights, float* memory, bool begins,
                                         const Epilogue& e) {
    if (begins) std::fill_n(memory, F.state_floats(), 0.f);
    recurrence<F, Layer, Epilogue>(layer, in, weights, memory, e).run();
}

}  // namespace fusenet::cpu
