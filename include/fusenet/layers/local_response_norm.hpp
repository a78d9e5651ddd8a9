// local_response_norm: each channel divided by a power of the squares of the channels beside it (AlexNet, GoogLeNet).
#pragma once

#include <array>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// As in PyTorch, ONNX and Caffe, which divide alpha by the size; TensorFlow does not: its alpha times size is ours,
/// and its radius r a size of 2 r + 1.
struct local_response_norm_options {
    float alpha = 1e-4f;
    float beta = 0.75f;
    float k = 1;
};

/// x / (k + alpha / size * sum of squares)^beta over `size` channels, x's in the middle; those outside count as 0.
struct local_response_norm_layer {
    static constexpr const char* name = "local_response_norm";
    static constexpr std::array reductions{reduction::sum};
    int size = 5;
    local_response_norm_options options{};

    constexpr normalise_facts over(shape) const { return {.over = axis::channel_window, .span = size}; }
    constexpr shape out(shape in, problem& p) const {
        if (size < 1 || size % 2 == 0)
            p.say("local_response_norm(size): the size must be odd, its channel in the middle, got ", size);
        if (!(options.k > 0) || !(options.alpha >= 0))
            p.say("local_response_norm: k must be positive, and alpha not negative, got k ", options.k, ", alpha ",
                  options.alpha);
        return in;
    }
    constexpr void describe(label& to) const { to.put("local_response_norm ").put(size); }

    template <int K, class V>
    FUSENET_HD constexpr V term(V x, const V*, V) const {
        return x * x;
    }
    template <class V>
    FUSENET_HD constexpr V operator()(V x, const V* stats, V /*cells*/) const {
        return x * power(V(options.k) + V(options.alpha) / V(static_cast<float>(size)) * stats[0]);
    }

    template <class To>
    auto onnx(To& to, shape) const {
        auto made = to.op("LRN", to.as_image(to.input())).set("size", size).set("alpha", options.alpha);
        return to.as_made(made.set("beta", options.beta).set("bias", options.k));
    }

private:
    /// base^-beta; roots are far cheaper than a power for the beta that everybody uses.
    template <class V>
    FUSENET_HD constexpr V power(V base) const {
        if (options.beta == 0.75f) return V(1) / (sqrt(base) * sqrt(sqrt(base)));
        if (options.beta == 0.5f) return V(1) / sqrt(base);
        if (options.beta == 1) return V(1) / base;
        return pow(base, V(-options.beta));
    }
};

constexpr local_response_norm_layer local_response_norm(int size, local_response_norm_options options = {}) {
    return {size, options};
}

static_assert(normalise_layer<local_response_norm_layer>);

}  // namespace fusenet
