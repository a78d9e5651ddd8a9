// stft: the short-time Fourier transform of a signal, as a convolution whose weights are known.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/stated.hpp>
#include <fusenet/core/turn.hpp>

namespace fusenet {

/// What a frame is weighed with: periodic windows, as PyTorch, TensorFlow and SciPy have them for this.
enum class taper : unsigned char { none, hann, hamming };
/// Which channels a transform makes.
enum class complex_part : unsigned char { both, real, imaginary };

struct stft_options {
    taper tapered = taper::hann;
    int transform = 0;  // samples that the frequencies are of: 0, the frame's; if more, zeros follow the frame
    int bins = 0;       // frequencies, from 0 on: 0, all up to the middle, transform / 2 + 1
    padding pad = 0;    // cells, `valid`, or `causal`
};

/// Channel k is the sum over n of taper(n) * x(n) * cos(2 pi k n / transform), and channel bins + k that of
/// -sin(2 pi k n / transform): real parts, then imaginary ones. Not scaled. No parameters.
struct stft_layer {
    static constexpr const char* name = "stft";
    int frame = 0, hop = 0;
    stft_options options{};
    complex_part part = complex_part::both;

    constexpr int transform() const { return options.transform ? options.transform : frame; }
    constexpr int bins() const { return options.bins ? options.bins : transform() / 2 + 1; }
    constexpr int channels() const { return part == complex_part::both ? 2 * bins() : bins(); }

    constexpr double weight(shape, int a, int, int, int n) const {
        const bool imaginary = part == complex_part::imaginary || a >= bins();
        const long long turned = 1LL * (a % bins()) * n;
        return tapered(n) * (imaginary ? sine_of_turn(-turned, transform()) : cosine_of_turn(turned, transform()));
    }
    constexpr double tapered(int n) const {
        if (options.tapered == taper::hann) return 0.5 - 0.5 * cosine_of_turn(n, frame);
        return options.tapered == taper::hamming ? 0.54 - 0.46 * cosine_of_turn(n, frame) : 1;
    }

    constexpr window reads(shape in) const {
        padding pad = options.pad;
        pad.top = pad.bottom = 0;
        return window_on(in, {1, frame}, {1, hop}, pad, 1);
    }
    constexpr contraction_facts contracts(shape) const { return {.bias = false}; }
    constexpr shape out(shape in, problem& p) const {
        if (frame < 1) p.say("stft(frame, hop): the frame must be positive, got ", frame);
        if (hop < 1) p.say("stft(frame, hop): the hop must be positive, got ", hop);
        if (in.rank != 2 || in.c != 1) p.say("stft needs a signal of one channel, got ", in);
        if (p.found()) return in;
        if (transform() < frame) p.say("stft: a transform of ", transform(), " samples is shorter than its frame of ", frame);
        if (options.bins < 0 || bins() > transform() / 2 + 1)
            p.say("stft: of ", transform(), " samples there are ", transform() / 2 + 1, " frequencies, got bins = ", options.bins);
        if (options.pad.left < 0 || options.pad.right < 0) p.say("stft: padding must not be negative; crop() removes cells");
        const window w = reads(in);
        const int frames = cells_made(in.w, w.left, w.right, frame, hop);
        if (frames < 1) p.say("stft: a frame of ", frame, " is longer than its padded input ", in, "; pad it more");
        return shape::signal(frames, channels());
    }
    constexpr parameter_list parameters(shape) const { return parameter_list().add("weight", dims(channels(), 1, frame)); }
    constexpr void known(facts& f) const {
        f.causal = options.pad.before;
        f.alpha = static_cast<float>(static_cast<int>(options.tapered) * 4 + static_cast<int>(part));
        f.beta = static_cast<float>(transform());
    }
    constexpr void describe(label& to) const {
        to.put("stft ").put(frame).put(" /").put(hop).put(" -> ").put(bins());
        if (part != complex_part::both) to.put(part == complex_part::real ? " real" : " imaginary");
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        return to.op("Conv", to.input(), to.parameter("weight")).set(reads(in));
    }
};

/// Frames of so many samples, `hop` apart, of a signal [samples x 1]: a signal [frames x 2 bins].
constexpr stft_layer stft(int frame, int hop, stft_options options = {}) { return {frame, hop, options}; }

static_assert(states_weights<stft_layer>);

}  // namespace fusenet
