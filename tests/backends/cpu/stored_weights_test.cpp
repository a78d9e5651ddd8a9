// Products of weights that are stored in 16 bits, against the reference in double with the same rounded weights: every
// tail of channels in and out, windows, parts, as `filters` packs them.
#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/backends/cpu/filters.hpp>
#include <fusenet/backends/reference/contraction.hpp>
#include <fusenet/graph/facts_of.hpp>
#include <fusenet/layers/conv.hpp>

#include "guarded.hpp"

namespace {

using namespace fusenet;

constexpr target machine{};
constexpr weight_storage halves[] = {weight_storage::bfloat16, weight_storage::float16};

/// A convolution, its packed weights, and what it should answer.
struct stored_case {
    conv_layer layer;
    shape in, out;
    schedule::packing form;
    std::vector<float> weights, bias;
    reference::tensor<double> given, answer;
    int depth = 0;

    stored_case(const conv_layer& l, shape extent, weight_storage stored, unsigned seed) : layer(l), in(extent) {
        problem trouble;
        out = l.out(in, trouble);
        REQUIRE_FALSE(trouble.found());
        ir_node n;
        n.in = in, n.out = out;
        n.is = facts_of(l, in, out);
        form = schedule::packing_of(n, false, machine, 0, stored);
        depth = static_cast<int>(form.depth());
        std::vector<float> filters = test::numbers(1LL * out.c * depth, seed);
        const std::vector<float> biases = test::numbers(out.c, seed + 1);
        weights.assign(static_cast<std::size_t>(form.floats()), 0.f);
        bias.assign(static_cast<std::size_t>(form.bias_floats()), 0.f);
        std::copy(biases.begin(), biases.end(), bias.begin());
        cpu::filters packer;
        packer.form = form;
        packer.to = weights.data();
        packer.sums.assign(static_cast<std::size_t>(out.c), 0.0);
        packer.put(0, filters);
        CHECK(packer.too_much.at == -1);
        for (float& w : filters) w = rounded(w, stored);
        given = test::some_values(in, seed + 2);
        reference::layer_weights w;
        w.given[0] = filters.data(), w.given[1] = biases.data();
        answer = reference::contract(l, w, given, out);
    }
};

/// Calls the kernel of the tile that planning chooses for so many channels.
template <weight_storage Stored, class Epilogue>
void contract_as(const stored_case& p, cpu::view in, rows made, rows part, const Epilogue& e) {
    const tile_shape wanted = tile_for(p.form.to, machine);
    const auto packed = cpu::packed_as<Stored>(p.weights.data(), p.bias.data(), 1, 16 << 10);
    bool done = false;
    auto with = [&]<int Vectors>(std::integral_constant<int, Vectors>) {
        constexpr tile_shape shape = tile_for(Vectors * machine.lanes, machine);
        if (done || !(shape == wanted)) return;
        cpu::contract<shape.rows, shape.vectors>(p.layer.reads(p.in), in, packed, made, part, e);
        done = true;
    };
    with(std::integral_constant<int, 1>()), with(std::integral_constant<int, 2>()),
        with(std::integral_constant<int, 3>());
    with(std::integral_constant<int, 4>());
    REQUIRE(done);
}
template <class Epilogue>
void contract(const stored_case& p, cpu::view in, rows made, rows part, const Epilogue& e) {
    if (p.form.stored == weight_storage::bfloat16)
        contract_as<weight_storage::bfloat16>(p, in, made, part, e);
    else
        contract_as<weight_storage::float16>(p, in, made, part, e);
}

double error_of(const stored_case& p) {
    test::guarded_map from(p.given), to(p.out);
    contract(p, from.view(), {0, p.out.h}, {0, p.form.to}, to.ending());
    REQUIRE(to.kept_others());
    return test::max_error(to.values(), p.answer.cells);
}

constexpr int widest = 2 * 3 * cpu::lanes;  // twice the widest panel

}  // namespace

