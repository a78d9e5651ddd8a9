// convert: rows of the caller's image, bytes or floats, cells or planes, as floats, NHWC, with the maps behind; and
// maps on so few channels.
#pragma once

#include <algorithm>
#include <cstdint>
#include <fusenet/backends/cpu/epilogue.hpp>
#include <fusenet/backends/cpu/copy.hpp>
#include <fusenet/core/element.hpp>
#include <fusenet/core/features.hpp>
#include <tuple>
#include <utility>

namespace fusenet::cpu {

/// A vector of values from bytes.
[[gnu::always_inline]] inline vec load(const std::uint8_t* p) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    return vec(_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)))));
#elif FUSENET_HAS_XSIMD && defined(__AVX2__)
    return vec(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)))));
#else
    float values[lanes];
    for (int i = 0; i < lanes; ++i) values[i] = static_cast<float>(p[i]);
    return load(values);
#endif
}

/// The first n of them; the other lanes are 0. Reads nothing behind them.
[[gnu::always_inline]] inline vec load_some(const std::uint8_t* p, int n) {
    std::uint8_t bytes[lanes]{};
    for (int i = 0; i < n && i < lanes; ++i) bytes[i] = p[i];
    return load(bytes);
}

/// Channels that are converted as one row of values, whole vectors of them; 0 for more than images have: cell by cell.
constexpr int channels_at_once(int channels) { return channels <= 4 ? channels : 0; }

namespace detail {

/// A map on cells of C channels side by side: its operands are those of channels 0, 1, ..., C - 1, 0, 1, ...
template <int C, class Layer>
class repeated_map {
public:
    explicit repeated_map(const map_step<Layer>& step) : layer_(step.layer) {
        for (int i = 0; i < C * lanes; ++i) {
            if constexpr (operands_of<Layer>() > 0) first_[i] = step.first.p[i % C];
            if constexpr (operands_of<Layer>() > 1) second_[i] = step.second.p[i % C];
        }
    }
    /// Of vector k of each C.
    [[gnu::always_inline]] vec operator()(vec v, int k) const {
        return map_step<Layer>{layer_, {first_, 0}, {second_, 0}}.template apply<false>(v, 0, k * lanes, lanes);
    }

private:
    Layer layer_;
    float first_[operands_of<Layer>() > 0 ? C * lanes : 1]{}, second_[operands_of<Layer>() > 1 ? C * lanes : 1]{};
};

template <int C, class... Layers>
std::tuple<repeated_map<C, Layers>...> repeated(const std::tuple<map_step<Layers>...>& steps) {
    using repeated_maps = std::tuple<repeated_map<C, Layers>...>;
    return std::apply([](const auto&... s) { return repeated_maps{repeated_map<C, Layers>(s)...}; }, steps);
}

#if FUSENET_HAS_XSIMD
/// Lane `j` of vector K of the cells whose C channels lie in a vector each, without those from channel `upto` on.
template <int C, int K>
constexpr int lane_of(int j, int channel) {
    const int value = K * lanes + j;
    return value % C == channel ? lanes + value / C : channel == 1 && value % C == 0 ? value / C : j;
}

/// Vector K of those cells.
template <int C, int K, int... J>
[[gnu::always_inline]] inline vec interleaved(const vec (&planes)[C], std::integer_sequence<int, J...>) {
    auto mixed = __builtin_shufflevector(planes[0].data, planes[1].data, lane_of<C, K>(J, 1)...);
    if constexpr (C > 2) mixed = __builtin_shufflevector(mixed, planes[2].data, lane_of<C, K>(J, 2)...);
    if constexpr (C > 3) mixed = __builtin_shufflevector(mixed, planes[3].data, lane_of<C, K>(J, 3)...);
    return vec(mixed);
}
#endif

/// C vectors of a channel each as C vectors of cells.
template <int C>
[[gnu::always_inline]] inline void interleave([[maybe_unused]] vec (&planes)[C]) {
#if FUSENET_HAS_XSIMD
    if constexpr (C > 1)
        [&]<int... K>(std::integer_sequence<int, K...>) __attribute__((always_inline)) {
            const vec cells[C] = {interleaved<C, K>(planes, std::make_integer_sequence<int, lanes>())...};
            ((planes[K] = cells[K]), ...);
        }(std::make_integer_sequence<int, C>());
#endif
}

/// `cells` cells of C channels, which become values side by side. With planes, a channel begins `plane` values behind
/// the one before.
template <layout Order, int C, class Element, class... Maps>
[[gnu::noinline]] void convert_values(const Element* from, long long plane, long long cells, float* to,
                                      const std::tuple<Maps...>& maps) {
    constexpr bool planes = Order == layout::nchw && C > 1;
    auto mapped = [&](vec v, int k) __attribute__((always_inline)) {
        std::apply([&](const Maps&... map) __attribute__((always_inline)) { ((v = map(v, k)), ...); }, maps);
        return v;
    };
    vec v[C];
    for (; cells >= lanes; cells -= lanes, from += planes ? lanes : C * lanes, to += C * lanes) {
#pragma GCC unroll 4
        for (int k = 0; k < C; ++k) v[k] = load(from + k * (planes ? plane : lanes));
        if constexpr (planes) interleave(v);
#pragma GCC unroll 4
        for (int k = 0; k < C; ++k) store(to + k * lanes, mapped(v[k], k));
    }
    const int rest = static_cast<int>(cells), values = rest * C;
    for (int k = 0; k < C && planes && rest > 0; ++k) v[k] = load_some(from + k * plane, rest);
    if constexpr (planes) interleave(v);
    for (int k = 0; k * lanes < values; ++k) {
        const int n = std::min(lanes, values - k * lanes);
        if constexpr (!planes) v[k] = load_some(from + k * lanes, n);
        store_some(to + k * lanes, mapped(v[k], k), n);
    }
}

/// Cells of any number of channels, to wherever they lie.
template <layout Order, class Element, class Epilogue>
[[gnu::noinline]] void convert_cells(const Element* image, shape s, long long first, long long end, const Epilogue e) {
    if constexpr (Order == layout::nhwc) {
        for (long long cell = first; cell < end; ++cell) {
            const auto to = e.at(cell, 1);
            const Element* p = image + cell * s.c;
            int c = 0;
            for (; c + lanes <= s.c; c += lanes) to.template put<false>(load(p + c), 0, c);
            if (c < s.c) to.template put<true>(load_some(p + c, s.c - c), 0, c, s.c - c);
        }
    } else {
        const long long plane = static_cast<long long>(s.h) * s.w;
        float block[lanes][lanes], values[lanes];  // of cells, of channels
        for (long long cell = first; cell < end; cell += lanes)
            for (int c = 0; c < s.c; c += lanes) {
                const int cells = static_cast<int>(std::min<long long>(lanes, end - cell));
                const int channels = std::min(lanes, s.c - c);
                for (int j = 0; j < channels; ++j) {
                    const Element* p = image + (c + j) * plane + cell;
                    store(values, cells == lanes ? load(p) : load_some(p, cells));
                    for (int i = 0; i < cells; ++i) block[i][j] = values[i];
                }
                for (int i = 0; i < cells; ++i) {
                    const auto to = e.at(cell + i, 1);
                    if (channels == lanes) to.template put<false>(load(block[i]), 0, c);
                    else to.template put<true>(load_some(block[i], channels), 0, c, channels);
                }
            }
    }
}

}  // namespace detail

