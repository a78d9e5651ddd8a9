#include <fusenet.hpp>
#include <fusenet/backends/reference/run.hpp>
#include <fusenet/layers/stft.hpp>
#include <numbers>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(made(stft(256, 128), shape::signal(640, 1)) == shape::signal(4, 258));
static_assert(made(stft(256, 128, {.bins = 65}), shape::signal(640, 1)) == shape::signal(4, 130));
static_assert(made(stft(400, 160, {.transform = 512}), shape::signal(1600, 1)) == shape::signal(8, 514));
static_assert(made(stft(256, 128, {.pad = 128}), shape::signal(640, 1)) == shape::signal(6, 258));
static_assert(made(stft(256, 128, {.pad = causal}), shape::signal(640, 1)) == shape::signal(5, 258));
static_assert(made(stft(7, 3), shape::signal(7, 1)) == shape::signal(1, 8));
static_assert(parameter_extent(stft(256, 128), shape::signal(640, 1), 0) == dims(258, 1, 256));
static_assert(facts_on(stft(256, 128), shape::signal(640, 1)).parameters == 0);
static_assert(facts_on(stft(256, 128), shape::signal(640, 1)).weights == 258 * 256);

TEST_CASE("stft complains of what is no transform") {
    const shape sound = shape::signal(640, 1);
    CHECK(complaint(stft(0, 1), sound).view() == "stft(frame, hop): the frame must be positive, got 0");
    CHECK(complaint(stft(256, 0), sound).view() == "stft(frame, hop): the hop must be positive, got 0");
    CHECK(complaint(stft(256, 128), shape::signal(640, 2)).view() == "stft needs a signal of one channel, got [640x2]");
    CHECK(complaint(stft(256, 128), shape::vector(640)).view() == "stft needs a signal of one channel, got [640]");
    CHECK(complaint(stft(256, 128, {.transform = 255}), sound).view() ==
          "stft: a transform of 255 samples is shorter than its frame of 256");
    CHECK(complaint(stft(256, 128, {.bins = 130}), sound).view() ==
          "stft: of 256 samples there are 129 frequencies, got bins = 130");
    CHECK(complaint(stft(256, 128, {.pad = -1}), sound).view() ==
          "stft: padding must not be negative; crop() removes cells");
    CHECK(complaint(stft(641, 1), sound).view() ==
          "stft: a frame of 641 is longer than its padded input [640x1]; pad it more");
}

namespace {

/// The definition in double: frame by frame, real parts and then imaginary ones.
std::vector<double> transformed(const stft_layer& l, std::span<const float> sound) {
    const shape in = shape::signal(static_cast<int>(sound.size()), 1), out = made(l, in);
    const int before = l.reads(in).left, bins = l.bins();
    std::vector<double> all(static_cast<std::size_t>(out.size()));
    const double turn = 2 * std::numbers::pi;
    for (int t = 0; t < out.w; ++t)
        for (int k = 0; k < bins; ++k) {
            double real = 0, imaginary = 0;
            for (int n = 0; n < l.frame; ++n) {
                const int at = t * l.hop + n - before;
                if (at < 0 || at >= in.w) continue;
                const double wave = std::cos(turn * n / l.frame);
                const double weight = l.options.tapered == taper::hann      ? 0.5 - 0.5 * wave
                                      : l.options.tapered == taper::hamming ? 0.54 - 0.46 * wave
                                                                            : 1;
                const double x = weight * static_cast<double>(sound[static_cast<std::size_t>(at)]),
                             angle = turn * k * n / l.transform();
                real += x * std::cos(angle), imaginary -= x * std::sin(angle);
            }
            all[static_cast<std::size_t>(t * 2 * bins + k)] = real;
            all[static_cast<std::size_t>(t * 2 * bins + bins + k)] = imaginary;
        }
    return all;
}

constexpr int samples = 300;
constexpr auto hann = input(samples, 1) | stft(32, 12);
constexpr auto hamming = input(samples, 1) | stft(25, 10, {.tapered = taper::hamming, .transform = 32, .pad = 7});
constexpr auto square = input(samples, 1) | stft(30, 30, {.tapered = taper::none, .bins = 5});
constexpr auto backwards = input(samples, 1) | stft(32, 12, {.pad = causal});
constexpr auto large = input(1600, 1) | stft(400, 160, {.transform = 512});

template <const auto& Net>
void check_transform(const stft_layer& l) {
    using model_type = compile<Net>;
    model_type model;  // without a file
    const std::vector<float> sound = numbers(model_type::input_size, 3);
    const std::vector<double> expected = transformed(l, sound);
    std::vector<float> out(expected.size());
    model(sound, out);
    CHECK(max_error(out, expected) < 2e-6 * std::sqrt(l.frame));  // fp32 sums of up to `frame` products
    CHECK(max_error(reference::run<Net>(nullptr, sound)[0], expected) < 1e-7 * l.frame);  // weights rounded to float
}

}  // namespace

