// pack_stated: the filters that a layer knows itself.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fusenet/backends/cpu/filters.hpp>
#include <fusenet/core/stated.hpp>
#include <span>
#include <vector>

namespace fusenet::cpu {

/// Lines of filters at a time; `room` is memory to make them in.
template <states_weights L>
void pack_stated(const L& l, shape in, std::vector<float>& room, filters& all) {
    const int count = l.parameters(in).all[0].extent.d[0];
    const auto slice = static_cast<std::size_t>(stated_slice(l, in));
    for (int a = 0; a < count; a += filters_of_line) {
        const auto here = static_cast<std::size_t>(std::min(filters_of_line, count - a));
        if (room.size() < here * slice) room.resize(here * slice);
        for (std::size_t k = 0; k < here; ++k) put_stated(l, in, a + static_cast<int>(k), room.data() + k * slice);
        all.put(a, std::span<const float>(room.data(), here * slice));
    }
}

}  // namespace fusenet::cpu
