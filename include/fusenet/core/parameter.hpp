// parameter: one named tensor of weights that a network expects, and where it lies among the given ones.
#pragma once

#include <fusenet/core/shape.hpp>

namespace fusenet {

/// The extent of a weight tensor as files state it, outermost first: a filter is OIHW, a dense weight [out x in].
struct dims {
    int rank = 0;
    int d[4]{1, 1, 1, 1};

    constexpr dims() = default;
    constexpr dims(int a) : rank(1), d{a, 1, 1, 1} {}
    constexpr dims(int a, int b) : rank(2), d{a, b, 1, 1} {}
    constexpr dims(int a, int b, int c) : rank(3), d{a, b, c, 1} {}
    constexpr dims(int a, int b, int c, int e) : rank(4), d{a, b, c, e} {}

    constexpr long long size() const { return 1LL * d[0] * d[1] * d[2] * d[3]; }
    constexpr bool operator==(const dims&) const = default;
};

template <int N>
constexpr text<N>& put(text<N>& to, const dims& e) {
    to.put('[');
    for (int i = 0; i < e.rank; ++i) {
        if (i) to.put('x');
        to.put(e.d[i]);
    }
    return to.put(']');
}

using parameter_name = text<95>;

/// Which of a recurrence's parameters one is: of products with the input, or with the answer before; for files that keep
/// them under other names, in another order of gates, or several in one tensor.
enum class recurrent_part : unsigned char { none, of_input, of_answer, bias_of_input, bias_of_answer, operands };

struct recurrent_role {
    recurrent_part part = recurrent_part::none;
    unsigned char blocks = 0;  // so many equal ones, of a gate or an operand each
    bool two_biases = false;   // that of the answer is no mere summand: a gate has its sums apart

    constexpr bool operator==(const recurrent_role&) const = default;
};

struct parameter {
    parameter_name name;
    dims extent;
    long long offset = 0;  // in floats, among all given parameters
    float fallback = 0;    // what a fresh parameter set holds: 1 for gains and variances

    /// Where the layer reads a flattened image: its extent. Files of the PyTorch convention order the
    /// innermost axis of such a tensor c, h, w; fusenet keeps h, w, c.
    shape flattened{0, 0, 0, 0};

    /// It reads such images and other values side by side: their order in a file of that convention is not known.
    bool mixed = false;

    bool not_negative = false;  // a model refuses to load values below 0 and NaN
    recurrent_role role{};
    bool table = false;  // of rows to look up: [rows x channels] in files of every convention

    constexpr bool operator==(const parameter&) const = default;
};

}  // namespace fusenet
