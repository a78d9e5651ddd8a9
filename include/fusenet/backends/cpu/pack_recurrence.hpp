// pack_recurrence: the parameters of a recurrence in the form that its steps stream.
#pragma once

#include <fusenet/schedule/recurrent.hpp>

namespace fusenet::cpu {

/// `given` are the values of its parameters, in the order of recurrent_parameters(); `to` holds zeros, or what an
/// earlier packer left there.
inline void pack_recurrence(const schedule::recurrent_form& f, const float* const* given, float* to) {
    const recurrence_facts& is = f.is;
    const float *of_input = given[0], *of_answer = given[1];
    const float* const* rest = given + 2;
    if (is.bias) {
        const float *of_inputs = *rest++, *of_answers = *rest++;
        for (int g = 0; g < is.gates; ++g)
            for (int u = 0; u < is.units; ++u) {
                const float first = of_inputs[g * is.units + u], second = of_answers[g * is.units + u];
                const int apart = g - (is.gates - is.apart);
                to[g * f.padded() + u] = apart < 0 ? first + second : first;
                if (apart >= 0) to[(is.gates + apart) * f.padded() + u] = second;
            }
    }
    auto put = [&](int first, int end, long long at) {
        for (int u = 0; u < is.units; ++u)
            for (int g = first; g < end; ++g) {
                const int gates = end - first;
                const long long row = 1LL * g * is.units + u;
                float* panel = to + at + 1LL * u / f.block() * f.depth() * f.row(gates) + f.place(gates, g - first, u % f.block());
                for (int k = 0; k < f.own_inputs(); ++k, panel += f.row(gates)) *panel = of_input[row * f.in + k];
                for (int k = 0; k < is.answer; ++k, panel += f.row(gates)) *panel = of_answer[row * is.answer + k];
            }
    };
    put(0, is.early(), f.early());
    put(is.early(), is.gates, f.late());
    if (is.projects) {
        const float* matrix = *rest++;
        for (int c = 0; c < is.answer; ++c)
            for (int u = 0; u < is.units; ++u)
                to[f.projection() + (1LL * c / f.answer_block() * is.units + u) * f.answer_block() + c % f.answer_block()] =
                    matrix[c * is.units + u];
    }
    for (int k = 0; k < is.operands; ++k)
        for (int u = 0; u < is.units; ++u) to[f.operands() + k * f.padded() + u] = (*rest)[k * is.units + u];
}

}  // namespace fusenet::cpu
