// options: what compile and planned can be told beside the network, each by a type of its own.
#pragma once

#include <fusenet/core/accuracy.hpp>
#include <fusenet/core/images_together.hpp>
#include <fusenet/core/library.hpp>
#include <fusenet/core/shape.hpp>
#include <fusenet/core/target.hpp>
#include <fusenet/core/weight_storage.hpp>
#include <type_traits>

namespace fusenet {

/// How a network runs: its stages collapsed into nests, or each layer as a pass of its own (what benches compare with).
enum class running : unsigned char { fused, layer_by_layer };
inline constexpr running fused = running::fused;
inline constexpr running layer_by_layer = running::layer_by_layer;

namespace detail {

template <class Wanted, auto... Options>
constexpr Wanted option(Wanted otherwise) {
    (
        [&] {
            if constexpr (std::is_same_v<std::remove_cv_t<decltype(Options)>, Wanted>) otherwise = Options;
        }(),
        ...);
    return otherwise;
}

template <auto Option>
inline constexpr bool known_option = std::is_same_v<std::remove_cv_t<decltype(Option)>, shape> ||
                                     std::is_same_v<std::remove_cv_t<decltype(Option)>, target> ||
                                     std::is_same_v<std::remove_cv_t<decltype(Option)>, running> ||
                                     std::is_same_v<std::remove_cv_t<decltype(Option)>, library> ||
                                     std::is_same_v<std::remove_cv_t<decltype(Option)>, accuracy> ||
                                     std::is_same_v<std::remove_cv_t<decltype(Option)>, images_together> ||
                                     std::is_same_v<std::remove_cv_t<decltype(Option)>, weight_storage>;

/// Whether no two of the options are of one type.
template <auto... Options>
constexpr bool each_once() {
    [[maybe_unused]] auto others = []<class One>(One*) { return (std::is_same_v<One, std::remove_cv_t<decltype(Options)>> + ... + 0); };
    return ((others(static_cast<std::remove_cv_t<decltype(Options)>*>(nullptr)) == 1) && ...);
}

}  // namespace detail

}  // namespace fusenet
