// dispatch: one program with a model compiled for several instruction sets, of which it takes the best that the
// processor has.
#pragma once

#include <concepts>
#include <cstddef>
#include <fusenet/compile.hpp>
#include <fusenet/core/error.hpp>
#include <fusenet/core/executor.hpp>
#include <fusenet/core/instruction_set.hpp>
#include <fusenet/stream.hpp>
#include <fusenet/variant_calls.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/value_source.hpp>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace fusenet {

namespace detail {

template <class Model, instruction_set... Sets>
struct variants {
    static constexpr instruction_set sets[] = {Sets...};
    static const variant_entry<Model>& entry(std::size_t k) {
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"  // the linker finds it
#endif
        const variant_entry<Model>* const all[] = {&variant_of<Model, Sets>::entry...};
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
        return *all[k];
    }
};
template <class Model, std::size_t... K>
variants<Model, usual_instruction_sets[K]...> usual_variants(std::index_sequence<K...>);

template <class Model>
struct variants<Model> : decltype(usual_variants<Model>(std::make_index_sequence<std::size(usual_instruction_sets)>())) {};

}  // namespace detail

/// dispatched<compile<net>> model("weights.safetensors"); model(image, scores);
///
/// As `Model`, a compile<...> or stream<...>, of which the program holds a variant for each of `Sets`, worst first (for
/// none: those of usual_instruction_sets). Which one is chosen when it is made, and costs an indirect call for each run.
/// CMake's fusenet_add_variants compiles the variants and hides all that their names share, which is what allows
/// several of them in one program; a set without a variant is an error of the linker.
template <class Model, instruction_set... Sets>
class dispatched {
    using variants = detail::variants<Model, Sets...>;
    static constexpr bool streams = Model::plan::streams;

public:
    using input_element = typename Model::input_element;
    static constexpr long long input_size = Model::input_size;
    static constexpr long long output_size = Model::output_size;
    static constexpr int output_count = Model::plan::output_count;
    static constexpr bool in_place = [] {
        if constexpr (streams) return Model::in_place;
        else return false;
    }();

    static constexpr std::span<const instruction_set> sets() { return variants::sets; }
    /// Whether this processor has all that the set's variant needs.
    static bool runs(instruction_set set) {
        const auto k = place(set);
        return k < sets().size() && missing(k) == 0;
    }
    /// The last of the sets that this processor runs; an error if there is none.
    static instruction_set best() {
        for (std::size_t k = sets().size(); k-- > 0;)
            if (missing(k) == 0) return sets()[k];
        raise("dispatch: this processor runs none of " + listed() + "; the first needs " + spelled(missing(0)));
    }

    /// With every parameter at its fallback: gains and variances one, all else zero.
    dispatched() : dispatched(best()) {}
    /// By those instructions and no others; an error if the program or the processor lacks them.
    explicit dispatched(instruction_set set) : set_(set), model_(entry_of(set).make()) {}
    explicit dispatched(const parameter_set& given) : dispatched() { load(given); }
    explicit dispatched(const std::string& path) : dispatched() { load(path); }
    explicit dispatched(const char* path) : dispatched(std::string(path)) {}
    explicit dispatched(value_source& given) : dispatched() { load(given); }
    explicit dispatched(value_source&& given) : dispatched() { load(given); }

    instruction_set instructions() const { return set_; }

    static parameter_set parameters() { return Model::parameters(); }
    status try_load(const std::string& path) { return model().try_load(path); }
    status try_load(const parameter_set& given) { return model().try_load(given); }
    status try_load(value_source& given) { return model().try_load(given); }
    void load(const std::string& path) { try_load(path).require(); }
    void load(const parameter_set& given) { try_load(given).require(); }
    void load(value_source& given) { try_load(given).require(); }
    void load(value_source&& given) { try_load(given).require(); }

    /// As of compile<...>, or step() of stream<...>, with their checks.
    template <class... Outputs>
        requires(sizeof...(Outputs) == output_count && (std::convertible_to<Outputs&, std::span<float>> && ...) && !streams)
    void operator()(std::span<const input_element> in, Outputs&&... out) {
        model().try_call(in, {std::span<float>(out)...}).require();
    }
    template <class... Outputs>
        requires(sizeof...(Outputs) == output_count && (std::convertible_to<Outputs&, std::span<float>> && ...) && streams)
    void step(std::span<const input_element> in, Outputs&&... out) {
        model().try_step(nullptr, in, {std::span<float>(out)...}).require();
    }
    float step(float x) noexcept
        requires in_place
    {
        float y;
        float* out[] = {&y};
        run(&x, out);
        return y;
    }

    /// Another signal than the model's own: auto voice = model.new_state(); model.step(*voice, in, out). It goes with models
    /// of the same type and instructions only, of which step() makes sure.
    std::unique_ptr<variant_state> new_state() const
        requires streams
    {
        return model().make_state();
    }
    template <class... Outputs>
        requires(sizeof...(Outputs) == output_count && (std::convertible_to<Outputs&, std::span<float>> && ...) && streams)
    void step(variant_state& signal, std::span<const input_element> in, Outputs&&... out) {
        model().try_step(&signal, in, {std::span<float>(out)...}).require();
    }

    dispatched& threads(int count, sharing by = sharing::image)
        requires(!streams)
    {
        model().try_threads(count, by).require();
        return *this;
    }
    template <executor Executor>
    dispatched& threads(int count, Executor& others, sharing by = sharing::image)
        requires(!streams)
    {
        model().try_threads(count, executor_reference(others), by).require();
        return *this;
    }
    long long working_bytes(int threads, sharing by = sharing::image) const
        requires(!streams)
    {
        return model().working_bytes(threads, by);
    }

    /// Without checks, and not of a model that was moved from, as `run` of compile<...>: on the threads that were given, in an arena of the caller's.
    void run(const input_element* in, float* const* out, std::size_t images, float* arena) const noexcept
        requires(!streams)
    {
        std::as_const(*model_).run(in, out, images, arena);
    }
    /// Without checks, as `run` of stream<...>.
    void run(const input_element* in, float* const* out, std::size_t pieces = 1) noexcept
        requires streams
    {
        model_->run(nullptr, in, out, pieces);
    }
    void run(variant_state& signal, const input_element* in, float* const* out, std::size_t pieces = 1) noexcept
        requires streams
    {
        model_->run(&signal, in, out, pieces);
    }
    void reset() noexcept
        requires streams
    {
        if (model_) model_->reset();
    }

private:
    static constexpr std::size_t place(instruction_set set) {
        std::size_t k = 0;
        while (k < sets().size() && sets()[k] != set) ++k;
        return k;
    }
    static processor_features missing(std::size_t k) { return variants::entry(k).needs & ~features_of_processor(); }
    static std::string listed() {
        std::string all;
        for (const instruction_set set : sets()) all.append(all.empty() ? "" : ", ").append(name_of(set));
        return all;
    }
    static const variant_entry<Model>& entry_of(instruction_set set) {
        const std::size_t k = place(set);
        if (k == sets().size()) raise("dispatch: no variant for " + std::string(name_of(set)) + "; there are: " + listed());
        if (const processor_features lacks = missing(k))
            raise("dispatch: this processor cannot run the variant for " + std::string(name_of(set)) + "; it lacks " + spelled(lacks));
        return variants::entry(k);
    }
    variant_calls<Model>& model() const {
        if (!model_) raise(std::string("dispatch") + detail::moved_from);
        return *model_;
    }

    instruction_set set_;
    std::unique_ptr<variant_calls<Model>> model_;
};

}  // namespace fusenet
