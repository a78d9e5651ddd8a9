// problem: why a network is not well formed, as the sentence that the compiler will print.
#pragma once

#include <fusenet/core/shape.hpp>

namespace fusenet {

using sentence = text<239>;

/// The first complaint wins; later ones are mostly its consequences.
struct problem {
    sentence why;

    constexpr bool found() const { return !why.empty(); }

    /// say("conv needs an image, got ", in): texts, numbers and shapes in a row.
    template <class... Parts>
    constexpr void say(const Parts&... parts) {
        if (found()) return;
        (add(parts), ...);
    }

private:
    constexpr void add(shape s) { put(why, s); }
    template <class T>
    constexpr void add(const T& part) {
        if constexpr (requires { part.view(); }) why.put(part.view());
        else if constexpr (requires { part.rank; }) put(why, part);
        else why.put(part);
    }

public:
    constexpr bool operator==(const problem&) const = default;
};

}  // namespace fusenet
