// strassen: a 1x1 convolution as seven products of quarters instead of eight, its weights' sums being made when loaded.
#pragma once

#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/schedule/strassen.hpp>

namespace fusenet::cpu {

namespace detail {

/// Of even cells a and odd ones b, halves of the channels: b1 + b2, b1 + b2 - a1, a1 - b1, a2 - (b1 + b2 - a1).
/// `odd`: how many of the pairs have an odd cell; zeros stand for a missing one.
inline void sum_quarters(const float* even, long long pitch, int half, int pairs, int odd, const schedule::strassen_block& block,
                         float* sums) {
    const long long gap = block.sum();
    for (int i = 0; i < pairs; ++i) {
        const float *a = even + 2 * i * pitch, *b = a + pitch;
        float* to = sums + 1LL * i * block.from;
        auto each = [&](int c, auto read, auto write) {
            const vec a1 = read(a + c), a2 = read(a + half + c);
            const vec b1 = i < odd ? read(b + c) : vec(0.f), b2 = i < odd ? read(b + half + c) : vec(0.f);
            const vec s1 = b1 + b2, s2 = s1 - a1;
            write(to + c, s1), write(to + gap + c, s2), write(to + 2 * gap + c, a1 - b1), write(to + 3 * gap + c, a2 - s2);
        };
        int c = 0;
        for (; c + lanes <= half; c += lanes) each(c, [](const float* p) { return load(p); }, [](float* p, vec v) { store(p, v); });
        if (const int n = half - c; n > 0)
            each(c, [n](const float* p) { return load_some(p, n); }, [n](float* p, vec v) { store_some(p, v, n); });
    }
}

/// The products' sums with the epilogue, for whole vectors of channels.
template <class Epilogue>
[[gnu::noinline]] void join_quarters(const float* products, const schedule::strassen_block& block, const float* bias, long long cell,
                                     int pairs, int odd, const Epilogue e) {
    const int half = e.out.c / 2;
    const auto even = e.at(cell, 2), follows = e.at(cell + 1, 2);
    for (int i = 0; i < pairs; ++i) {
        const float* p = products + 1LL * i * block.to;
        for (int c = 0; c < half; c += lanes) {
            auto product = [&](int k) { return load(p + (k - 1) * block.product() + c); };
            const vec low = load(bias + c), high = load(bias + half + c);
            const vec m1 = product(1), m5 = product(5), u2 = m1 + product(6), u3 = u2 + product(7);
            even.template put<false>(m1 + product(2) + low, i, c);
            even.template put<false>(u2 + m5 + product(3) + high, i, half + c);
            if (i >= odd) continue;
            follows.template put<false>(u3 - product(4) + low, i, c);
            follows.template put<false>(u3 + m5 + high, i, half + c);
        }
    }
}

}  // namespace detail

/// Rows `made` of a 1x1 convolution, from an even cell on. After S. Winograd's form of V. Strassen, "Gaussian elimination
/// is not optimal" (1969), with even and odd cells for the halves of the rows. Weights: [product][panel][in][width], of
/// whole panels; `zeros`: as many as half of the channels; `memory`: block.floats().
template <int MR, int NV, class Epilogue>
void multiply_by_quarters(view in, const packed_contraction& packed, const float* zeros, const schedule::strassen_block& block,
                          float* memory, rows made, const Epilogue& e) {
    const int from = in.c / 2, to = e.out.c / 2, cells = made.count() * e.out.w;
    const long long matrix = 1LL * from * to;
    float* const products = memory + schedule::strassen_sums * block.sum();
    for (int first = 0; first < cells; first += 2 * block.pairs) {
        const int left = cells - first, pairs = std::min(block.pairs, (left + 1) / 2), odd = std::min(pairs, left / 2);
        const long long cell = static_cast<long long>(made.first) * e.out.w + first;
        const float* const even = in.p + cell * in.pitch;
        detail::sum_quarters(even, in.pitch, from, pairs, odd, block, memory);
        auto product = [&](int k, const float* a, long long lda, int rows_of_a) {
            const float* weights = packed.weights + (k - 1) * matrix;
            const epilogue<> raw{{}, {products + (k - 1) * block.product(), block.to, 1, block.pairs, to}};
            multiply_panels<MR, NV>(a, lda, rows_of_a, from, weights, zeros, packed.sweep, {0, to}, raw);
        };
        product(1, even, 2 * in.pitch, pairs);
        product(2, even + from, 2 * in.pitch, pairs);
        product(3, memory + 3 * block.sum(), block.from, pairs);
        if (odd > 0) product(4, even + in.pitch + from, 2 * in.pitch, odd);
        product(5, memory, block.from, pairs);
        product(6, memory + block.sum(), block.from, pairs);
        product(7, memory + 2 * block.sum(), block.from, pairs);
        detail::join_quarters(products, block, packed.bias, cell, pairs, odd, e);
    }
}

}  // namespace fusenet::cpu
