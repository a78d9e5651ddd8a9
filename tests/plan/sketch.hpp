// Networks as the planner sees them, drawn at random: no layer's code runs, so thousands are planned in a second.
#pragma once

#include <array>
#include <fusenet/graph/facts_of.hpp>
#include <fusenet/graph/ir.hpp>
#include <fusenet/graph/joins.hpp>
#include <fusenet/layers.hpp>
#include <random>
#include <vector>

namespace fusenet::test {

using small_ir = ir<96, 192>;

/// Adds layers to an ir with the shapes and facts that they state; a layer that does not fit its inputs is left out.
class network_sketch {
public:
    explicit network_sketch(shape in) {
        net_.node_count = 1;
        net_.nodes[0].is.kind = family::input;
        net_.nodes[0].in = net_.nodes[0].out = in;
    }

    const small_ir& net() const { return net_; }
    shape extent(int node) const { return net_.nodes[node].out; }

    /// The new node, or -1.
    template <layer L>
    int add(const L& l, std::initializer_list<int> from) {
        std::vector<shape> in;
        std::vector<short> sources;
        for (int node : from) {
            if (node < 0) return -1;
            in.push_back(extent(node));
            sources.push_back(static_cast<short>(node));
        }
        const int count = static_cast<int>(from.size());
        problem trouble;
        ir_node n;
        n.in = in[0];
        n.out = shape_made(l, in.data(), count, trouble);
        if (trouble.found() || n.out.size() > 1 << 20) return -1;
        n.is = facts_of(l, n.in, n.out);
        return net_.add(n, sources.data(), count);
    }

    /// Every node that nothing reads, and then `more`, are the outputs.
    const small_ir& finish(std::initializer_list<int> more = {}) {
        const auto uses = count_uses(net_);
        for (int i = 1; i < net_.node_count && net_.output_count < 16; ++i)
            if (uses.of[i] == 0) net_.outputs[net_.output_count++] = static_cast<short>(i);
        for (int node : more)
            if (net_.output_count < 16) net_.outputs[net_.output_count++] = static_cast<short>(node);
        return net_;
    }

private:
    small_ir net_;
};

/// The same network for the same seed, on every machine.
class random_network {
public:
    explicit random_network(unsigned seed) : engine_(seed) {}

    small_ir draw() {
        network_sketch net(shape::image(below(40) + 1, below(12) + 1, below(24) + 1));
        const int wanted = 2 + below(24);
        last_ = 0;
        for (int tries = 0; tries < 4 * wanted && net.net().node_count <= wanted; ++tries) {
            const int made = add_one(net);
            if (made > 0) last_ = made;
        }
        if (net.net().node_count == 1) net.add(relu(), {0});
        return below(3) ? net.finish() : net.finish({last_, below(net.net().node_count)});
    }

    target draw_target() {
        target t;
        t.l2 = 2048LL << below(10);
        t.cores = 1 + below(3);
        return t;
    }

    int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }

private:
    std::mt19937 engine_;
    int last_ = 0;

    /// Mostly what was made last.
    int some(const network_sketch& net) { return below(4) ? last_ : below(net.net().node_count); }
    extent2 up_to(int n) { return {1 + below(n), 1 + below(n)}; }
    padding some_padding() {
        switch (below(4)) {
            case 0: return 0;
            case 1: return 1;
            case 2: return same;
            default: return {below(3), below(3), below(3), below(3)};
        }
    }

    int add_one(network_sketch& net) {
        const int from = some(net);
        const shape in = net.extent(from);
        const int groups = in.c % 2 == 0 && below(3) == 0 ? 2 : 1;
        switch (below(22)) {
            case 0: case 1: case 2:
                return net.add(conv_layer{up_to(4), groups * (1 + below(12)), {.stride = up_to(2), .pad = some_padding(), .dilation = up_to(2), .groups = groups}}, {from});
            case 3: case 4: return net.add(conv<1, 1>(1 + below(32)), {from});
            case 5: return net.add(conv_layer{up_to(5), 0, {.stride = up_to(2), .pad = some_padding()}, false, true}, {from});
            case 6: return net.add(maxpool_layer{{up_to(3), {.stride = up_to(3), .pad = below(2), .ceil_mode = below(2) == 0}}}, {from});
            case 7: return net.add(avgpool<3, 2>({.stride = 1, .pad = {1, 1}}), {from});
            case 8: return net.add(conv_transpose_layer{up_to(3), 1 + below(8), {.stride = up_to(3), .pad = below(2)}}, {from});
            case 9: return net.add(relu(), {from});
            case 10: return net.add(batchnorm(), {from});
            case 11: return joined(net, from);
            case 12: return net.add(add(), {from, net.add(conv<1, 1>(in.c), {net.add(global_avgpool(), {from})})});
            case 13: return net.add(add(), {net.add(conv<3, 3>({.pad = 1}), {from}), from});
            case 14: case 15: return net.add(concat_channels(), {net.add(conv<1, 1>(1 + below(6)), {from}), from, net.add(conv<3, 3>(1 + below(6), {.pad = 1}), {from})});
            case 16: return net.add(upsample_nearest_layer{up_to(3)}, {from});
            case 17: return net.add(upsample(2, bilinear{}), {from});
            case 18: return below(2) ? net.add(softmax(), {from}) : net.add(channel_shuffle(2), {from});
            case 19: return net.add(mul(), {net.add(conv_layer{{in.h, in.w}, in.c}, {from}), from});  // one value for each channel
            case 20: {
                const int a = net.add(relu(), {from}), b = net.add(conv<1, 1>(), {from}), c = net.add(conv<3, 3>({.pad = 1}), {a});
                return net.add(add(), {a, b, from, c, b, a, net.add(sigmoid(), {c})});
            }
            default: return below(4) ? net.add(pad({below(3), below(3), below(2), 0}), {from}) : net.add(flatten(), {from});
        }
    }

    /// With another tensor of its extent, or of one cell.
    int joined(network_sketch& net, int from) {
        const shape whole = net.extent(from);
        for (int tries = 0; tries < 20; ++tries) {
            const int other = below(net.net().node_count);
            const shape s = net.extent(other);
            if (s == whole) return below(2) ? net.add(add(), {from, other}) : net.add(mul(), {other, from, other});
            if (s.h * s.w == 1 && s.c == whole.c) return net.add(mul(), {from, other});
        }
        return -1;
    }
};

}  // namespace fusenet::test
