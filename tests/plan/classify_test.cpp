// Classes of layers against targets: what bounds a layer follows from its bytes and flops alone.
#include <fusenet/plan/classify.hpp>

#include "../support.hpp"
#include "sketch.hpp"

namespace {

using namespace fusenet;
using plan::layer_class;

/// The node of `l` on an input of `in`.
template <layer L>
ir_node node_of(const L& l, shape in) {
    test::network_sketch net(in);
    REQUIRE(net.add(l, {0}) == 1);
    return net.net().nodes[1];
}

TEST_CASE("classify: contractions by size") {
    struct row {
        const char* what;
        ir_node node;
        layer_class bound;
    };
    for (const row& r :
         {row{"1x1, 16 channels", node_of(conv<1, 1>(16), shape::image(56, 56, 16)), layer_class::io_bound},
          row{"1x1, 512 channels", node_of(conv<1, 1>(512), shape::image(28, 28, 512)), layer_class::compute_bound},
          row{"1x1, 512 channels, few cells", node_of(conv<1, 1>(512), shape::image(2, 3, 512)),
              layer_class::parameter_bound},
          row{"3x3, 64 channels", node_of(conv<3, 3>(64, {.pad = 1}), shape::image(56, 56, 64)),
              layer_class::compute_bound},
          row{"3x3 of each channel", node_of(depthwise<3>({.pad = 1}), shape::image(56, 56, 64)),
              layer_class::io_bound},
          row{"a wide dense layer", node_of(dense(1000), shape::vector(4096)), layer_class::parameter_bound},
          row{"a dense layer of one sum", node_of(dense(1), shape::vector(4096)), layer_class::io_bound},
          row{"the only window", node_of(conv<7, 7>(32), shape::image(7, 7, 512)), layer_class::parameter_bound}}) {
        INFO(r.what);
        CHECK(plan::classify(r.node, target{.balance = 16}) == r.bound);  // whatever this build's vectors
    }
}

TEST_CASE("classify: what has no contraction is I/O-bound or a join, whatever the machine") {
    const shape in = shape::image(20, 20, 8);
    for (int balance : {1, 16, 1000}) {
        CAPTURE(balance);
        const target machine{.balance = balance};
        CHECK(plan::classify(node_of(relu(), in), machine) == layer_class::io_bound);
        CHECK(plan::classify(node_of(maxpool<3>(), in), machine) == layer_class::io_bound);
        CHECK(plan::classify(node_of(softmax(), in), machine) == layer_class::io_bound);
        CHECK(plan::classify(node_of(flatten(), in), machine) == layer_class::io_bound);
        test::network_sketch net(in);
        CHECK(plan::classify(net.net().nodes[net.add(add(), {0, 0})], machine) == layer_class::join);
        CHECK(plan::classify(net.net().nodes[net.add(concat_channels(), {0, 0})], machine) == layer_class::join);
    }
}

TEST_CASE("classify: the border lies where the target's balance says") {
    const ir_node n = node_of(conv<3, 3>(24, {.pad = 1, .bias = false}), shape::image(40, 40, 24));
    const long long flops = 2LL * 40 * 40 * 24 * 24 * 9, bytes = 4 * (2LL * 40 * 40 * 24 + 24 * 24 * 9);
    CHECK(n.is.flops == flops);
    CHECK(plan::intensity_in_tenths(n) == 10 * flops / bytes);
    const int balance = static_cast<int>(flops / bytes);
    CHECK(plan::classify(n, {.balance = balance}) == layer_class::compute_bound);
    CHECK(plan::classify(n, {.balance = balance + 1}) == layer_class::io_bound);
}

}  // namespace
