// element, layout: what the caller's image holds, and in which order. Inside a network all is float32, NHWC.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <type_traits>

namespace fusenet {

/// What one value of an image is.
enum class element : unsigned char { float32, uint8 };

/// The order of an image in memory: cells of channels, or one plane of cells for each channel.
enum class layout : unsigned char { nhwc, nchw };

constexpr int bytes_of(element e) { return e == element::uint8 ? 1 : 4; }
constexpr const char* name_of(element e) { return e == element::uint8 ? "uint8" : "float32"; }
constexpr const char* name_of(layout l) { return l == layout::nchw ? "NCHW" : "NHWC"; }

/// The type that holds one value.
template <element E>
using element_type = std::conditional_t<E == element::uint8, std::uint8_t, float>;

/// An image of the one type where the other is expected.
template <class Image, class Expected>
concept image_of_other_element =
    !std::convertible_to<const Image&, std::span<const Expected>> &&
    (std::convertible_to<const Image&, std::span<const float>> ||
     std::convertible_to<const Image&, std::span<const std::uint8_t>>);
template <class Value, class Expected>
concept other_element =
    !std::same_as<Value, Expected> && (std::same_as<Value, float> || std::same_as<Value, std::uint8_t>);

/// Instantiated where a network that reads `Expected` was given the other type.
template <class Expected>
constexpr void refuse_element() {
    static_assert(!std::same_as<Expected, float>,
                  "fusenet: this network reads floats and was given bytes: begin it with "
                  "input(..., {.type = element::uint8})");
    static_assert(!std::same_as<Expected, std::uint8_t>,
                  "fusenet: this network reads bytes and was given floats: leave out .type = element::uint8 in its "
                  "input(...)");
}

}  // namespace fusenet
