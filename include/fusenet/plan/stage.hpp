// stage: one pass over a map: an operation, then the maps and joins that follow it in registers.
#pragma once

#include <fusenet/core/facts.hpp>
#include <fusenet/core/weight_storage.hpp>

namespace fusenet::plan {

enum class op : unsigned char {
    convert,      // of the caller's image, where it is not float32, NHWC
    copy,         // no operation of its own: maps or a join that no producer could take, or a copy into a slice
    contraction,
    depthwise,    // a contraction of each channel with its own filter
    fold,
    total,        // a fold of the whole map to one cell
    move,
    normalise,
    recurrence,   // a signal cell by cell, each from the answer to the one before
    history,      // a piece of a signal behind what is kept of those before
    lookup,       // of each cell the row of a table
};

enum class layer_class : unsigned char { io_bound, compute_bound, parameter_bound, join, order_constrained };

constexpr const char* name_of(layer_class c) {
    constexpr const char* names[] = {"I/O-bound", "compute-bound", "parameter-bound", "join", "order-constrained"};
    return names[static_cast<int>(c)];
}

constexpr const char* name_of(op o) {
    constexpr const char* names[] = {"convert", "copy", "contraction", "depthwise", "fold", "total", "move", "normalise", "recurrence", "history", "lookup"};
    return names[static_cast<int>(o)];
}

/// A map or a join behind the operation. `other` is the tensor that a join reads beside the chain.
struct epilogue_step {
    short node = -1;  // of the ir
    short other = -1;
    bool swapped = false;  // the chain is the join's second operand
    bool spread = false;   // `other` has one cell: one value for each channel
};

inline constexpr int most_joins = 4;  // of one stage

struct stage {
    op does = op::copy;
    layer_class bound = layer_class::io_bound;
    short node = -1;  // of the ir; -1: a copy
    short in = -1, out = -1;  // tensors
    short first_step = 0, steps = 0;
    int groups = 1;
    window reads{};
    long long flops = 0, weights = 0;  // floats of weights that an inference reads
    short tile = 0;  // outputs along each axis of a Winograd tile; 0: sums of products
    bool strassen = false;  // a product of matrices by seven of their quarters
    bool single = false;    // one sum of products of each cell: its weights lie side by side
    bool whole = false;     // a normalisation over space: it reads the whole map, be that a single cell
    weight_storage stored = weight_storage::float32;
    long long narrowed = 0;  // weights that are stored so, in 16 bits: all but the biases

    constexpr long long weight_bytes() const { return 4 * (weights - narrowed) + narrowed * bytes_of(stored); }
};

/// Rows of `out` that the stage makes together, from a multiple on: of tiles, and of cells in pairs.
constexpr int rows_together(const stage& s, shape out) { return s.tile ? s.tile : s.strassen && out.w % 2 ? 2 : 1; }

/// A tensor lies in memory of its own, or in that of another: as a slice of its channels, or with another extent.
struct tensor {
    shape extent;
    short storage = -1;  // the tensor whose memory it shares, itself at the root
    int channel = 0;     // where it begins among the root's channels
    bool slice = false;
    bool reshaped = false;
    bool dense = false;  // a reshaped view of it exists: it must not become a slice
    short output = -1;   // which of the caller's outputs it is
    short first_write = 32767, last_write = -1;  // stages that write what lies in it
    short last_read = -1;                        // of a root: the last stage that reads anything in it

    constexpr int pitch(const tensor& root) const { return reshaped ? extent.c : root.extent.c; }
};

/// All stages of a network in the order of their execution. Tensor 0 is the input.
template <int Capacity>
struct stage_list {
    static constexpr int capacity = Capacity;

    stage stages[Capacity]{};
    tensor tensors[Capacity]{};
    epilogue_step steps[Capacity]{};
    short outputs[16]{};
    short stage_count = 0, tensor_count = 0, step_count = 0, output_count = 0;

    constexpr const tensor& root(int t) const { return tensors[tensors[t].storage]; }
};

}  // namespace fusenet::plan
