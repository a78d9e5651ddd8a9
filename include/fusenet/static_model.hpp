// static_model<net>: a network that runs without a heap, exceptions, or anything else of a system: its weights are packed
// beforehand, its memory is a member, and every size is a constant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fusenet/backends/cpu/emit.hpp>
#include <fusenet/core/element.hpp>
#include <fusenet/core/packed_weights.hpp>
#include <fusenet/planned.hpp>
#include <fusenet/schedule/core_work.hpp>
#include <fusenet/stamp_of.hpp>
#include <span>
#include <type_traits>
#include <utility>

namespace fusenet {

namespace detail {

/// Options of a static model: its target is, unless one is given, one with little memory and the vectors compiled for.
template <const auto& Net, auto... Options>
struct static_plan {
    static constexpr bool names_target = (std::is_same_v<std::remove_cv_t<decltype(Options)>, target> || ...);
    static constexpr target machine = least_memory_of(lanes_here(), lanes_here() == 1 ? 32 : registers_here());
    static auto plan() {
        if constexpr (names_target) return std::type_identity<planned<Net, Options...>>();
        else return std::type_identity<planned<Net, Options..., machine>>();
    }
    using type = typename decltype(plan())::type;
};

/// What a stream keeps, zeros at first; nothing of any other model.
template <std::size_t Floats, std::size_t Alignment>
struct static_state {
    alignas(Alignment) float values[Floats]{};
    constexpr float* data() { return values; }
};
template <std::size_t Alignment>
struct static_state<0, Alignment> {
    constexpr float* data() { return nullptr; }
};

}  // namespace detail

/// static_model<net> model(weights); model(image, scores);
///
/// Options as of `planned`; a library is none of them. With `streamed{steps}` calls bring the pieces of one signal, as of
/// stream<net>: recurrences and causal convolutions go on where the call before ended. `weights` are what fusenet-pack
/// wrote for this network, target and options, and stay where they are. Nothing is allocated, thrown, printed or waited
/// for, here and in all that this includes.
template <const auto& Net, auto... Options>
    requires constexpr_network<Net>
class static_model : public detail::static_plan<Net, Options...>::type {
public:
    using plan = typename detail::static_plan<Net, Options...>::type;
    static_assert(plan::wanted == library::none, "fusenet: a static_model runs on kernels of its own, no library's");
    static_assert(plan::images_at_once == 1, "fusenet: a static_model takes one image at a time");

    using input_element = element_type<plan::input_facts.type>;
    static constexpr std::size_t input_size = static_cast<std::size_t>(plan::input.size());
    static constexpr std::size_t output_size = static_cast<std::size_t>(plan::output.size());
    template <std::size_t K>
    static constexpr std::size_t output_size_at = static_cast<std::size_t>(plan::output_at(K).size());

    /// Bytes of read-only memory for the weights.
    static constexpr long long weight_bytes = plan::layout.floats * 4;
    /// Bytes beside the arena that outlive a call: of a stream; else every call begins anew.
    static constexpr long long state_bytes = plan::state_bytes;
    /// Products, instructions and cycles of one call, counted from the loops, for a core without vectors.
    static constexpr schedule::core_work work = schedule::work_of(plan::stages, plan::graph, plan::machine);
    static constexpr weight_stamp stamp = stamp_of<plan>;

    /// Without weights: `take` brings them.
    constexpr static_model() = default;
    /// With constants of the program, as fusenet-pack writes them into a header.
    template <weight_stamp Found>
    constexpr explicit static_model(const packed_weights<Found>& weights) : weights_(weights.values) {
        static_assert(Found.form == stamp.form,
                      "fusenet: these weights were packed by another version of fusenet: pack them anew");
        static_assert(Found.network == stamp.network,
                      "fusenet: these weights are of another network, or of another option such as streamed");
        static_assert(Found == stamp, "fusenet: these weights were packed for another target, or with other options");
    }

    /// From a file of packed weights, wherever it lies, aligned to 4 bytes; it must stay there. Returns why it cannot be
    /// used, or nullptr; then the model is as before.
    const char* take(std::span<const std::byte> blob) noexcept {
        const unpacked_blob found = try_unpack(blob, stamp);
        if (found.values) weights_ = found.values;
        return found.refused;
    }
    bool ready() const noexcept { return weights_ != nullptr; }

    /// One image, of input_element as input(...) says, and the network's outputs, in its order: NHWC, none overlapping
    /// another. Only of a model that has weights.
    template <class... Outputs>
        requires(sizeof...(Outputs) == plan::output_count)
    void operator()(std::span<const input_element, input_size> in, Outputs&&... out) noexcept {
        to_each(in.data(), std::index_sequence_for<Outputs...>(), out...);
    }

    /// A stream as before its first piece.
    void reset() noexcept
        requires(plan::streams)
    {
        state_ = {};
    }

    /// The same with memory of the caller's: packed weights, arena_bytes to work in, best aligned to 64, and of a stream
    /// state_bytes, zeros at first.
    static void run(const float* weights, const input_element* in, float* const* out, float* arena, float* state) noexcept
        requires(plan::streams)
    {
        run_nests({in, out, weights, arena, nullptr, state});
    }
    static void run(const float* weights, const input_element* in, float* const* out, float* arena) noexcept
        requires(!plan::streams)
    {
        run_nests({in, out, weights, arena});
    }

private:
    static void run_nests(const cpu::memory_in_use& m) {
        [&]<int... N>(std::integer_sequence<int, N...>) __attribute__((always_inline)) {
            (run_nest<N>(m), ...);
        }(std::make_integer_sequence<int, plan::nest_count>());
    }
    template <int N>
    [[gnu::always_inline]] static void run_nest(const cpu::memory_in_use& m) {
        cpu::emit<plan>::template run_nest<N>(m, m.arena + plan::memory.bands[N], 0, 1);
        cpu::emit<plan>::template finish_nest<N>(m);
    }
    template <std::size_t... K, class... Outputs>
    void to_each(const input_element* in, std::index_sequence<K...>, Outputs&... out) noexcept {
        float* const at[] = {std::span<float, output_size_at<K>>(out).data()...};
        run_nests({in, at, weights_, arena_, nullptr, state_.data()});
    }

    static constexpr std::size_t arena_floats = static_cast<std::size_t>(plan::arena_bytes / 4);

    static constexpr std::size_t state_floats = static_cast<std::size_t>(plan::state_bytes / 4);

    const float* weights_ = nullptr;
    [[no_unique_address]] detail::static_state<state_floats, plan::machine.lanes == 1 ? 4 : 64> state_{};
    alignas(plan::machine.lanes == 1 ? 4 : 64) float arena_[arena_floats > 0 ? arena_floats : 1];
};

}  // namespace fusenet
