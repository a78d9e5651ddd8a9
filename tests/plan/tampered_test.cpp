// The verifiers on tampered plans: each fault that is put into a good plan is found, and named by the right sentence.
#include <functional>
#include <string>

#include "../support.hpp"
#include "planning.hpp"
#include "sketch.hpp"

namespace {

using namespace fusenet;
using test::small_ir;

using any_plan = test::whole_plan<plan::stage_former<96, 192>::capacity>;

/// Two branches that meet in a concat, a sum in place, a pool of a whole map: nests of one stage and of several.
small_ir net() {
    test::network_sketch net(shape::image(24, 20, 64));
    const int a = net.add(conv<3, 3>(64, {.pad = 1}), {0});
    const int b = net.add(conv<3, 3>(64, {.pad = 1}), {a});
    const int sum = net.add(add(), {net.add(conv<3, 3>(64, {.pad = 1}), {b}), a});
    const int left = net.add(relu(), {net.add(conv<1, 1>(8), {sum})});
    const int parts = net.add(concat_channels(), {left, net.add(conv<3, 3>(6, {.pad = 1}), {left})});
    net.add(global_avgpool(), {net.add(conv<1, 1>(12), {net.add(depthwise<3>({.pad = 1}), {parts})})});
    return net.finish();
}

constexpr target machine{.l2 = 48 << 10, .balance = 1};

int root_of(const any_plan& p, int stage) { return p.stages.tensors[p.stages.stages[stage].out].storage; }

/// The first nest of several stages.
int long_nest(const any_plan& p) {
    for (int n = 0; n < p.nests.count; ++n)
        if (p.nests.nests[n].size() > 1) return n;
    return -1;
}

/// The nest whose result takes the place of another tensor.
int nest_in_place(const any_plan& p) {
    for (int n = 0; n < p.nests.count; ++n)
        if (p.in_place[static_cast<std::size_t>(n)] >= 0) return n;
    return -1;
}

TEST_CASE("plan: each fault put into a plan is found") {
    const any_plan good = test::make_plan(net(), machine, true);
    REQUIRE(test::check_whole(good).why == sentence());
    REQUIRE(long_nest(good) >= 0);
    REQUIRE(nest_in_place(good) >= 0);
    int slice = -1;  // a stage that writes a slice
    for (int s = 0; s < good.stages.stage_count; ++s)
        if (good.stages.tensors[good.stages.stages[s].out].slice) slice = s;
    REQUIRE(slice >= 0);

    struct row {
        const char* what;
        const char* said;
        std::function<void(any_plan&)> tamper;
    };
    auto& nest_of = good.nests.nests;
    const int several = long_nest(good), shared = nest_in_place(good);
    for (const row& r : {
             row{"a stage reads what a later one makes", "before it is written",
                 [&](any_plan& p) { p.stages.stages[0].in = p.stages.stages[2].out; }},
             row{"a stage writes into the input", "writes into the input",
                 [&](any_plan& p) { p.stages.stages[0].out = 0; }},
             row{"two slices overlap", "write the same channels",
                 [&](any_plan& p) { p.stages.tensors[p.stages.stages[slice].out].channel -= 1; }},
             row{"a slice hangs over its root", "is no slice of",
                 [&](any_plan& p) { p.stages.tensors[p.stages.stages[slice].out].channel += 1; }},
             row{"a slice of another height", "is no slice of",
                 [&](any_plan& p) { p.stages.tensors[p.stages.stages[slice].out].extent.h -= 1; }},
             row{"two stages own one step", "is not its own",
                 [&](any_plan& p) {
                     for (int s = 0; s < p.stages.stage_count; ++s)
                         if (p.stages.stages[s].steps > 0)
                             p.stages.stages[s].first_step = static_cast<short>(p.stages.step_count - 1);
                 }},
             row{"a step is nobody's", "belong to a stage",
                 [&](any_plan& p) {
                     for (int s = 0; s < p.stages.stage_count; ++s) p.stages.stages[s].steps = 0;
                 }},
             row{"an output nobody writes", "is not written",
                 [&](any_plan& p) {
                     const short elsewhere = p.stages.tensor_count++;
                     p.stages.tensors[elsewhere] = p.stages.tensors[p.stages.outputs[0]];
                     p.stages.tensors[elsewhere].storage = elsewhere;
                     p.stages.stages[p.stages.stage_count - 1].out = elsewhere;
                 }},
             row{"an output in memory of the plan", "has no memory of its own",
                 [&](any_plan& p) { p.stages.tensors[p.stages.outputs[0]].output = -1; }},
             row{"a nest too early", "does not begin where", [&](any_plan& p) { p.nests.nests[1].first -= 1; }},
             row{"a nest without stages", "does not begin where", [&](any_plan& p) { p.nests.nests[0].end = 0; }},
             row{"a stage too few", "nests end at stage", [&](any_plan& p) { p.nests.count -= 1; }},
             row{"a wrong result", "outlives it and is not its result",
                 [&](any_plan& p) { p.nests.nests[0].result = p.nests.nests[1].result; }},
             row{"a map that outlives its nest", "outlives it and is not its result",
                 [&](any_plan& p) {
                     p.nests.nests[several].result = static_cast<short>(root_of(p, p.nests.nests[several].first));
                     p.stages.stages[p.stages.stage_count - 1].in = p.stages.stages[p.nests.nests[several].first].out;
                 }},
             row{"two tensors in one place", "writes where tensor",
                 [&](any_plan& p) {
                     p.memory.offset[p.nests.nests[1].result] = p.memory.offset[p.nests.nests[0].result];
                 }},
             row{"a tensor outside the arena", "outside the arena",
                 [&](any_plan& p) { p.memory.offset[p.nests.nests[0].result] = p.memory.floats; }},
             row{"a tensor out of line", "outside the arena",
                 [&](any_plan& p) { p.memory.offset[p.nests.nests[0].result] += 1; }},
             row{"bands where a tensor lies", "writes where tensor",
                 [&](any_plan& p) { p.memory.bands[several] = p.memory.offset[nest_of[several - 1].result]; }},
             row{"bands outside the arena", "outside the arena",
                 [&](any_plan& p) { p.memory.bands[several] = p.memory.floats; }},
             row{"too little for a second thread", "second thread", [&](any_plan& p) { p.memory.bands_most = 16; }},
             row{"in the place of what is read later", "cannot take the place",
                 [&](any_plan& p) {
                     p.stages.stages[p.stages.stage_count - 2].in = p.in_place[static_cast<std::size_t>(shared)];
                 }},
             row{"in the place of what is read beside", "where its result is not written",
                 [&](any_plan& p) {
                     p.stages.stages[nest_of[shared].end - 1].in = p.in_place[static_cast<std::size_t>(shared)];
                 }},
         }) {
        INFO(std::string(r.what));
        any_plan bad = good;
        r.tamper(bad);
        const problem found = test::check_whole(bad);
        INFO("said: ", found.why);
        CHECK(found.why.view().find(r.said) != std::string_view::npos);
    }
}

/// Calls f(nest, range, number) for the plan's first nest of several stages.
template <class F>
void with_long_nest(const any_plan& p, F f) {
    const int n = long_nest(p);
    test::with_nest(p.stages, p.nests.nests[n], machine, [&](const auto& nest) { f(nest, n); });
}

TEST_CASE("nest: each fault put into a nest is found") {
    const any_plan p = test::make_plan(net(), machine, true);
    int faults = 0;
    with_long_nest(p, [&]<int S>(const nest::nest<S>& good, int number) {
        const auto at = static_cast<std::size_t>(number);
        const plan::nest_range& range = p.nests.nests[number];
        auto bands = [&](const nest::nest<S>& n, long long less = 0) {
            return nest::verify_bands(n, p.stages, range, number, p.bands[at] - less, p.partials[at]);
        };
        auto walk = [&](const nest::nest<S>& n) { return nest::verify_walk(n, number, 2); };
        REQUIRE(bands(good).why == sentence());
        REQUIRE(walk(good).why == sentence());
        REQUIRE(nest::starts_anywhere(good));

        std::vector<int> own;  // bands
        for (int t = 0; t < good.tensor_count; ++t)
            if (good.tensors[t].band()) own.push_back(t);
        REQUIRE(own.size() >= 2);
        auto says = [&](const problem& found, const char* said) {
            INFO("said: ", found.why);
            CHECK(found.why.view().find(said) != std::string_view::npos);
            ++faults;
        };
        for (int t : own) {
            CAPTURE(t);
            auto bad = good;
            bad.tensors[t].rows = 0;
            says(walk(bad), "exceed its band");
            CHECK_FALSE(nest::starts_anywhere(bad));

            bad = good;
            bad.tensors[t].offset += 8;
            says(bands(bad), "outside its memory");
            bad = good;
            bad.tensors[t].offset = bad.band_floats;
            says(bands(bad), "outside its memory");
            bad = good;
            bad.tensors[t].height += 1;
            says(bands(bad), "does not find tensor");
            bad = good;
            bad.tensors[t].tensor += 1;
            says(bands(bad), "does not find tensor");
            if (good.tensors[t].keeps) {
                bad = good;
                bad.tensors[t].keeps = false;
                says(walk(bad), "outlive a step and are not kept");
            }
        }
        auto bad = good;
        bad.tensors[own[1]].offset = bad.tensors[own[0]].offset;
        says(bands(bad), "overlap");
        says(bands(good, p.bands[at] - good.band_floats + 1), "more memory than they have");

        bad = good;  // a band that somebody else has filled
        bad.tensors[own[0]].given = true;
        says(bands(bad), "writes into a tensor that is complete");
        bad = good;  // a stage that reads more rows than the plan knows
        for (int i = 0; i < S; ++i)
            if (bad.tensors[bad.stages[i].in].band()) bad.stages[i].reads.kh = bad.height();
        says(walk(bad), "exceed its band");
    });
    CHECK(faults > 10);
}

TEST_CASE("schedule: weights that lie in each other's place are found") {
    const small_ir graph = net();
    const any_plan p = test::make_plan(graph, machine, true);
    auto check = [&](auto tamper) {
        auto layout = p.layout;
        tamper(layout);
        return schedule::verify_weights(layout, p.stages, graph, machine).found();
    };
    CHECK_FALSE(check([](auto&) {}));
    CHECK(check([](auto& l) { l.weights[1] = l.weights[0]; }));
    CHECK(check([](auto& l) { l.bias[0] += 1; }));
    CHECK(check([](auto& l) { l.bias[1] = l.weights[1]; }));
    CHECK(check([](auto& l) { l.floats -= 16; }));
}

}  // namespace
