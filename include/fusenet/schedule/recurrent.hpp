// recurrent: how a recurrence's weights are packed, and the memory that its steps work in.
#pragma once

#include <algorithm>
#include <fusenet/core/target.hpp>
#include <fusenet/core/tile_shape.hpp>
#include <fusenet/graph/ir.hpp>
#include <fusenet/plan/memory.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::schedule {

/// How many floats what is kept begins at a multiple of: 64 bytes of them, as vectors and caches want it; a core with
/// little memory and no vectors has no use for that.
constexpr int grain_of(const target& machine) { return machine.least_memory && machine.lanes == 1 ? 1 : 16; }
constexpr long long in_grains(long long floats, int grain) { return (floats + grain - 1) / grain * grain; }

/// Units go in blocks of `vectors` vectors, whose sums fit the registers. All extents are padded to whole blocks, with
/// weights of zero. Offsets in floats.
struct recurrent_form {
    recurrence_facts is{};
    int in = 0;  // channels of the input; where it is `summed`, of what the sums were made of
    int lanes = 1;
    int vectors = 1;         // of units in a block
    int answer_vectors = 1;  // of answers in a block, where a matrix makes these
    int grain = 1;           // of the state, and of what a step works with
    bool paired = false;     // the last units fill at most half a vector: two gates of theirs share one

    constexpr int block() const { return vectors * lanes; }
    constexpr int padded() const { return (is.units + block() - 1) / block() * block(); }
    constexpr int blocks() const { return padded() / block(); }
    constexpr int answer_block() const { return answer_vectors * lanes; }
    constexpr int answers() const {
        return is.projects ? (is.answer + answer_block() - 1) / answer_block() * answer_block() : padded();
    }

    /// Inputs that a step multiplies itself.
    constexpr int own_inputs() const { return is.summed ? 0 : in; }
    constexpr int depth() const { return own_inputs() + is.answer; }

    /// Whether all sums are in registers at once, so that a step's answers may take the place of those before.
    constexpr bool at_once() const { return lanes > 1 && blocks() == 1 && is.late == 0 && !is.projects; }

    /// Vectors of a block that belong to one gate; floats of one input's weights for `gates` gates of a block; and
    /// where among these that of gate g for the block's unit u lies.
    constexpr int whole() const { return vectors - paired; }
    constexpr int row(int gates) const { return (gates * whole() + (paired ? gates / 2 : 0)) * lanes; }
    constexpr int place(int gates, int g, int u) const {
        if (u < whole() * lanes) return g * whole() * lanes + u;
        return (gates * whole() + g / 2) * lanes + g % 2 * (lanes / 2) + u - whole() * lanes;
    }

    /// Prepared weights: biases of each sum; panels [block][depth][early gates][unit of the block], as place() says,
    /// the same of the late gates, the projection [block][unit][answer of the block], operands.
    constexpr long long early() const { return plan::aligned(1LL * is.sums() * padded()); }
    constexpr long long late() const { return early() + plan::aligned(1LL * blocks() * depth() * row(is.early())); }
    constexpr long long projection() const { return late() + plan::aligned(1LL * blocks() * depth() * row(is.late)); }
    constexpr long long operands() const {
        return projection() + (is.projects ? plan::aligned(1LL * is.units * answers()) : 0);
    }
    constexpr long long weight_floats() const { return operands() + plan::aligned(1LL * is.operands * padded()); }

    /// What outlives a step: the answer, and what units keep. Behind it, what a step works with: the next answer, the
    /// units' own answers before a projection, and for late gates the sums of the others and what these hand on.
    constexpr long long kept() const { return placed(answers()); }
    constexpr long long state_floats() const { return kept() + placed(1LL * is.kept * padded()); }
    constexpr long long next() const { return state_floats(); }
    constexpr long long made() const { return next() + placed(answers()); }
    constexpr long long sums() const { return made() + (is.projects ? placed(padded()) : 0); }
    constexpr long long handed() const { return sums() + (is.late ? placed(1LL * is.early() * padded()) : 0); }
    constexpr long long floats() const { return handed() + (is.late ? placed(padded()) : 0); }
    constexpr long long placed(long long floats) const { return in_grains(floats, grain); }

    constexpr bool operator==(const recurrent_form&) const = default;
};

/// Blocks that are even, of at most so many vectors that three quarters of the registers hold their sums.
constexpr int vectors_of_block(int count, int sums, const target& machine) {
    const int vectors = (count + machine.lanes - 1) / machine.lanes;
    const int most = std::max(1, machine.registers * 3 / 4 / sums);
    if (machine.lanes == 1) return scalars_together(count, std::min(most, 8));
    const int blocks = (vectors + most - 1) / most;
    return (vectors + blocks - 1) / blocks;
}

/// `node` is a recurrence.
constexpr recurrent_form recurrent_form_of(const ir_node& node, const target& machine) {
    recurrent_form f;
    f.is = node.is.recurs;
    f.in = f.is.summed ? 0 : node.in.c;
    f.lanes = machine.lanes;
    f.grain = grain_of(machine);
    f.vectors = vectors_of_block(f.is.units, f.is.sums(), machine);
    f.answer_vectors = vectors_of_block(f.is.answer, 1, machine);
    const int rest = f.is.units % f.lanes;
    f.paired = f.at_once() && f.lanes >= 8 && rest > 0 && rest <= f.lanes / 2 && f.is.gates % 2 == 0 && f.is.apart == 0;
    return f;
}

/// Floats behind the bands of a nest that its recurrences work in.
template <int C, int N, int E>
constexpr long long recurrent_floats(const plan::stage_list<C>& list, const ir<N, E>& net, int first, int end,
                                     const target& machine) {
    long long most = 0;
    for (int s = first; s < end; ++s)
        if (list.stages[s].does == plan::op::recurrence)
            most = std::max(most, recurrent_form_of(net.nodes[list.stages[s].node], machine).floats());
    return most;
}

}  // namespace fusenet::schedule
