// described<net>: a network's shapes and the table of its parameters, without any rewriting.
#pragma once

#include <cstddef>
#include <fusenet/graph/check.hpp>
#include <fusenet/graph/lower.hpp>
#include <fusenet/graph/names.hpp>
#include <span>

namespace fusenet {

/// `In` is for a network without input(...).
template <const auto& Net, shape In = shape{}>
struct described {
    static constexpr auto lowered = lower(Net, In);
    static constexpr auto table = name_parameters<count_parameters(lowered.net)>(Net, lowered.net);
    static constexpr sentence why = lowered.trouble.found() ? lowered.trouble.why : table.trouble.why;
    static_assert(check<quoted(why, 0), quoted(why, 1), quoted(why, 2), quoted(why, 3), quoted(why, 4),
                        quoted(why, 5)>::passed);

    static std::span<const parameter> parameters() {
        return {table.all, static_cast<std::size_t>(count_parameters(lowered.net))};
    }
};

}  // namespace fusenet
