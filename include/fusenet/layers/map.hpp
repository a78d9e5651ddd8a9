// map(f): any function of one number as a layer, a lambda with captures included.
#pragma once

#include <fusenet/core/layer.hpp>
#include <memory>
#include <type_traits>

namespace fusenet {

namespace detail {

/// Whether `f` takes a float as such, unlike a generic lambda: nothing is deduced from braces.
template <class F>
concept takes_float_only = requires(const F& f, float x) { f({x}); };

/// A lambda with captures is neither default constructible nor assignable; a bag of layers asks for both.
template <class F>
union held {
    char nothing = 0;
    F f;

    constexpr held() {}
    constexpr held(const F& given) : f(given) {}
};

}  // namespace detail

/// A generic `f` sees floats, doubles and whole SIMD batches; one that takes a float is called lane by lane.
template <class F>
class mapped {
public:
    static constexpr const char* name = "map";

    constexpr mapped() {}
    constexpr mapped(const F& f) : held_(f), full_(true) {}
    constexpr mapped(const mapped& other) { *this = other; }
    constexpr mapped& operator=(const mapped& other) {
        full_ = other.full_;
        if (full_) std::construct_at(&held_.f, other.held_.f);
        return *this;
    }

    template <class V>
    constexpr V operator()(V x) const {
        if constexpr (!detail::takes_float_only<F>) {
            return V(held_.f(x));
        } else if constexpr (std::is_floating_point_v<V>) {
            return static_cast<V>(held_.f(static_cast<float>(x)));
        } else {
            typename V::value_type lanes[V::size];
            x.store_unaligned(lanes);
            for (auto& lane : lanes) lane = static_cast<typename V::value_type>(held_.f(static_cast<float>(lane)));
            return V::load_unaligned(lanes);
        }
    }

private:
    detail::held<F> held_;
    bool full_ = false;
};

/// map([](auto x) { return x * x; }): write `auto`, and functions without std::, and it runs on SIMD batches too.
template <class F>
constexpr auto map(F f) {
    constexpr bool takes_a_number = requires(float x) { static_cast<float>(f(x)); };
    constexpr bool holds_values = std::is_trivially_destructible_v<F> && std::is_trivially_copy_constructible_v<F>;
    static_assert(takes_a_number, "fusenet: map(f): f must make a number of a number, as [](auto x) { return x * x; }");
    static_assert(holds_values, "fusenet: map(f): f must capture plain values only");
    if constexpr (takes_a_number && holds_values) return mapped<F>(f);
    else return mapped([](auto x) { return x; });
}

static_assert(map_layer<mapped<decltype([](auto x) { return x; })>>);

}  // namespace fusenet
