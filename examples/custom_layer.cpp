// Layers of one's own, one of each family. The compiler infers their shapes, fuses them and checks them as it does the
// library's, and their answers are compared with the reference's.
// run:
#include <algorithm>
#include <array>
#include <cmath>
#include <fusenet.hpp>
#include <fusenet/backends/reference/run.hpp>
#include <iostream>
#include <vector>

using namespace fusenet;

/// A map with a parameter: every value comes nearer to 0 by its channel's threshold.
struct shrink {
    static constexpr const char* name = "shrink";
    static constexpr int operands = 1;

    constexpr parameter_list parameters(shape in) const { return parameter_list().add("threshold", dims(in.c)); }

    template <class V>  // a float, a double, or a SIMD batch
    constexpr V operator()(V x, V threshold) const {
        return max(x - threshold, V(0)) + min(x + threshold, V(0));
    }
};

/// A fold: the root of the mean square of each window.
struct rms_pool {
    static constexpr const char* name = "rms_pool";
    int side = 2;

    constexpr window reads(shape) const { return {.kh = side, .kw = side, .stride = side}; }

    template <class V>
    V first() const {
        return V(0);
    }
    template <class V>
    V step(V sum, V x) const {
        return sum + x * x;
    }
    template <class V>
    V merge(V a, V b) const {
        return a + b;
    }
    template <class V>
    V done(V sum, V cells, V /*padded*/) const {
        return sqrt(sum / cells);
    }
};

/// A join: how far two branches are apart.
struct distance {
    static constexpr const char* name = "distance";
    static constexpr bool joins = true;

    constexpr shape out(const shape* in, int count, problem& p) const { return joined_cells(name, in, count, p); }

    template <class V>
    V operator()(V a, V b) const {
        return abs(a - b);
    }
};

/// A move: left becomes right. An output row needs the input row above it.
struct mirror {
    static constexpr const char* name = "mirror";

    constexpr shape out(shape in, problem&) const { return in; }
    constexpr window reads(shape) const { return {}; }
    constexpr source from(shape in, shape, int y, int x, int c, int /*tap*/) const { return {y, in.w - 1 - x, c}; }
};

/// A contraction: sums of products over three cells of a row.
struct row_filter {
    static constexpr const char* name = "row_filter";
    int channels = 1;

    constexpr window reads(shape in) const { return window_on(in, {1, 3}, 1, same, 1); }
    constexpr contraction_facts contracts(shape) const { return {.bias = false}; }
    constexpr shape out(shape in, problem& p) const {
        if (in.rank != 3) p.say("row_filter needs an image, got ", in);
        return shape::image(in.h, in.w, channels);
    }
    constexpr parameter_list parameters(shape in) const {
        return parameter_list().add("weight", dims(channels, in.c, 1, 3));
    }
};

/// A normalisation: the channels of each cell over the largest magnitude among them.
struct peak_norm {
    static constexpr const char* name = "peak_norm";
    static constexpr std::array reductions{reduction::max};

    constexpr normalise_facts over(shape) const { return {.over = axis::channels}; }

    template <int K, class V>
    V term(V x, const V* /*stats*/, V /*cells*/) const {
        return abs(x);
    }
    template <class V>
    V operator()(V x, const V* stats, V /*cells*/) const {
        return x / max(stats[0], V(1e-6f));
    }
};

/// A recurrence: the minimal gated unit (Zhou et al. 2016), whose one gate forgets and resets.
///
///   f = sigmoid(its sum);   n = tanh(sum over the input and f * the answer before);   answer = (1 - f) * before + f * n
///
/// The sum of n can be made only when f is known: this gate is late.
struct minimal_gated {
    static constexpr const char* name = "minimal_gated";
    int units = 1;

    constexpr recurrence_facts recurs(shape) const { return {.units = units, .answer = units, .gates = 2, .late = 1}; }
    constexpr parameter_list parameters(shape in) const { return recurrent_parameters(recurs(in), in.c, ""); }

    template <class V>  // what the late gate is multiplied with, in place of the answer before
    constexpr V hands_on(const V* sums, V before) const {
        return sigmoid_of(sums[0]) * before;
    }
    template <class V>
    constexpr V operator()(const V* sums, V before, V* /*kept*/, const V* /*operands*/) const {
        const V f = sigmoid_of(sums[0]);
        return before + f * (tanh_of(sums[1]) - before);
    }
};

/// A lookup: a learned row for each of so many bins between -1 and 1.
struct binned {
    static constexpr const char* name = "binned";
    int bins = 2, channels = 1;

    constexpr int row(float x) const {
        if (!(x >= -1 && x < 1)) return -1;  // a row of zeros
        return static_cast<int>((x + 1) / 2 * static_cast<float>(bins));
    }
    constexpr shape out(shape in, problem& p) const {
        if (in.c != 1) p.say("binned needs one channel, got ", in);
        return {in.h, in.w, channels, in.rank};
    }
    constexpr parameter_list parameters(shape) const { return parameter_list().add("weight", dims(bins, channels)); }
};

inline constexpr auto net = input(18, 22, 5) | conv<3, 3>(12, {.pad = 1}) | shrink{} |
                            [](auto x) { return x * x * x; } | rms_pool{2} | branches(identity(), mirror{}) |
                            distance{} | row_filter{7} | peak_norm{};

using fused_net = compile<net>;
static_assert(fused_net::output == shape::image(9, 11, 7));
static_assert(fused_net::stage_count < 9);  // the nine layers: maps and joins cost no pass of their own

inline constexpr auto signal = input(30, 1) | binned{16, 5} | minimal_gated{7};
static_assert(compile<signal>::output == shape::signal(30, 7));

/// The largest difference from the reference in double.
template <const auto& Net, class Model>
double difference(const parameter_set& weights, int threads) {
    std::vector<float> in(Model::input_size), out(Model::output_size);
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = std::sin(static_cast<float>(i));
    Model model(weights);
    model.threads(threads);
    model(in, out);
    const auto expected = reference::run<Net>(weights.values().data(), in)[0];
    double worst = 0;
    for (std::size_t i = 0; i < out.size(); ++i) worst = std::max(worst, std::abs(expected[i] - out[i]));
    return worst;
}

int main() {
    parameter_set weights = fused_net::parameters(), of_signal = compile<signal>::parameters();
    weights.randomise(1);
    of_signal.randomise(2);
    const double differences[] = {difference<net, fused_net>(weights, 1), difference<net, fused_net>(weights, 2),
                                  difference<net, compile<net, layer_by_layer>>(weights, 1),
                                  difference<signal, compile<signal>>(of_signal, 1)};
    std::cout << "largest difference from the reference: fused " << differences[0] << ", by two threads "
              << differences[1] << ", layer by layer " << differences[2] << ", the signal " << differences[3] << '\n';
    return *std::ranges::max_element(differences) < 1e-5 ? 0 : 1;  // numbers up to 1, sums of at most 45 terms
}
