// variant: what dispatch.hpp finds of a model; for sources that are compiled once for each instruction set.
//
//   #include "net.hpp"
//   #include <fusenet/variant.hpp>
//   template struct fusenet::variant_of<fusenet::compile<net>>;
#pragma once

#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/features.hpp>
#include <fusenet/core/instruction_set.hpp>
#include <fusenet/dispatch.hpp>
#if FUSENET_HAS_JSON
#include <fusenet/weights/safetensors.hpp>
#endif
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace fusenet {

namespace detail {

/// Whether this translation unit may use what processor_feature_names does not have.
inline constexpr bool wants_what_has_no_name =
#if defined(__AVX512FP16__) || defined(__AVXVNNI__) || defined(__XOP__) || defined(__FMA4__)
    true;
#else
    false;
#endif

/// `error` stays inside: another variant's has the same name, and is another type to some standard libraries.
template <class Does>
status status_of(Does does) {
#if defined(__cpp_exceptions)
    try {
        does();
        return {};
    } catch (const error& why) {
        return failure{why.what()};
    }
#else
    does();
    return {};
#endif
}

template <class Stream>
class state_here final : public variant_state {
public:
    state_here() { of = tag(); }
    void reset() noexcept override { its.reset(); }
    static const void* tag() {
        static constexpr char here = 0;
        return &here;
    }

    typename Stream::state its;
};

template <class Model>
class variant_here final : public variant_calls<Model> {
    using calls = variant_calls<Model>;
    using input_element = typename Model::input_element;
    using outputs = typename calls::outputs;
    static constexpr bool streams = Model::plan::streams;

public:
    status try_load(const parameter_set& given) override { return model_.try_load(given); }
    status try_load(value_source& given) override { return model_.try_load(given); }
    status try_load([[maybe_unused]] const std::string& path) override {
#if FUSENET_HAS_JSON
        return model_.try_load(path);
#else
        return failure{path + ": this program was compiled without nlohmann-json, and reads no files"};
#endif
    }
    status try_call([[maybe_unused]] std::span<const input_element> in, [[maybe_unused]] const outputs& out) override {
        if constexpr (!streams) return each_output([&](auto... k) { model_(in, out[k]...); });
        else return {};
    }

    status try_threads([[maybe_unused]] int count, [[maybe_unused]] sharing by) override {
        return status_of([&] {
            if constexpr (!streams) model_.threads(count, by);
        });
    }
    status try_threads([[maybe_unused]] int count, [[maybe_unused]] executor_reference others,
                       [[maybe_unused]] sharing by) override {
        return status_of([&] {
            if constexpr (!streams) model_.threads(count, others, by);
        });
    }
    long long working_bytes([[maybe_unused]] int threads, [[maybe_unused]] sharing by) const override {
        if constexpr (streams) return 0;
        else return model_.working_bytes(threads, by);
    }
    void run([[maybe_unused]] const input_element* in, [[maybe_unused]] float* const* out, [[maybe_unused]] std::size_t images,
             [[maybe_unused]] float* arena) const noexcept override {
        if constexpr (!streams) model_.run(in, out, images, arena);
    }

    std::unique_ptr<variant_state> make_state() const override {
        if constexpr (streams) return std::make_unique<state_here<Model>>();
        else return nullptr;
    }
    status try_step([[maybe_unused]] variant_state* signal, [[maybe_unused]] std::span<const input_element> in,
                    [[maybe_unused]] const outputs& out) override {
        if constexpr (streams) {
            if (!signal) return each_output([&](auto... k) { model_.step(in, out[k]...); });
            if (signal->of != state_here<Model>::tag()) return failure{"step: the state is another model's, or of other instructions"};
            return each_output([&](auto... k) { model_.step(static_cast<state_here<Model>*>(signal)->its, in, out[k]...); });
        } else {
            return {};
        }
    }
    void run([[maybe_unused]] variant_state* signal, [[maybe_unused]] const input_element* in, [[maybe_unused]] float* const* out,
             [[maybe_unused]] std::size_t pieces) noexcept override {
        if constexpr (streams) {
            if (signal) model_.run(static_cast<state_here<Model>*>(signal)->its, in, out, pieces);
            else model_.run(in, out, pieces);
        }
    }
    void reset() noexcept override {
        if constexpr (streams) model_.reset();
    }

private:
    /// f(0, 1, ...), a number for each output.
    template <class F>
    static status each_output(F f) {
        return status_of([&] {
            [&]<std::size_t... K>(std::index_sequence<K...>) {
                f(std::integral_constant<std::size_t, K>()...);
            }(std::make_index_sequence<static_cast<std::size_t>(Model::plan::output_count)>());
        });
    }

    Model model_;
};

}  // namespace detail

template <class Model, instruction_set Set>
constinit const variant_entry<Model> variant_of<Model, Set>::entry = {
    features_needed_here, []() -> std::unique_ptr<variant_calls<Model>> {
        static_assert(Set == instructions_here, "fusenet: this source is compiled for another instruction set; say no set at all");
        static_assert(Set != instructions_here || !detail::wants_what_has_no_name,
                      "fusenet: a variant may want no more of a processor than its set has: compile it without -march=native");
        return std::make_unique<detail::variant_here<Model>>();
    }};

}  // namespace fusenet
