// memory_in_use: what one inference works on.
#pragma once

#include <fusenet/core/element.hpp>

namespace fusenet::cpu {

struct memory_in_use {
    const void* in = nullptr;  // values of the plan's `input_facts.type`
    float* const* out = nullptr;
    const float* weights = nullptr;
    float* arena = nullptr;
    float* together = nullptr;  // in a batch: where the plan's `tail` lies, image behind image
    float* state = nullptr;     // of a streamed network
    int slot = 0, images = 1;   // which of these this one is; how many go through the tail

    template <element E>
    const element_type<E>* image() const {
        return static_cast<const element_type<E>*>(in);
    }
    /// The image as a map. One of bytes is none: only a conversion reads it.
    template <element E>
    float* image_as_map() const {
        if constexpr (E == element::float32) return const_cast<float*>(image<E>());
        else return nullptr;
    }
};

}  // namespace fusenet::cpu
