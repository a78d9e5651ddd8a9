// emit: from a plan's constants to calls of shared kernels. One generic emission; there are no fused patterns.
#pragma once

#include <cstring>
#include <fusenet/backends/cpu/contract_stage.hpp>
#include <fusenet/backends/cpu/contractor.hpp>
#include <fusenet/backends/cpu/convert.hpp>
#include <fusenet/backends/cpu/fixed_stage.hpp>
#include <fusenet/backends/cpu/lookup.hpp>
#include <fusenet/backends/cpu/memory_in_use.hpp>
#include <fusenet/backends/cpu/move.hpp>
#include <fusenet/backends/cpu/normalise.hpp>
#include <fusenet/backends/cpu/recur.hpp>
#include <fusenet/backends/cpu/remember.hpp>
#include <fusenet/backends/cpu/slide_stage.hpp>
#include <fusenet/backends/cpu/total.hpp>
#include <fusenet/backends/cpu/walk_by_demand.hpp>
#include <fusenet/core/library.hpp>
#include <fusenet/nest/nest.hpp>
#include <fusenet/schedule/specialised.hpp>
#include <fusenet/schedule/weight_layout.hpp>

namespace fusenet::cpu {

template <class Plan, class Contractor = own_kernels>
struct emit {
    using its_plan = Plan;
    static constexpr const auto& list = Plan::stages;
    static_assert(Plan::machine.lanes == lanes, "fusenet: the target's lanes are not those of the vectors compiled for");

    template <int Node>
    using layer_of = std::remove_cvref_t<decltype(Plan::net.template layer_at<Plan::net.kind[Plan::graph.nodes[Node].layer]>(
        Plan::graph.nodes[Node].layer))>;
    template <int Node>
    static constexpr const auto& layer() {
        constexpr int at = Plan::graph.nodes[Node].layer;
        return Plan::net.template layer_at<Plan::net.kind[at]>(at);
    }

    /// Where the root tensor `root` lies.
    static float* root_memory(const memory_in_use& m, int root) {
        if (root == 0) return m.image_as_map<Plan::input_facts.type>();
        if (list.tensors[root].output >= 0) return m.out[list.tensors[root].output];
        if constexpr (Plan::tail.images > 1)
            if (m.together && Plan::tail.holds[root])
                return m.together + Plan::tail.offset[root] + m.slot * list.tensors[root].extent.size();
        return m.arena + Plan::memory.offset[root];
    }

    /// The bands of a nest where they stand now: cell 0 of each, if it were whole. `spare` lies behind them.
    template <int Nest>
    struct placed {
        int images = 1;
        float* spare = nullptr;
        float* at[Plan::template nest_at<Nest>.capacity]{};
    };

    template <int Nest>
    [[gnu::always_inline]] static view view_of(const placed<Nest>& p, int local, int tensor) {
        const plan::tensor& t = list.tensors[tensor];
        const int w = Nest < Plan::tail.first ? t.extent.w : p.images;
        return {p.at[local] + t.channel, t.pitch(list.root(tensor)), t.extent.h, w, t.extent.c};
    }

    template <int Step, int Nest>
    [[gnu::always_inline]] static auto step(const memory_in_use& m, const placed<Nest>& p, int& join) {
        constexpr plan::epilogue_step s = list.steps[Step];
        using L = layer_of<s.node>;
        if constexpr (s.other < 0) {
            const float* operands = m.weights + Plan::layout.operands[Step];
            return map_step<L>{layer<s.node>(), {operands, 0}, {operands + schedule::channel_floats(Plan::graph.nodes[s.node].out.c), 0}};
        } else if constexpr (s.spread) {
            const float* other = root_memory(m, list.tensors[s.other].storage) + list.tensors[s.other].channel;
            return join_step<L, s.swapped>{layer<s.node>(), {other, 0}};
        } else {
            const view other = view_of<Nest>(p, join, s.other);
            ++join;
            return join_step<L, s.swapped>{layer<s.node>(), {other.p, other.pitch}};
        }
    }

    /// The epilogue of stage S, ending in `out`.
    template <int S, int Nest>
    [[gnu::always_inline]] static auto epilogue_of(const memory_in_use& m, const placed<Nest>& p, view out) {
        constexpr plan::stage st = list.stages[S];
        constexpr const auto& local = Plan::template nest_at<Nest>.stages[S - Plan::nests.nests[Nest].first];
        return [&]<int... K>(std::integer_sequence<int, K...>) __attribute__((always_inline)) {
            [[maybe_unused]] int joined = 0;  // braces keep the order
            std::tuple steps{with_join<st.first_step + K, Nest>(m, p, local, joined)...};
            return epilogue_from(steps, out);
        }(std::make_integer_sequence<int, st.steps>());
    }
    template <int Step, int Nest>
    [[gnu::always_inline]] static auto with_join(const memory_in_use& m, const placed<Nest>& p, const nest::local_stage& s, int& k) {
        int local = 0;
        if constexpr (list.steps[Step].other >= 0 && !list.steps[Step].spread) local = s.joins[k++];
        return step<Step, Nest>(m, p, local);
    }
    template <class... Steps>
    [[gnu::always_inline]] static epilogue<Steps...> epilogue_from(const std::tuple<Steps...>& steps, view out) {
        return {steps, out};
    }
    [[gnu::always_inline]] static epilogue<> epilogue_from(const std::tuple<>&, view out) { return {{}, out}; }

