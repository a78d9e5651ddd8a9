// stream<net>: a network on an endless signal, piece by piece: recurrences and causal convolutions go on where the
// piece before ended.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fusenet/backends/cpu/one_isa.hpp>
#include <fusenet/backends/cpu/run.hpp>
#include <fusenet/core/aligned_floats.hpp>
#include <fusenet/core/error.hpp>
#include <fusenet/core/flush_to_zero.hpp>
#include <fusenet/core/streamed.hpp>
#include <fusenet/loadable.hpp>
#include <fusenet/planned.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/value_source.hpp>
#include <span>
#include <string>

namespace fusenet {

namespace detail {

template <auto... Options>
inline constexpr bool names_steps = (std::is_same_v<std::remove_cv_t<decltype(Options)>, streamed> || ...);

/// The plan of a stream: of as many steps as the network's input has, unless an option says otherwise.
template <const auto& Net, auto... Options>
struct plan_of_stream {
    using type = planned<Net, streamed{}, Options...>;
};
template <const auto& Net, auto... Options>
    requires names_steps<Options...>
struct plan_of_stream<Net, Options...> {
    using type = planned<Net, Options...>;
};

}  // namespace detail

/// stream<net, streamed{1}> model("weights.safetensors"); for (...) model.step(x, y);
///
/// Options as of `planned`, and `streamed{steps}`: how many cells of the input signal a call brings, if not as many as
/// net's input(...) has. Answers of successive calls are those of one long signal, as far as the network looks only
/// back: through recurrences, and convolutions with `causal` padding. Other windows see their piece alone, with its
/// padding; a recurrence against the signal's direction is an error.
///
/// step() allocates nothing, takes no lock, calls nothing of the system and throws nothing but what it says. One model
/// serves several signals if each brings its own `state`, also in several threads. While it runs, denormal numbers are
/// zero.
template <const auto& Net, auto... Options>
    requires constexpr_network<Net>
class stream : public detail::plan_of_stream<Net, Options...>::type,
               public loadable<typename detail::plan_of_stream<Net, Options...>::type> {
    using base = loadable<typename detail::plan_of_stream<Net, Options...>::type>;

public:
    using plan = typename detail::plan_of_stream<Net, Options...>::type;
    static_assert(plan::streams, "fusenet: streamed{.on = false} is no stream");
    static_assert(resolved(plan::wanted) == library::none, "fusenet: a stream leaves nothing to a library, which would allocate");
    using input_element = element_type<plan::input_facts.type>;
    static constexpr long long input_size = plan::input.size();
    static constexpr long long output_size = plan::output.size();
    /// From one number to one: nothing of the input is read any more when the answer is written.
    static constexpr bool in_place = std::is_same_v<input_element, float> && input_size == 1 && output_size == 1 && plan::output_count == 1;

    /// What a signal leaves behind from piece to piece, and the memory that its steps work in.
    class state {
    public:
        state() : memory_(static_cast<std::size_t>(plan::state.floats + plan::arena_floats(1, {}))) {}
        /// As before the first piece.
        void reset() noexcept {
            if (memory_.data()) std::fill_n(memory_.data(), plan::state.floats, 0.f);
        }

    private:
        friend class stream;
        aligned_floats memory_;
    };

    /// With every parameter at its fallback: gains and variances one, all else zero.
    stream() { this->weights_.take_fallbacks(this->outside_); }
    explicit stream(const parameter_set& given) { base::load(given); }
    /// From a safetensors file; needs <fusenet/weights/safetensors.hpp>, which <fusenet.hpp> includes.
    explicit stream(const std::string& path) { base::load(path); }
    explicit stream(const char* path) : stream(std::string(path)) {}
    /// From any source: a file opened with options, a folder of .npy files, constants.
    explicit stream(value_source& given) { base::load(given); }
    explicit stream(value_source&& given) { base::load(given); }

    /// The next piece of the model's own signal, or some: input_size values of input_element for each, and the outputs, in
    /// the network's order. It is an error, and changes nothing, if a span has a wrong size, or if an output overlaps the
    /// input or another; but a network from number to number may have its answers where its input is (`in_place`).
    template <class... Outputs>
        requires(sizeof...(Outputs) == plan::output_count && (std::convertible_to<Outputs&, std::span<float>> && ...))
    void step(std::span<const input_element> in, Outputs&&... out) {
        step(own_, in, out...);
    }
    /// The same of another signal.
    template <class... Outputs>
        requires(sizeof...(Outputs) == plan::output_count && (std::convertible_to<Outputs&, std::span<float>> && ...))
    void step(state& signal, std::span<const input_element> in, Outputs&&... out) const {
        const std::span<float> outs[] = {out...};
        if (!this->weights_.data() || !signal.memory_.data()) raise(std::string("step") + detail::moved_from);
        const std::size_t pieces = in.size() / static_cast<std::size_t>(input_size);
        if (pieces < 1 || in.size() % static_cast<std::size_t>(input_size)) raise(detail::wrong_size("input", input_size, "values or a multiple", in.size()));
        float* at[plan::output_count];
        detail::place_outputs<plan>(std::as_bytes(in), outs, pieces, in_place, at);
        run(signal, in.data(), at, pieces);
    }
    /// Of networks from one number to one; not of a model that was moved from.
    float step(float x) noexcept
        requires in_place
    {
        return step(own_, x);
    }
    float step(state& signal, float x) const noexcept
        requires in_place
    {
        float y;
        float* out[] = {&y};
        run(signal, &x, out);
        return y;
    }

    /// The same without checks: `out` points to the outputs, which overlap nothing. Not of a model that was moved from.
    void run(const input_element* in, float* const* out, std::size_t pieces = 1) noexcept { run(own_, in, out, pieces); }
    void run(state& signal, const input_element* in, float* const* out, std::size_t pieces = 1) const noexcept {
        const flush_to_zero quick;
        float* const memory = signal.memory_.data();
        float* at[plan::output_count];
        std::copy_n(out, plan::output_count, at);
        for (; pieces > 0; --pieces, in += input_size) {
            const cpu::memory_in_use m{in, at, this->weights_.data(), memory + plan::state.floats, nullptr, memory};
            cpu::detail::run_alone<plan, cpu::own_kernels>(m, 0, plan::nest_count);
            for (int k = 0; k < plan::output_count; ++k) at[k] += plan::output_at(k).size();
        }
    }

    /// The model's own signal begins anew.
    void reset() noexcept { own_.reset(); }

private:
    state own_;
};

}  // namespace fusenet
