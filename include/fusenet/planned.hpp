// planned<net>: everything the compiler knows of a network, as constants: shapes, parameters, stages, nests, memory.
#pragma once

#include <algorithm>
#include <fusenet/core/executor.hpp>
#include <fusenet/graph/check.hpp>
#include <fusenet/graph/keep_history.hpp>
#include <fusenet/graph/lower.hpp>
#include <fusenet/graph/names.hpp>
#include <fusenet/nest/collapse.hpp>
#include <fusenet/nest/verify.hpp>
#include <fusenet/options.hpp>
#include <fusenet/plan/choose_singles.hpp>
#include <fusenet/plan/form_stages.hpp>
#include <fusenet/plan/hand_over.hpp>
#include <fusenet/plan/memory.hpp>
#include <fusenet/plan/scheme.hpp>
#include <fusenet/plan/store_weights.hpp>
#include <fusenet/plan/tail.hpp>
#include <fusenet/plan/verify.hpp>
#include <fusenet/rewrite/rewrite.hpp>
#include <fusenet/schedule/gathered.hpp>
#include <fusenet/schedule/patch_block.hpp>
#include <fusenet/schedule/pieces.hpp>
#include <fusenet/schedule/recurrent.hpp>
#include <fusenet/schedule/state.hpp>
#include <fusenet/schedule/strassen.hpp>
#include <fusenet/schedule/verify.hpp>
#include <fusenet/schedule/winograd.hpp>
#include <span>
#include <type_traits>
#include <utility>

namespace fusenet {

/// Whether a network is constexpr: only then can it be planned.
template <const auto& Net>
concept constexpr_network = requires { typename std::integral_constant<int, Net.kind[0]>; };

/// The plan of a network with static storage. Options, in any order: a `shape` for a network without input(...), a
/// `target`, `layer_by_layer`, a `library`, an `accuracy`, `images_together`, a `weight_storage`. Each pass is a member of its own, evaluated once and only if it is used.
template <const auto& Net, auto... Options>
    requires constexpr_network<Net>
class planned {
    static_assert((detail::known_option<Options> && ...), "fusenet: an option of compile is a shape, a target, layer_by_layer, a library, an accuracy, images_together, or a weight_storage; of stream also streamed");
    static_assert(detail::agree<Options...>(), "fusenet: an option of compile is given twice, and differently");

    static constexpr streamed as_stream = detail::option<streamed, Options...>(streamed{0, false});
    static constexpr auto lowered = lower_stream(Net, detail::option<shape, Options...>(shape{}), as_stream);
    static constexpr auto described = [] {
        if constexpr (lowered.trouble.found()) return parameter_table<0, 0>{};
        else return name_parameters<count_parameters(lowered.net)>(Net, lowered.net);
    }();
    static constexpr sentence trouble = lowered.trouble.found() ? lowered.trouble.why : described.trouble.why;

    /// After a complaint everything behind plans this instead, so that nothing else complains.
    static constexpr ir<2, 2> nothing = [] {
        ir<2, 2> net;
        net.node_count = 1;
        net.nodes[0].is.kind = family::input;
        net.nodes[0].in = net.nodes[0].out = shape::vector(1);
        net.output_count = 1;
        return net;
    }();
    static constexpr auto source() {
        if constexpr (lowered.trouble.found()) return nothing;
        else return lowered.net;
    }

public:
    static constexpr const auto& net = Net;
    static constexpr target machine = detail::option<target, Options...>(target{});
    static constexpr running mode = detail::option<running, Options...>(fused);
    static constexpr bool fuses = mode == fused;
    static constexpr library wanted = detail::option<library, Options...>(library::none);
    static constexpr accuracy allowed = detail::option<accuracy, Options...>(accuracy::usual);

    static constexpr int images_at_once = detail::option<images_together, Options...>(images_together{}).count;
    static_assert(plan::can_go_together(images_at_once), "fusenet: images_together{count}: a count from 1 to 1024");

    /// The network before rewriting.
    static constexpr auto written = source();  // a copy: a reference argument must name a whole object
    using rewritten = rewriting<written, std::conditional_t<fuses, every_rule, no_rules>>;
    /// The network after the rules, and how often each fired.
    static constexpr const auto& graph = rewritten::net;
    static constexpr const auto& log = rewritten::log;