    /// The channels of the nest's maps that a thread makes: all, unless threads divide them.
    template <int Nest>
    static rows channels_of(int thread, int threads) {
        constexpr plan::stage head = list.stages[Plan::nests.nests[Nest].first];
        constexpr int channels = list.tensors[head.out].extent.c;
        if constexpr (Plan::template nest_at<Nest>.shares != plan::split::channels) return {0, channels};
        constexpr int together = plan::channels_together(list, head, Plan::machine), count = (channels + together - 1) / together;
        return {count * thread / threads * together, std::min(channels, count * (thread + 1) / threads * together)};
    }

    /// Whether one thread of ours makes all of the nest for one image, however many there are: sums may then be made in an
    /// order of their own.
    template <int Nest>
    static constexpr bool undivided = (!Plan::pieces.worth || Plan::pieces.most[Nest] == 1) && resolved(Plan::wanted) == library::none &&
                                      (Plan::tail.images == 1 || Nest < Plan::tail.first);

    /// Rows `made` of stage S; of channels `part` if threads divide them.
    template <int S, int Nest>
    [[gnu::always_inline]] static void run_stage(const memory_in_use& m, const placed<Nest>& p, rows made, rows part) {
        constexpr plan::stage st = list.stages[S];
        constexpr const auto& n = Plan::template nest_at<Nest>;
        constexpr nest::local_stage local = n.stages[S - Plan::nests.nests[Nest].first];
        constexpr bool apart = n.shares == plan::split::channels && st.does != plan::op::contraction;
        view in = view_of<Nest>(p, local.in, st.in);
        if constexpr (apart) in = in.of_channels(part);
        const int from = apart ? part.first : 0;
        if constexpr (st.does == plan::op::total) {
            constexpr long long pitch = n.partial_rows() > 1 ? plan::aligned(list.tensors[st.in].extent.c) : 0;
            float* partials = m.arena + Plan::memory.bands[Nest] + Plan::nest_floats.partials[Nest];
            total_rows(layer<st.node>(), in, made, partials + from, pitch);
            return;
        } else {
            auto e = epilogue_of<S, Nest>(m, p, view_of<Nest>(p, local.out, st.out));
            if constexpr (apart) e = e.of_channels(part);
            if constexpr (st.does == plan::op::convert) {
                constexpr facts is = Plan::input_facts;
                convert<is.ordered, channels_at_once(Plan::input.c)>(m.image<is.type>(), Plan::input, made, e);
            } else if constexpr (st.does == plan::op::copy) {
                copy_values<apart ? 0 : channels_at_once(list.tensors[st.in].extent.c)>(in, made, e);
            } else if constexpr (schedule::specialised(list, st, Plan::graph, Plan::machine) && undivided<Nest>) {
                if constexpr (st.does == plan::op::fold) fixed_fold<Plan, S>(layer<st.node>(), in.p, made, e);
                else fixed_products<Plan, S>(m.weights, in.p, made, e);
            } else if constexpr (st.does == plan::op::contraction) {
                constexpr bool divided = n.shares == plan::split::channels;
                contract_stage<Plan, Contractor, S, n.stage_count == 1, divided>(m.weights, in, p.spare, made, part, e);
            } else if constexpr (st.does == plan::op::depthwise) {
                constexpr schedule::packing packed = schedule::packing_of(Plan::graph.nodes[st.node], st, Plan::machine);
                const float *weights = m.weights + Plan::layout.weights[S] + from, *bias = m.weights + Plan::layout.bias[S] + from;
                slide_stage<Plan, S>(in, depthwise_fold(weights, bias, packed.padded()), made, e);
            } else if constexpr (st.does == plan::op::fold) {
                using L = layer_of<st.node>;
                slide_stage<Plan, S>(in, layer_fold<L>(layer<st.node>()), made, e);
            } else if constexpr (st.does == plan::op::move) {
                move(layer<st.node>(), in, list.tensors[st.in].extent, list.tensors[st.out].extent, made, e);
            } else if constexpr (st.does == plan::op::recurrence) {
                constexpr schedule::recurrent_form form = schedule::recurrent_form_of(Plan::graph.nodes[st.node], Plan::machine);
                float* const memory = Plan::streams ? m.state + Plan::state.at[S] : p.spare;
                recur<form>(layer<st.node>(), in, m.weights + Plan::layout.weights[S], memory, !Plan::streams, e);
            } else if constexpr (st.does == plan::op::lookup) {
                constexpr auto form = schedule::table_form_of(Plan::graph.nodes[st.node], st, Plan::machine);
                look_up<form>(layer<st.node>(), in, m.weights + Plan::layout.weights[S], made, e);
            } else if constexpr (st.does == plan::op::history) {
                static_assert(st.steps == 0);
                remember<schedule::history_form_of(Plan::graph.nodes[st.node], Plan::machine)>(in, e.out, m.state + Plan::state.at[S]);
            } else if constexpr (st.does == plan::op::normalise) {
                const float* o = m.weights + Plan::layout.stage_operands[S];
                normalise(layer<st.node>(), layer<st.node>().over(list.tensors[st.in].extent), in, made,
                          {o, o + schedule::channel_floats(list.tensors[st.out].extent.c)}, e);
            }
        }
    }

