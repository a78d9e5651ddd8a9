#include <fusenet/report/explain.hpp>
#include <sstream>

#include "../support.hpp"
#include "plans.hpp"

using namespace fusenet;
using namespace fusenet::report;
using test::has, test::has_line, test::machine, test::squeezed;

namespace {

template <const auto& Net, auto... Options>
std::string explained() {
    std::ostringstream to;
    explain<Net, Options..., machine>(to);
    return to.str();
}

void check_page(const std::string& page) {
    int width = 0;
    for (char letter : page) {
        width = letter == '\n' ? 0 : width + 1;
        CHECK(width <= page_width);
        CHECK((letter == '\n' || (letter >= ' ' && letter <= '~')));
    }
}

}  // namespace

namespace {

constexpr auto scorer = input(4, 4, 3) | flatten() | dense(20) | relu() | dense(10);

}  // namespace

TEST_CASE("the overview says which nests a batch's images pass together, and for how much memory") {
    using alone = planned<scorer, machine>;
    using together = planned<scorer, machine, images_together{8}>;
    CHECK(!has(explained<scorer>(), "together"));
    CHECK(has(squeezed(explained<scorer, images_together{8}>()),
              words(bytes(together::arena_bytes - alone::arena_bytes),
                    " more for a batch, of which 8 images at a time pass nest 0")));
}

TEST_CASE("a stream's page says what is kept from piece to piece") {
    static constexpr auto net = input(8, 2) | conv<3>(4, {.pad = causal}) | lstm(5);
    const std::string page = explained<net, streamed{2}>();
    check_page(page);
    text<64> state("state ");
    state.put(planned<net, streamed{2}, machine>::state_bytes).put(" B that a signal keeps");
    CHECK(has(squeezed(page), state.view()));
    CHECK(has(page, "behind the cells kept of earlier pieces"));
    CHECK(has(page, "h = as the piece before left it"));
    CHECK(has(page, "order"));
    const std::string whole = explained<net>();
    CHECK_FALSE(has(whole, "that a signal keeps"));
    CHECK(has(whole, "h = 0, kept = 0"));
}

TEST_CASE("the overview states what the plan's constants say") {
    using plan_of = planned<test::stem, machine>;
    const std::string page = explained<test::stem>();
    INFO(page);
    CHECK(has_line(page, "input [32x32x3], 12 KiB"));
    CHECK(has_line(page, "output [8x8x16], 4 KiB"));
    CHECK(has(page, words("5 tensors, 496 numbers, 1.94 KiB; packed for the kernels ", bytes(plan_of::weight_bytes))));
    CHECK(has(squeezed(page), words("\narena ", bytes(plan_of::arena_bytes), " for one thread")));
    CHECK(has(page, "8 lanes, 16 registers, L1 32 KiB, L2 128 KiB, L3 8 MiB, 1 core, 16 flops a byte"));
    CHECK(has(page, "fold_affine_after 1"));
    CHECK(has(squeezed(page), words("\npasses 4 layers ", several(plan_of::nest_count, "nest"), " of 2 stages\n")));
    CHECK(has(squeezed(page),
              words("\nbytes moved ", bytes(plan_of::layer_traffic_bytes), ' ', bytes(plan_of::traffic_bytes))));
    CHECK(has(squeezed(page), words("\narena ", bytes(planned<test::stem, layer_by_layer, machine>::arena_bytes), ' ',
                                    bytes(plan_of::arena_bytes))));
}

TEST_CASE("an image of bytes in planes is read as such, counted as such, and converted in its own stage") {
    const std::string page = explained<test::of_bytes>();
    INFO(page);
    check_page(page);
    CHECK(has_line(page, "input [32x32x3] uint8 NCHW, 3 KiB"));
    CHECK(has_line(page, "0 0 convert uint8 NCHW 32x32x3 32x32x3 I/O 0.0 flops/B < 16 normalize"));
    CHECK(has(page, "v = float(input[c][r1][x])\n"));
    CHECK(has(squeezed(page), "\ninput [32x32x3] 3072 the caller's\n"));
    CHECK(has(squeezed(page), words("\nbytes moved ", bytes(5 * 3072 + 8 * 3072 + 4 * (3072 + 4096) + 1792 + 8 * 4096), ' ')));
}

TEST_CASE("a stage's line has its extents, its class with the reason, and what it does in registers") {
    const std::string page = explained<test::inverted>();
    // (2*400*8*48 + 400*48) flops over 4*(400*(8 + 48) + 8*48 + 48) bytes
    CHECK(has_line(page, "0 0 conv 1x1 -> 48 20x20x8 20x20x48 I/O 3.5 flops/B < 16 relu6"));
    CHECK(has(squeezed(page), " depthwise 3x3 20x20x48 20x20x48 I/O "));
    CHECK(has(squeezed(page), " conv 1x1 -> 8 20x20x48 20x20x8 I/O 3.4 flops/B < 16 add(input)\n"));

    const std::string dense = explained<test::fire>();
    CHECK(has(squeezed(dense), " dense -> 10 9000 10 parameter weights 352 KiB > 35.2 KiB\n"));

    const std::string stem = explained<test::stem>();
    CHECK(has(squeezed(stem), " conv 3x3 /2 -> 16 32x32x3 16x16x16 I/O 7.4 flops/B < 16 [batchnorm]"));
}

TEST_CASE("contractions that became one name the channels of each") {
    static constexpr auto siblings =
        input(9, 9, 4) | concat(conv<1, 1>(16) | batchnorm(), conv<1, 1>(24) | batchnorm()) | relu();
    const std::string page = explained<siblings>();
    CHECK(has(page, "merge_siblings 1"));
    CHECK(has(squeezed(page), "\n0 0 conv 1x1 -> 16 + 24 9x9x4 9x9x40 I/O "));
    CHECK(has(squeezed(page), " [batchnorm] relu\n"));
}

TEST_CASE("what compute bounds says so") {
    static constexpr auto wide = input(14, 14, 256) | conv<3, 3>(256, {.pad = 1}) | relu();
    CHECK(has(explained<wide>(), "stage 0: conv 3x3 -> 256, compute-bound"));
    CHECK(has(squeezed(explained<wide>()), " compute 83.7 flops/B > 16 relu\n"));
}

TEST_CASE("pages are plain text of at most 120 columns") {
    check_page(explained<test::stem>());
    check_page(explained<test::inverted>());
    check_page(explained<test::fire>());
    check_page(explained<test::squeeze>());
    check_page(explained<test::signal>());
    check_page(explained<test::mean, layer_by_layer>());
}

TEST_CASE("a network that runs layer by layer is explained as such") {
    const std::string page = explained<test::mean, layer_by_layer>();
    INFO(page);
    CHECK(has(page, "as planned (layer by layer)"));
    CHECK(has(squeezed(page), "\npasses 3 layers 3 nests of 3 stages\n"));
    CHECK(has(page, "rewrites    none"));
}

TEST_CASE("explain says what a core without vectors has to do, where memory is its limit") {
    std::ostringstream to;
    explain<scorer, microcontroller>(to);
    constexpr auto work = schedule::work_of(planned<scorer, microcontroller>::stages, planned<scorer, microcontroller>::graph, microcontroller);
    static_assert(work.products == 48 * 20 + 20 * 10);
    static_assert(work.instructions > 2 * work.products && work.instructions < 4 * work.products);
    static_assert(work.cycles() == work.instructions + 2 * work.products);
    CHECK(has(to.str(), "1.16 k products"));
    CHECK(has(to.str(), "Rows are made one by one"));
    CHECK(!has(explained<scorer>(), "products, "));
}
