// summary: what a plan says, as plain run-time values that printers read without knowing the network's type.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/nest/nest.hpp>
#include <fusenet/plan/group.hpp>
#include <fusenet/plan/stage.hpp>
#include <fusenet/report/list.hpp>
#include <fusenet/schedule/core_work.hpp>
#include <fusenet/core/tile_shape.hpp>
#include <string>

namespace fusenet::report {

/// A map or a join of an epilogue. `expression` makes the new value of the old one, v; '@' stands for the joined value.
struct step_entry {
    std::string label;
    std::string expression;
    plan::epilogue_step is;
};

/// How a fold works, as expressions of its value v; '@' stands for what comes in.
struct fold_entry {
    std::string first, step, merge, done;
};

struct stage_entry {
    plan::stage is;
    std::string label;         // "conv 3x3 /2 -> 32"
    std::string name;          // "conv"
    std::string path;          // of its parameters: "stem.conv"
    std::string reason;        // why it is of its class, in numbers
    list<std::string> folded;  // maps that its weights took over
    list<step_entry> steps;
    fold_entry folds;              // of folds and totals
    list<std::string> statistics;  // of normalisations, as expressions: "sum of exp(@ - s0)"
    facts known;                   // of its layer
    tile_shape tile{};   // of contractions
    int tiles = 0;  // of a fast convolution, at once
    shape in, out;
    int nest = 0;
};

struct tensor_entry {
    plan::tensor is;
    std::string name;                     // of its root: "input", "output", "t7"
    long long offset = -1;                // of a root, bytes in the arena; -1: the caller's memory, or bands
    int first_nest = -1, last_nest = -1;  // of a root in the arena: from where to where its memory is taken
    int takes_place_of = -1;              // the root whose memory it takes over
    int value_bytes = 4;                  // the caller's image may be of bytes

    long long bytes() const { return value_bytes * is.extent.size(); }
};

/// Rows of a local tensor in one step of a nest: [base, have) are kept, [have, want) are made.
struct row_motion {
    int base = 0, have = 0, want = 0;
};

struct nest_entry {
    plan::nest_range range;
    list<nest::local> tensors;
    list<nest::local_stage> stages;
    list<int> made_twice;  // rows of each local that a seam between threads makes twice
    list<list<row_motion>> steps;
    int driver = 0, height = 0, step = 0;
    bool totals = false;
    nest::split shares = nest::split::none;
    long long bands_at = 0, band_bytes = 0;        // in the arena; what partials take is among them
    long long partials_at = 0, partial_bytes = 0;  // from bands_at on
    long long flops = 0, weight_bytes = 0;
};

struct rule_entry {
    std::string name;
    int fired = 0;
};

struct summary {
    shape input;
    element input_type = element::float32;
    layout input_layout = layout::nhwc;
    list<shape> outputs;
    list<short> output_tensors;
    list<rule_entry> rules;
    list<stage_entry> stages;
    list<tensor_entry> tensors;
    list<nest_entry> nests;
    target machine;
    bool fuses = true;
    int layers = 0;  // as written
    int parameters = 0;
    long long parameter_floats = 0;
    long long flops = 0, flops_written = 0;
    long long traffic = 0, layer_traffic = 0;  // bytes
    long long arena = 0, arena_further = 0;    // bytes: for one thread, and for each further one
    long long arena_bound = 0;                 // the most that is alive at once
    long long arena_together = 0;              // more, for a batch of which some images pass nests `tail` and on together
    int tail = 0, images_together = 1;
    long long state = 0;                       // bytes that a stream keeps from piece to piece
    bool streams = false;
    long long arena_layers = 0;                // what layer by layer takes
    long long weight_bytes = 0;
    schedule::core_work work;                  // where memory is the target's limit

    const tensor_entry& root(int t) const { return tensors[tensors[t].is.storage]; }
    /// "[224x224x3]", and what of it is not float32, NHWC: "[224x224x3] uint8 NCHW".
    text<47> input_spelled() const {
        text<47> to;
        put(to, input);
        if (input_type != element::float32) to.put(' ').put(name_of(input_type));
        if (input_layout != layout::nhwc) to.put(' ').put(name_of(input_layout));
        return to;
    }
};

}  // namespace fusenet::report
