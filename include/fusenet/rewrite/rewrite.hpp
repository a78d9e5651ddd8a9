// rewriting: the rules in their order, each an evaluation of its own, so that the compilers' limits are those of one.
#pragma once

#include <fusenet/rewrite/cancel_moves.hpp>
#include <fusenet/rewrite/concat_of_concats.hpp>
#include <fusenet/rewrite/drop_identity.hpp>
#include <fusenet/rewrite/fold_affine_after.hpp>
#include <fusenet/rewrite/fold_affine_before.hpp>
#include <fusenet/rewrite/map_into_branches.hpp>
#include <fusenet/rewrite/maxpool_before_monotone.hpp>
#include <fusenet/rewrite/merge_siblings.hpp>
#include <fusenet/rewrite/pad_into_window.hpp>
#include <fusenet/rewrite/pool_before_concat.hpp>
#include <fusenet/rewrite/project_ahead.hpp>
#include <fusenet/rewrite/tidy.hpp>
#include <utility>

namespace fusenet {

template <class... Rules>
struct rule_list {
    static constexpr int count = sizeof...(Rules);
    static constexpr const char* names[count + 1] = {Rules::name..., ""};

    /// Applies the rule of this index and says how often it fired.
    template <int N, int E>
    static constexpr int apply(int rule, ir<N, E>& net) {
        int k = 0, fired = 0;
        ((k++ == rule ? (fired = Rules()(net), 0) : 0), ...);
        return fired;
    }
};

/// The cheap ones first; those that look at single neighbours after those that bring neighbours together.
struct every_rule : rule_list<drop_identity, project_ahead, cancel_moves, pad_into_window, concat_of_concats, maxpool_before_monotone,
                              pool_before_concat, map_into_branches, fold_affine_after, merge_siblings,
                              fold_affine_before> {};

/// For a network that runs layer by layer.
struct no_rules : rule_list<> {};

/// How often each rule fired.
template <class Rules>
struct rewrite_log {
    int fired[Rules::count + 1]{};

    static constexpr int rules = Rules::count;
    static constexpr const char* name(int rule) { return Rules::names[rule]; }
};

/// `Source`, an ir with static storage, after the rules. They take turns until none fires, for so many rounds at most.
template <const auto& Source, class Rules = every_rule>
class rewriting {
    static constexpr int most_rounds = 4;

    static constexpr auto start = tidy(Source);

    /// The network after so many steps; a step is one rule in one round.
    template <int Steps>
    static constexpr const auto& after() {
        if constexpr (Steps == 0) return start;
        else if constexpr (fired<Steps - 1> == 0) return after<Steps - 1>();
        else return changed<Steps - 1>;
    }

    template <int Step>
    static constexpr int fired = [] {
        auto net = after<Step>();
        return Rules::apply(Step % Rules::count, net);
    }();

    template <int Step>
    static constexpr auto changed = [] {
        auto net = after<Step>();
        Rules::apply(Step % Rules::count, net);
        return tidy(net);
    }();

    template <int Round>
    static constexpr int fired_in() {
        return []<int... Rule>(std::integer_sequence<int, Rule...>) {
            return (fired<Round * Rules::count + Rule> + ... + 0);
        }(std::make_integer_sequence<int, Rules::count>());
    }

    template <int Round>
    static constexpr int rounds() {
        if constexpr (Round == most_rounds) return Round;
        else if constexpr (fired_in<Round>() == 0) return Round;
        else return rounds<Round + 1>();
    }

    static constexpr int steps = Rules::count == 0 ? 0 : rounds<0>() * Rules::count;
    static constexpr const auto& last = after<steps>();

public:
    /// The rewritten network, with no more room than it needs.
    static constexpr auto net = tidied<last.node_count, last.edge_count + 1>(last);

    static constexpr auto log = []<int... Step>(std::integer_sequence<int, Step...>) {
        rewrite_log<Rules> counts;
        int rule = 0;
        ((counts.fired[rule] += fired<Step>, rule = rule + 1 < counts.rules ? rule + 1 : 0), ...);
        return counts;
    }(std::make_integer_sequence<int, steps>());
};

}  // namespace fusenet
