// normalize: (scale * x - mean) / deviation, with constants of each channel that stand in the program.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>
#include <initializer_list>

namespace fusenet {

struct normalize_options {
    float scale = 1;  // of what comes in: 1.f / 255 where bytes are a share of 255
};

/// No parameters: a network's file need not hold what its images are prepared with.
struct normalize_layer {
    static constexpr const char* name = "normalize";
    static constexpr int operands = 2;
    static constexpr bool affine = true;
    static constexpr int most = 16;  // channels
    float mean[most]{}, deviation[most]{};
    int means = 0, deviations = 0;
    normalize_options options{};

    constexpr shape out(shape in, problem& p) const {
        if ((means != 1 && means != in.c) || (deviations != 1 && deviations != in.c))
            p.say("normalize: ", in, " needs a mean and a deviation for each channel, or one for all, got ", means,
                  " and ", deviations);
        else if (in.c > most && (means > 1 || deviations > 1))
            p.say("normalize: at most ", most, " channels, got ", in, "; more are batchnorm's");
        for (int c = 0; c < deviations && c < most && !p.found(); ++c)
            if (!(deviation[c] > 0)) p.say("normalize: a deviation must be positive, got ", deviation[c]);
        return in;
    }

    template <class To>
    constexpr void constants(To& to) const {
        to.add(options.scale);
        for (int c = 0; c < most; ++c) to.add(mean[c]), to.add(deviation[c]);
    }

    template <class T>
    void prepare(const float* const*, int c, T* to) const {
        to[0] = T(options.scale) / T(deviation[deviations == 1 ? 0 : c]);
        to[1] = -T(mean[means == 1 ? 0 : c]) / T(deviation[deviations == 1 ? 0 : c]);
    }

    template <class V>
    FUSENET_HD constexpr V operator()(V x, V gain, V shift) const {
        return x * gain + shift;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto scaled = options.scale == 1 ? to.input() : to.op("Mul", to.input(), to.number(options.scale));
        const auto centred = to.op("Sub", scaled, to.of_channels({mean, mean + means}));
        return to.op("Div", centred, to.of_channels({deviation, deviation + deviations}));
    }
};

/// One number for each channel, or one for all; the deviations must be positive.
constexpr normalize_layer normalize(std::initializer_list<float> mean, std::initializer_list<float> deviation,
                                    normalize_options options = {}) {
    normalize_layer l;
    for (float x : mean) {
        if (l.means < l.most) l.mean[l.means] = x;
        ++l.means;
    }
    for (float x : deviation) {
        if (l.deviations < l.most) l.deviation[l.deviations] = x;
        ++l.deviations;
    }
    l.options = options;
    return l;
}

static_assert(map_layer<normalize_layer>);

}  // namespace fusenet
