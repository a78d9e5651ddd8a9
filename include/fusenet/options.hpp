// options: what compile and planned can be told beside the network, each by a type of its own.
#pragma once

#include <fusenet/core/accuracy.hpp>
#include <fusenet/core/images_together.hpp>
#include <fusenet/core/library.hpp>
#include <fusenet/core/shape.hpp>
#include <fusenet/core/streamed.hpp>
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
                                     std::is_same_v<std::remove_cv_t<decltype(Option)>, streamed> ||
                                     std::is_same_v<std::remove_cv_t<decltype(Option)>, weight_storage>;

/// Whether options of one type are equal.
template <auto... Options>
constexpr bool agree() {
    [[maybe_unused]] auto with_all = []<class One>(const One& one) {
        auto with = [&]<class Other>(const Other& other) {
            if constexpr (std::is_same_v<One, Other>) return one == other;
            else return true;
        };
        return (with(Options) && ...);
    };
    return (with_all(Options) && ...);
}

}  // namespace detail

}  // namespace fusenet
