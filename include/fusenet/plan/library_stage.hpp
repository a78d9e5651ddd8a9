// library_stage: a contraction as a library is told of it, in plain numbers.
#pragma once

#include <fusenet/graph/ir.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

inline constexpr int most_library_steps = 8;

/// A map or a join behind the contraction, by its name.
struct library_step {
    known_map map = known_map::none;
    known_join join = known_join::none;
    float alpha = 0, beta = 0;
    int other = -1;           // the tensor that a join reads
    bool spread = false;      // that has one value for each channel
    bool overwritten = false; // the contraction's result takes its place
};

/// A contraction that stands alone. Its filters are given as rows, [out][kh][kw][in of a group].
struct library_stage {
    int number = -1;  // of the stage
    shape in, out;
    window reads{};
    int groups = 1;
    bool dense = true;  // what it reads and makes are whole tensors, no slices
    bool known = true;  // all steps have names
    library_step steps[most_library_steps]{};
    int step_count = 0;

    constexpr int depth() const { return reads.kh * reads.kw * (in.c / groups); }
};

/// What one run of it works on. `others` are what the steps' joins read, in their order.
struct library_call {
    const float* in = nullptr;
    float* out = nullptr;
    const float* others[most_library_steps]{};
    float* arena = nullptr;    // the whole one that the call works in
    float* scratch = nullptr;  // the library's part of it
};

/// What making some of its rows works on: cell (0, 0) of the input, and the first cell that is made.
struct library_rows {
    const float* in = nullptr;
    long long in_pitch = 0;
    const float* filters = nullptr;
    const float* bias = nullptr;
    float* out = nullptr;
    long long out_pitch = 0;
    float* patches = nullptr;  // where windows are gathered
};

/// Stage `s` in these terms. `overwritten` is the root tensor whose place the stage's result takes, or -1.
template <int C, int N, int E>
constexpr library_stage describe_for_library(const stage_list<C>& list, const ir<N, E>& net, int s, int overwritten) {
    const stage& st = list.stages[s];
    library_stage l;
    l.number = s;
    l.in = list.tensors[st.in].extent, l.out = list.tensors[st.out].extent;
    l.reads = st.reads;
    l.groups = st.groups;
    auto whole = [&](int t) { return list.tensors[t].pitch(list.root(t)) == list.tensors[t].extent.c; };
    l.dense = whole(st.in) && whole(st.out);
    for (int k = st.first_step; k < st.first_step + st.steps; ++k) {
        const epilogue_step& step = list.steps[k];
        const facts& f = net.nodes[step.node].is;
        library_step to;
        if (step.other < 0) {
            to.map = f.known, to.alpha = f.alpha, to.beta = f.beta;
            l.known = l.known && to.map != known_map::none && f.operands == 0;
        } else {
            to.join = f.joined, to.other = step.other, to.spread = step.spread;
            to.overwritten = list.tensors[step.other].storage == overwritten;
            l.known = l.known && to.join != known_join::none && (!to.overwritten || to.join == known_join::add);
            l.dense = l.dense && (to.spread || whole(step.other));
        }
        if (l.step_count == most_library_steps) l.known = false;
        else l.steps[l.step_count++] = to;
    }
    return l;
}

}  // namespace fusenet::plan
