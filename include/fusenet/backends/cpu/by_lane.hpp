// by_lane: that a layer's arithmetic chooses lane by lane, checked where the compiler would not notice.
#pragma once

#include <fusenet/backends/cpu/vec.hpp>
#include <fusenet/core/features.hpp>

namespace fusenet::cpu {

/// With AVX-512 a comparison of vectors converts to bool: `x > 0 ? x : y` compiles, and chooses for all lanes at once.
/// Narrower vectors refuse that, so the functions of layers are also compiled, never run, for those: an error here says
/// that it should be select(x > 0, x, y).
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
inline constexpr bool chooses_silently = true;
using narrow = xsimd::batch<float, xsimd::sse2>;
#else
inline constexpr bool chooses_silently = false;
using narrow = vec;
#endif

/// Of a function of `Values` numbers.
template <int Values, class Layer>
[[gnu::always_inline]] inline void check_choices([[maybe_unused]] const Layer& layer) {
    if constexpr (chooses_silently)
        if (false) {
            const narrow v(0.f);
            if constexpr (Values == 1) static_cast<void>(layer(v));
            else if constexpr (Values == 2) static_cast<void>(layer(v, v));
            else static_cast<void>(layer(v, v, v));
        }
}

template <class Layer>
[[gnu::always_inline]] inline void check_choices_of_fold([[maybe_unused]] const Layer& layer) {
    if constexpr (chooses_silently)
        if (false) {
            const narrow v(0.f);
            static_cast<void>(layer.done(layer.step(layer.template first<narrow>(), v), v, v));
        }
}

template <int Sums, int Kept, int Operands, class Layer>
[[gnu::always_inline]] inline void check_choices_of_recurrence([[maybe_unused]] const Layer& layer) {
    if constexpr (chooses_silently)
        if (false) {
            narrow sums[Sums], kept[Kept + 1], operands[Operands + 1];
            static_cast<void>(layer(sums, narrow(0.f), kept, operands));
        }
}

}  // namespace fusenet::cpu