    static constexpr const auto& parameter_names = described;
    static constexpr int parameter_count = count_parameters(written);
    static constexpr long long parameter_floats = [] {
        long long n = 0;
        for (int i = 0; i < parameter_count; ++i) n += described.all[i].extent.size();
        return n;
    }();
    /// The table of named parameters: name, extent, offset.
    static constexpr std::span<const parameter> parameter_table() {
        return {described.all, static_cast<std::size_t>(parameter_count)};
    }

    static constexpr auto formed = plan::form_stages(graph, machine, fuses);
    static constexpr bool tiles = !machine.least_memory && allowed == accuracy::usual && (wanted == library::none || wanted == library::automatic);
    static constexpr weight_storage stored = detail::option<weight_storage, Options...>(weight_storage::float32);
    static constexpr auto stored_stages = plan::store_weights(plan::choose_schemes(formed, tiles, machine), graph, stored);
    static constexpr bool alone = resolved(wanted) == library::none && images_at_once == 1;
    static constexpr auto stages = alone ? plan::choose_singles(stored_stages, graph, machine) : stored_stages;
    static constexpr auto nests = plan::group(stages, machine, fuses);
    static constexpr int stage_count = stages.stage_count;
    static constexpr int nest_count = nests.count;

    /// Who computes each stage.
    static constexpr auto owners = plan::hand_over(wanted, stages, nests, graph, fuses);

    template <int Nest>
    static constexpr auto nest_at = nest::collapse<nests.nests[Nest].size()>(stages, nests.nests[Nest], machine);

private:
    struct nest_memory {
        long long bands[nest_count + 1]{};     // floats
        long long partials[nest_count + 1]{};  // of those, what a total keeps of each row, behind the bands
        short in_place[nest_count + 1]{};
    };
    template <int Nest>
    static constexpr void note(nest_memory& m) {
        constexpr const auto& n = nest_at<Nest>;
        m.bands[Nest] = plan::aligned(n.band_floats);
        constexpr int first = nests.nests[Nest].first;
        if (owners.of[first] == library::eigen)
            m.bands[Nest] += schedule::patch_block_of(plan::describe_for_library(stages, graph, first, -1), machine).floats();
        m.bands[Nest] += std::max({schedule::winograd_floats(stages, nests.nests[Nest], machine),
                                   schedule::strassen_floats(stages, nests.nests[Nest], machine),
                                   schedule::gathered_floats(stages, nests.nests[Nest], machine),
                                   as_stream.on ? 0 : schedule::recurrent_floats(stages, graph, nests.nests[Nest].first, nests.nests[Nest].end, machine)});
        if (n.totals) {
            const plan::stage& last = stages.stages[nests.nests[Nest].end - 1];
            m.partials[Nest] = m.bands[Nest];
            m.bands[Nest] += n.partial_rows() * plan::aligned(stages.tensors[last.in].extent.c);
        }
        m.in_place[Nest] = fuses ? plan::place_shared(stages, nests.nests[Nest]) : short{-1};
    }

public:
    static constexpr nest_memory nest_floats = [] {
        nest_memory m;
        [&]<int... I>(std::integer_sequence<int, I...>) {  // braces: clang folds at most 256 terms
            [[maybe_unused]] const int noted[] = {(note<I>(m), 0)..., 0};
        }(std::make_integer_sequence<int, nest_count>());
        return m;
    }();