TEST_CASE("stored weights: every number of channels in and out") {
    for (const weight_storage stored : halves)
        for (int to = 1; to <= widest; ++to)
            for (int from = 1; from <= widest; ++from) {
                const stored_case p(conv<1, 1>(to), shape::image(1, 1, from), stored,
                                    static_cast<unsigned>(to * widest + from));
                if (const double error = error_of(p); !(error < test::rounding(p.depth)))
                    FAIL_CHECK(name_of(stored), ", ", from, " -> ", to, " channels: off by ", error);
            }
}

TEST_CASE("stored weights: every number of cells") {
    for (const weight_storage stored : halves)
        for (int cells = 1; cells <= 30; ++cells)
            for (const int to : {1, cpu::lanes + 1, 2 * cpu::lanes, 3 * cpu::lanes, 6 * cpu::lanes - 1}) {
                CAPTURE(name_of(stored));
                CAPTURE(cells);
                CAPTURE(to);
                const stored_case p(conv<1, 1>(to), shape::image(1, cells, 37), stored, static_cast<unsigned>(cells));
                CHECK(error_of(p) < test::rounding(p.depth));
            }
}

TEST_CASE("stored weights: windows on few cells") {
    for (const weight_storage stored : halves)
        for (const conv_layer& l :
             {conv<3, 3>(2 * cpu::lanes + 5, {.pad = 1}), conv<3, 3>(7, {.stride = 2, .pad = 1}),
              conv<1, 3>(3 * cpu::lanes, {.pad = {0, 1}}), conv<2, 2>(cpu::lanes, {.dilation = 2})})
            for (const int from : {1, 5, 150}) {
                CAPTURE(name_of(stored));
                CAPTURE(from);
                const stored_case p(l, shape::image(3, 4, from), stored, 7);
                CHECK(error_of(p) < test::rounding(p.depth));
            }
}

TEST_CASE("stored weights: rows and panels one by one give the same bits") {
    for (const weight_storage stored : halves) {
        const stored_case p(conv<3, 3>(7 * cpu::lanes + 1, {.pad = 1}), shape::image(5, 6, 21), stored, 3);
        test::guarded_map from(p.given), whole(p.out), parts(p.out);
        contract(p, from.view(), {0, p.out.h}, {0, p.form.to}, whole.ending());
        for (int y = 0; y < p.out.h; ++y)
            for (int c = 0; c < p.form.to; c += p.form.width)
                contract(p, from.view(), {y, y + 1}, {c, std::min(c + p.form.width, p.form.to)}, parts.ending());
        CHECK(whole.values() == parts.values());
    }
}

TEST_CASE("stored weights: numbers that are none, and the first that is too large") {
    for (const weight_storage stored : halves) {
        CAPTURE(name_of(stored));
        const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
        constexpr int from = 90, to = 3 * cpu::lanes + 2;
        std::vector<float> filters = test::numbers(1LL * from * to, 1);
        filters[5] = nan, filters[from + 7] = -inf;
        stored_case p(conv<1, 1>(to), shape::image(1, 1, from), stored, 1);
        cpu::filters packer;
        packer.form = p.form;
        packer.to = p.weights.data();
        packer.sums.assign(to, 0.0);
        packer.put(0, filters);
        CHECK(packer.too_much.at == -1);
        test::guarded_map in(p.given), out(p.out);
        contract(p, in.view(), {0, 1}, {0, to}, out.ending());
        CHECK(std::isnan(out.at(0, 0, 0)));
        CHECK(std::isinf(out.at(0, 0, 1)));
        CHECK(std::isfinite(out.at(0, 0, 2)));
        const float over = stored == weight_storage::float16 ? -65520.f : std::numeric_limits<float>::max();
        filters[2 * from + 80] = filters[3 * from + 2] = filters[to * from - 1] = over;
        packer.put(0, filters);
        CHECK(packer.too_much.at == 2 * from + 80);
        CHECK(packer.too_much.value == over);
    }
}