TEST_CASE("stft: the definition in double") {
    check_transform<hann>(stft(32, 12));
    check_transform<hamming>(stft(25, 10, {.tapered = taper::hamming, .transform = 32, .pad = 7}));
    check_transform<square>(stft(30, 30, {.tapered = taper::none, .bins = 5}));
    check_transform<backwards>(stft(32, 12, {.pad = causal}));
    check_transform<large>(stft(400, 160, {.transform = 512}));
}

TEST_CASE("stft: SciPy's ShortTimeFFT and NumPy's rfft") {
    static constexpr auto frames = input(16, 1) | stft(8, 4);
    static constexpr auto longer = input(5, 1) | stft(5, 1, {.tapered = taper::hamming, .transform = 8});
    std::vector<float> sound;
    for (int n = 0; n < 16; ++n) sound.push_back(static_cast<float>(n * n % 7 - 3));
    // ShortTimeFFT(get_window("hann", 8), 4, fs=1, scale_to=None, phase_shift=None).stft(sound, p0=1, p1=4)
    const std::vector<float> expected{
        -2.23223305f, 0.48223305f, -0.5f, 1.51776695f,  -0.76776695f, 0, -0.39644661f, -1.85355339f, 2.60355339f, 0,
        -5.20710678f, 3.20710678f, -0.5f, 0.79289322f,  -1.79289322f, 0, 2.70710678f,  -3.70710678f, 1.70710678f, 0,
        -3.70710678f, 0.70710678f, 3,     -2.70710678f, 1.70710678f,  0, -1.91421356f, 0.41421356f,  0.08578644f, 0};
    std::vector<float> out(expected.size());
    compile<frames> model;
    model(sound, out);
    CHECK(max_error(out, expected) < 5e-6);
    // rfft(get_window("hamming", 5) * sound[3:8], 8)
    const std::vector<float> padded{-2.58355655f, 2.12220439f,
                                    -2.18570437f, 0.10490871f,
                                    1.86073909f,  0,
                                    0.65914797f,  -1.42644345f,
                                    2.48344361f,  0};
    compile<longer> other;
    other(std::span(sound).subspan(3, 5), std::span(out).first(10));
    CHECK(max_error(std::span(out).first(10), padded) < 5e-6);
}

namespace {

constexpr auto loudness = input(samples, 1) | magnitude(stft(32, 12));
constexpr auto energy = input(samples, 1) | power(stft(32, 12)) | map([](auto x) { return log1p(x); });
static_assert(planned<loudness>::stage_count == 2 &&
              planned<energy>::stage_count == 2);  // squares and roots in registers

}  // namespace

TEST_CASE("magnitude and power: what the parts are together") {
    const std::vector<float> sound = numbers(samples, 3);
    const std::vector<double> parts = transformed(stft(32, 12), sound);
    std::vector<double> magnitudes, powers;
    for (std::size_t t = 0; t < parts.size() / 34; ++t)
        for (std::size_t k = 0; k < 17; ++k) {
            const double real = parts[34 * t + k], imaginary = parts[34 * t + 17 + k];
            magnitudes.push_back(std::sqrt(real * real + imaginary * imaginary));
            powers.push_back(std::log1p(real * real + imaginary * imaginary));
        }
    compile<loudness> loud;
    compile<energy> strong;
    std::vector<float> out(magnitudes.size());
    loud(sound, out);
    CHECK(max_error(out, magnitudes) < 1e-5);
    strong(sound, out);
    CHECK(max_error(out, powers) < 1e-5);
}
