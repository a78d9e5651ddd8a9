// variant_calls: what dispatch.hpp calls, and variant.hpp makes, of a model for one instruction set.
#pragma once

#include <array>
#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/executor.hpp>
#include <fusenet/core/instruction_set.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/value_source.hpp>
#include <memory>
#include <span>
#include <string>

namespace fusenet {

/// What a signal leaves behind in a variant of a stream.
class variant_state {
public:
    virtual ~variant_state() = default;
    virtual void reset() noexcept = 0;
    /// Whose state it is: each variant of each stream has another.
    const void* of = nullptr;
};

/// What a variant of `Model` can do, whatever it is compiled for. Nothing but the standard library's exceptions leaves
/// it.
template <class Model>
class variant_calls {
public:
    using input_element = typename Model::input_element;
    using outputs = std::array<std::span<float>, static_cast<std::size_t>(Model::plan::output_count)>;

    virtual ~variant_calls() = default;
    virtual status try_load(const std::string& path) = 0;
    virtual status try_load(const parameter_set& given) = 0;
    virtual status try_load(value_source& given) = 0;
    // of compile<...>
    virtual status try_call(std::span<const input_element> in, const outputs& out) = 0;
    virtual status try_threads(int count, sharing by) = 0;
    virtual status try_threads(int count, executor_reference others, sharing by) = 0;
    virtual long long working_bytes(int threads, sharing by) const = 0;
    virtual void run(const input_element* in, float* const* out, std::size_t images, float* arena) const noexcept = 0;
    // of stream<...>; without a state, of the model's own signal
    virtual std::unique_ptr<variant_state> make_state() const = 0;
    virtual status try_step(variant_state* signal, std::span<const input_element> in, const outputs& out) = 0;
    virtual void run(variant_state* signal, const input_element* in, float* const* out, std::size_t pieces) noexcept = 0;
    virtual void reset() noexcept = 0;
};

/// A variant, as the program finds it: constants, so that no code runs before the processor is known to have what it
/// needs.
template <class Model>
struct variant_entry {
    processor_features needs;
    std::unique_ptr<variant_calls<Model>> (*make)();
};

/// Explicitly instantiated by a source that includes <fusenet/variant.hpp> and is compiled once for each set:
///
///   template struct fusenet::variant_of<fusenet::compile<net>>;
template <class Model, instruction_set Set = instructions_here>
struct variant_of {
    static_assert(sizeof(Model) > 0);  // first, so that what a network complains of is not said from far inside
    static const variant_entry<Model> entry;
};

}  // namespace fusenet
