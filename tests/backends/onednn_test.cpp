// needs: onednn own_new
// oneDNN's contractions: drawn ones by themselves, and in networks, where what it is not good at stays with our kernels.
#include <fusenet/backends/onednn/run.hpp>
#include <thread>

#include "allocations.hpp"
#include "libraries.hpp"

namespace {

using namespace fusenet;
namespace networks = test::networks;

/// One contraction on one thread, in memory of exactly the floats that it may touch. Nothing if oneDNN declines it.
std::vector<float> sums_of(const test::library_case& p) {
    std::vector<float> filters(p.filters.size()), biases = p.biases, out(p.answer.cells.size(), 1e30f);
    onednn::contractor by(1, {{0, p.stage, filters.data(), static_cast<long long>(filters.size()), biases.data()}}, 1);
    if (!by.takes(0)) return {};
    by.load(0, p.filters.data());
    const aligned_floats scratch(static_cast<std::size_t>(by.scratch_floats()));
    by.run(0, {p.in.data(), out.data(), {}, nullptr, scratch.data()});
    return out;
}

TEST_CASE("onednn: drawn windows, strides, dilations, paddings, groups and channels") {
    int taken = 0, fitting = 0;
    for (unsigned seed = 0; seed < 300; ++seed) {
        CAPTURE(seed);
        const test::library_case p = test::drawn_case(seed);
        if (!p.fits()) continue;
        ++fitting;
        const std::vector<float> sums = sums_of(p);
        if (sums.empty()) continue;
        ++taken;
        CHECK(test::max_error(sums, p.answer.cells) < test::rounding(p.stage.depth()));
    }
    CHECK(fitting > 150);
    CHECK(taken > fitting / 2);  // with a kernel of its own; groups of few channels it may decline
}

TEST_CASE("onednn: every tail of channels") {
    for (int channels = 1; channels <= 2 * cpu::lanes + 1; ++channels)
        for (int other : {1, cpu::lanes, cpu::lanes + 1}) {
            for (const bool outwards : {false, true}) {
                const int from = outwards ? other : channels, to = outwards ? channels : other;
                CAPTURE(from);
                CAPTURE(to);
                const test::library_case p(conv<3, 3>(to, {.pad = 1}), shape::image(5, 6, from));
                const std::vector<float> sums = sums_of(p);
                REQUIRE(!sums.empty());
                CHECK(test::max_error(sums, p.answer.cells) < test::rounding(p.stage.depth()));
            }
        }
}

constexpr double tight = 1e-5;  // fp32, a few layers, sums of at most some hundred terms

/// `stages` contractions go to oneDNN, all of them.
template <const auto& Net, auto... Options>
void check(const char* name, int stages) {
    INFO(name);
    using model_type = compile<Net, library::onednn, Options...>;
    CHECK(test::offered<model_type>() == stages);
    CHECK(test::check_with_library<model_type, Net>(tight) == stages);
}

TEST_CASE("onednn: a contraction and the maps behind it") {
    check<networks::pointwise>("pointwise", 1);
    check<networks::windowed>("windowed", 1);
    check<networks::strided>("strided", 1);
    check<networks::dilated>("dilated", 1);
    check<networks::grouped>("grouped", 1);
    check<networks::lopsided>("lopsided", 1);
    check<networks::signal>("signal", 1);
    check<networks::vectors>("vectors", 1);
    check<networks::flattened>("flattened", 1);
}

TEST_CASE("onednn: joins as post-ops") {
    check<networks::added>("added", 1);
    check<networks::gated>("gated", 2);
    check<networks::larger>("larger", 1);
}

TEST_CASE("onednn: an addition in place") {
    using model_type = compile<networks::in_place, library::onednn>;
    static_assert(model_type::nest_count == 4 && model_type::nest_floats.in_place[2] > 0);
    static_assert(plan::describe_for_library(model_type::stages, model_type::graph, model_type::nests.nests[2].first,
                                             model_type::nest_floats.in_place[2])
                      .steps[0]
                      .overwritten);  // a sum with what is there, no second operand that would be written while read
    check<networks::in_place>("in place", 4);
    check<networks::in_place, layer_by_layer>("in place, layer by layer", 4);
}

TEST_CASE("onednn: slices and maps without a name stay with our kernels") {
    check<networks::slices>("slices", 0);
    check<networks::unknown>("unknown", 0);
    check<networks::unknown, layer_by_layer>("unknown, layer by layer", 1);
    check<networks::with_operand>("with operand", 0);
}

TEST_CASE("onednn: nests of ours between") {
    check<networks::mixed>("mixed", 1);
    check<networks::mixed, layer_by_layer>("mixed, layer by layer", 5);
}

TEST_CASE("onednn: automatic is for compute-bound windows alone") {
    using model_type = compile<networks::in_place, library::automatic, accuracy::exact>;
    static_assert(test::offered<model_type>() == 4);
    static_assert(test::offered<compile<networks::in_place, library::automatic>>() == 0);  // our tiles are quicker
    CHECK(test::check_with_library<model_type, networks::in_place>(tight) == 4);
    static_assert(test::offered<compile<networks::pointwise, library::automatic>>() == 0);
}

TEST_CASE("onednn: weights can be loaded again") {
    for (const unsigned seed : {1u, 2u, 1u}) {
        static compile<networks::mixed, library::onednn, layer_by_layer> model;
        parameter_set given = model.parameters();
        given.randomise(seed);
        model.load(given);
        const std::vector<float> in = test::numbers(model.input_size, 5);
        test::answers out(1, std::vector<float>(static_cast<std::size_t>(model.output_size)));
        model(in, out[0]);
        CHECK(test::worst(out, test::meant<networks::mixed, shape{}>(given, in, 1)) < tight);
    }
}

TEST_CASE("onednn: a model moves, and several threads of the caller share one, an arena each") {
    using model_type = compile<networks::in_place, library::onednn>;
    parameter_set given = model_type::parameters();
    given.randomise(1);
    model_type first(given);
    const model_type model = std::move(first);
    const std::vector<float> in = test::numbers(model.input_size, 5);
    const auto expected = test::meant<networks::in_place, shape{}>(given, in, 1);
    constexpr std::size_t callers = 3;
    test::answers outs(callers, std::vector<float>(static_cast<std::size_t>(model.output_size)));
    std::vector<std::thread> threads;
    for (std::size_t caller = 0; caller < callers; ++caller)
        threads.emplace_back([&, caller] {
            const aligned_floats arena(static_cast<std::size_t>(model.working_bytes() / 4));
            float* out[] = {outs[caller].data()};
            for (int round = 0; round < 5; ++round) model.run(in.data(), out, 1, arena.data());
        });
    for (std::thread& t : threads) t.join();
    for (const std::vector<float>& out : outs) CHECK(test::worst({out}, expected) < tight);
}

TEST_CASE("onednn: its scratchpad lies behind the plan's arena") {
    using model_type = compile<networks::in_place, library::onednn>;
    model_type model;
    for (int threads : {1, 2}) {
        model.threads(threads);
        CHECK(model.working_bytes() >= model_type::arena_bytes_for(threads));
        std::vector<onednn::convolution> all;
        const onednn::engine on = onednn::made<onednn::engine>("a CPU engine", [](dnnl_engine_t* e) { return dnnl_engine_create(e, dnnl_cpu, 0); });
        const openmp_threads limit(threads);
        std::size_t most = 0;
        for (int n = 0; n < model_type::nest_count; ++n) {
            const onednn::convolution c(plan::describe_for_library(model_type::stages, model_type::graph, model_type::nests.nests[n].first,
                                                                   model_type::nest_floats.in_place[n]), on);
            most = std::max(most, c.scratch_bytes());
        }
        CHECK(model.working_bytes() - model_type::arena_bytes_for(threads) >= static_cast<long long>(most));
    }
}

TEST_CASE("onednn: what a model allocates while it runs is oneDNN's") {
    const test::library_case p(conv<3, 3>(16, {.pad = 1}), shape::image(8, 8, 16));
    static constexpr auto net = input(8, 8, 16) | conv<3, 3>(16, {.pad = 1});
    compile<net, library::onednn> model;
    REQUIRE(model.library_stages() == 1);
    std::vector<float> out(p.answer.cells.size());
    model(p.in, out);
    const long long before = test::allocations();
    for (int k = 0; k < 10; ++k) model(p.in, out);
    const long long ours = test::allocations() - before;

    const openmp_threads limit(1);
    const onednn::engine on = onednn::made<onednn::engine>("a CPU engine", [](dnnl_engine_t* e) { return dnnl_engine_create(e, dnnl_cpu, 0); });
    const onednn::stream to = onednn::made<onednn::stream>("a stream", [&](dnnl_stream_t* s) { return dnnl_stream_create(s, on.get(), dnnl_stream_default_flags); });
    const onednn::convolution c(p.stage, on);
    const onednn::memory filters = onednn::memory_at(c.filters(), on, DNNL_MEMORY_ALLOCATE);
    const onednn::memory biases = onednn::memory_at(c.biases(), on, const_cast<float*>(p.biases.data()));
    onednn::call_arguments arguments(c, on, filters, biases);
    const aligned_floats scratch(c.scratch_bytes() / 4 + 1);
    const plan::library_call call{p.in.data(), out.data(), {}, nullptr, scratch.data()};
    arguments.execute(c, to, call);
    const long long before_theirs = test::allocations();
    for (int k = 0; k < 10; ++k) arguments.execute(c, to, call);
    CHECK(ours == test::allocations() - before_theirs);
}

constexpr auto of_bytes = input(12, 10, 3, {.type = element::uint8, .order = layout::nchw}) | normalize({128}, {64}) |
                          conv<3, 3>(16, {.pad = 1}) | relu();

TEST_CASE("onednn: a contraction that reads a converted image") {
    compile<of_bytes, library::onednn, layer_by_layer> model;
    parameter_set given = model.parameters();
    given.randomise(1);
    model.load(given);
    CHECK(model.library_stages() == 1);
    std::vector<std::uint8_t> image;
    for (const float x : test::numbers(model.input_size, 5, 0, 256)) image.push_back(static_cast<std::uint8_t>(x));
    test::answers out(1, std::vector<float>(static_cast<std::size_t>(model.output_size)));
    model(image, out[0]);
    CHECK(test::worst(out, reference::run<of_bytes>(given.values().data(), image)) < 1e-5);  // sums of 27 products
}

}  // namespace