    /// A nest of one stage, which has no bands, in a network that one thread takes whole.
    template <int Nest>
    [[gnu::always_inline]] static void run_at_once(const memory_in_use& m, float* bands) {
        constexpr const auto& n = Plan::template nest_at<Nest>;
        placed<Nest> p{.images = m.images};
        p.spare = bands;
        for (int t = 0; t < n.tensor_count; ++t) p.at[t] = root_memory(m, n.tensors[t].tensor);
        run_stage<Plan::nests.nests[Nest].first, Nest>(m, p, {0, n.height()}, channels_of<Nest>(0, 1));
    }

    /// A thread's piece of a nest.
    template <int Nest>
    static void run_nest(const memory_in_use& m, float* bands, int thread, int threads) {
        constexpr const auto& n = Plan::template nest_at<Nest>;
        constexpr plan::nest_range range = Plan::nests.nests[Nest];
        if constexpr (Plan::machine.least_memory) return walk_by_demand<emit, Nest>(m, bands);
        else if constexpr (!Plan::pieces.worth && n.stage_count == 1) return run_at_once<Nest>(m, bands);
        constexpr int h = n.height();
        if constexpr (n.shares == plan::split::none)
            if (thread > 0) return;
        constexpr bool by_rows = n.shares == plan::split::rows;
        const int from = by_rows ? n.piece_at(thread, threads) : 0, end = by_rows ? n.piece_at(thread + 1, threads) : h;
        const rows part = channels_of<Nest>(thread, threads);
        if (from == end || part.count() <= 0) return;

        placed<Nest> p{.images = m.images};
        p.spare = bands + plan::aligned(n.band_floats);
        auto w = nest::begin_at(n, from);
        while (w.have[n.driver] < end) {
            const auto old = w;
            nest::next_step(n, w, end);
            for (int t = 0; t < n.tensor_count; ++t) {
                const nest::local& l = n.tensors[t];
                if (!l.band()) {
                    p.at[t] = root_memory(m, l.tensor);
                    continue;
                }
                float* b = bands + l.offset;
                if (w.base[t] < w.have[t] && w.base[t] > old.base[t])
                    std::memmove(b, b + (w.base[t] - old.base[t]) * l.row_floats,
                                 static_cast<std::size_t>((w.have[t] - w.base[t]) * l.row_floats) * sizeof(float));
                p.at[t] = b - w.base[t] * l.row_floats;
            }
            [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
                (run_stage<range.first + I, Nest>(m, p, w.made(nest::worked_by(n.stages[I])), part), ...);
            }(std::make_integer_sequence<int, range.size()>());
            w.have[n.driver] = w.want[n.driver];
            for (int t = 0; t < n.tensor_count; ++t) w.have[t] = w.want[t];
        }
    }
    /// Where a total ends: its partials merged, by one thread, when all rows are there.
    template <int Nest>
    static void finish_nest(const memory_in_use& m) {
        constexpr const auto& n = Plan::template nest_at<Nest>;
        if constexpr (n.totals) {
            constexpr int S = Plan::nests.nests[Nest].end - 1;
            constexpr plan::stage st = list.stages[S];
            constexpr long long pitch = n.partial_rows() > 1 ? plan::aligned(list.tensors[st.in].extent.c) : 0;
            placed<Nest> p;
            place_locals<emit, Nest>(p, m, m.arena);
            const auto e = epilogue_of<S, Nest>(m, p, view_of<Nest>(p, n.stages[n.stage_count - 1].out, st.out));
            const float* partials = m.arena + Plan::memory.bands[Nest] + Plan::nest_floats.partials[Nest];
            total_finish(layer<st.node>(), list.tensors[st.in].extent, partials, pitch, e);
        }
    }
};

}  // namespace fusenet::cpu
