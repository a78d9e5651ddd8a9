// facts: what planning knows of a layer on its input. Plain numbers: no pass after the graph sees a layer's type.
#pragma once

#include <fusenet/core/element.hpp>
#include <fusenet/core/recurrence.hpp>
#include <fusenet/core/window.hpp>

namespace fusenet {

enum class family : unsigned char {
    input, map, fold, contraction, join, concat, move, normalise, recurrence, history, lookup
};

/// Over which cells a normalisation reduces.
enum class axis : unsigned char {
    channels,        // of each cell (in `groups` equal parts)
    space,           // of each group of channels: instance norm has as many groups as channels
    channel_window,  // of each channel and its neighbours (`span` in all)
};

/// Maps that a library may know by name; `alpha` and `beta` of the facts are its numbers.
enum class known_map : unsigned char { none, relu, leaky_relu, clip, elu, sigmoid, tanh, gelu, silu, hard_swish };

/// Joins that a library may know by name.
enum class known_join : unsigned char { none, add, mul, maximum, minimum };

struct facts {
    family kind = family::map;
    element type = element::float32;   // input: what the caller's image holds
    layout ordered = layout::nhwc;     // input: and in which order
    window reads{};        // fold, contraction, move
    int groups = 1;        // contraction, normalise
    int span = 1;          // normalise over a channel window; history: cells kept
    axis over = axis::channels;
    bool bias = false;        // contraction: adds a parameter "bias"
    bool causal = false;      // contraction of a signal: padded in front alone
    bool transposed = false;  // contraction: the window is of the output
    bool stated = false;      // contraction: knows its weights, so that no file has them
    bool identity = false;    // the answer is the input (dropout, flatten of a vector)
    bool reorders = true;     // move: false where the memory stays as it is (flatten, reshape)
    signed char order[3]{-1, -1, -1};  // move: where it permutes h, w and c, which input axis each output axis is
    bool pads_zero = false;   // fold: its padding counts as cells of zero; move: it adds the padding of `reads`, zeros
    bool takes_max = false;   // fold: the largest cell, so it commutes with maps that never fall
    bool affine = false;      // map: gain * x + shift for each channel
    bool monotone = false;    // map: never falls, so it commutes with a maximum
    bool per_channel = false; // map: has operands of each channel
    known_map known = known_map::none;
    known_join joined = known_join::none;
    float alpha = 0, beta = 0;
    int operands = 0;           // map, normalise: values of each channel that it takes beside the cell
    recurrence_facts recurs{};  // recurrence
    int parameters = 0;         // how many tensors
    long long weights = 0;      // floats in them
    long long unread = 0;       // of these, what an inference leaves alone: rows of a table that no cell can ask for
    long long flops = 0;        // multiplications and additions counted one each

    constexpr bool operator==(const facts&) const = default;
};

}  // namespace fusenet