/// Rows `made` of `image`, of extent `s`; C as of channels_at_once(s.c).
template <layout Order, int C, class Element, class... Steps>
void convert(const Element* image, shape s, rows made, const epilogue<Steps...>& e) {
    const long long first = static_cast<long long>(made.first) * s.w, end = static_cast<long long>(made.end) * s.w;
    if constexpr (C > 0) {
        if (e.out.pitch == C) {
            const Element* from = image + first * (Order == layout::nchw ? 1 : C);
            const long long plane = static_cast<long long>(s.h) * s.w;
            const auto maps = detail::repeated<C>(e.steps);
            return detail::convert_values<Order, C>(from, plane, end - first, e.out.p + first * C, maps);
        }
    }
    detail::convert_cells<Order>(image, s, first, end, e);
}

/// Rows of a copy with maps alone behind: of few channels that nothing lies between, whole vectors of cells.
template <int C, class... Layers>
void copy_values(view in, rows made, const epilogue<map_step<Layers>...>& e) {
    if constexpr (C > 0) {
        if (in.pitch == C && e.out.pitch == C) {
            const long long first = static_cast<long long>(made.first) * in.w;
            const long long cells = static_cast<long long>(made.count()) * in.w;
            const auto maps = detail::repeated<C>(e.steps);
            return detail::convert_values<layout::nhwc, C>(in.p + first * C, 0, cells, e.out.p + first * C, maps);
        }
    }
    copy(in, made, e);
}
template <int C, class Epilogue>
void copy_values(view in, rows made, const Epilogue& e) {
    copy(in, made, e);
}

}  // namespace fusenet::cpu