    static constexpr auto memory = plan::place(stages, nests, nest_floats.bands, nest_floats.in_place);
    /// What images of a batch pass together. A library's kernels are made for one image.
    static constexpr auto tail = plan::find_tail(stages, nests, resolved(wanted) == library::none ? images_at_once : 1);
    static constexpr auto layout = schedule::lay_out_weights(stages, graph, machine);
    /// Whether pieces of a signal come one after the other, and what is kept between them.
    static constexpr bool streams = as_stream.on;
    static constexpr auto state = schedule::lay_out_state(stages, graph, machine);
    static constexpr long long state_bytes = streams ? state.floats * 4 : 0;

private:
    /// Each nest an evaluation of its own: the compilers limit the steps of one.
    template <int Nest>
    static constexpr problem nest_trouble = nest::verify(nest_at<Nest>, stages, nests.nests[Nest], Nest, nest_floats.bands[Nest],
                                                         nest_floats.partials[Nest], machine.least_memory);
    template <int... Nest>
    static constexpr problem first_trouble(std::integer_sequence<int, Nest...>) {
        problem p = plan::verify_stages(stages);
        if (!p.found()) p = plan::verify_nests(stages, nests);
        if (!p.found()) p = plan::verify_memory(stages, nests, memory, nest_floats.bands, nest_floats.in_place);
        if (!p.found()) p = schedule::verify_weights(layout, stages, graph, machine);
        const problem* const of_nests[] = {&nest_trouble<Nest>..., &p};
        for (const problem* nest : of_nests)
            if (!p.found()) p = *nest;
        return p;
    }
    static constexpr sentence fault = first_trouble(std::make_integer_sequence<int, nest_count>()).why;
    static_assert(plan::check_plan<quoted(fault, 0), quoted(fault, 1), quoted(fault, 2), quoted(fault, 3), quoted(fault, 4),
                                   quoted(fault, 5)>::passed);

public:
    static constexpr shape input = written.nodes[0].out;
    /// What the caller's image holds, and in which order: `type` and `ordered`.
    static constexpr facts input_facts = written.nodes[0].is;
    static constexpr int output_count = written.output_count;
    static constexpr shape output_at(int k) { return written.nodes[written.outputs[k]].out; }
    /// The first output's shape.
    static constexpr shape output = output_at(0);

    /// Bytes of activations, beside the caller's input and outputs, for one thread and for several.
    static constexpr long long arena_bytes = tail.arena_floats(memory.floats) * 4;
    static constexpr long long arena_bytes_for(int threads, sharing by = {}) { return 4 * arena_floats(threads, by); }
    static constexpr long long arena_floats(int threads, sharing by) {
        return tail.arena_floats(by == sharing::batch ? threads * memory.floats : memory.arena_floats(pieces.worth ? threads : 1));
    }
    /// Bytes of weights as the kernels hold them.
    static constexpr long long weight_bytes = layout.floats * 4;
    /// Multiplications and additions of one inference, after rewriting.
    static constexpr long long flops = [] {
        long long n = 0;
        for (int s = 0; s < stage_count; ++s) n += stages.stages[s].flops;
        return n;
    }();

    /// Bytes that cross the border of one nest: what it reads, what it makes, and weights.
    static constexpr long long nest_traffic(int nest) {
        const plan::nest_range& range = nests.nests[nest];
        auto crosses = [&](int t) { return stages.tensors[t].last_write < range.first; };
        long long n = 0;
        for (int s = range.first; s < range.end; ++s) {
            const plan::stage& st = stages.stages[s];
            n += st.weight_bytes();
            if (crosses(st.in)) n += (st.in == 0 ? bytes_of(input_facts.type) : 4) * stages.tensors[st.in].extent.size();
            for (int j = st.first_step; j < st.first_step + st.steps; ++j)
                if (const int other = stages.steps[j].other; other >= 0 && crosses(other))
                    n += 4 * stages.tensors[other].extent.size();
            if (stages.tensors[st.out].storage == range.result) n += 4 * stages.tensors[st.out].extent.size();
        }
        return n;
    }
    /// The same of all nests, in one inference.
    static constexpr long long traffic_bytes = [] {
        long long n = 0;
        for (int k = 0; k < nest_count; ++k) n += nest_traffic(k);
        return n;
    }();
    /// The same if every layer were a pass of its own.
    static constexpr long long layer_traffic_bytes = [] {
        long long n = written.nodes[0].converts() ? (bytes_of(input_facts.type) + 4) * input.size() : 0;
        for (int i = 1; i < written.node_count; ++i) {
            const ir_node& node = written.nodes[i];
            if (node.is.kind == family::input) continue;
            n += 4 * (node.out.size() + node.is.weights - node.is.unread);
            for (int k = 0; k < node.inputs; ++k) n += 4 * written.nodes[written.input(i, k)].out.size();
        }
        return n;
    }();

    /// Into how many pieces threads divide each nest.
    static constexpr auto pieces = []<int... I>(std::integer_sequence<int, I...>) {
        return schedule::divide(stages, nests, machine, nest_traffic, nest_at<I>...);
    }(std::make_integer_sequence<int, nest_count>());

    // The last member: once g++ has complained, it takes what is not yet evaluated for no constant.
    static_assert(check<quoted(trouble, 0), quoted(trouble, 1), quoted(trouble, 2), quoted(trouble, 3), quoted(trouble, 4),
                        quoted(trouble, 5)>::passed);
};

}  // namespace fusenet
