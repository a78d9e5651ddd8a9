// voice: who speaks when? Silero's voice detector on a sound file, or live on raw samples from standard input.
// needs: json cli11 sndfile
//
//   voice --weights silero_vad.safetensors speech.wav
//   arecord -q -t raw -f FLOAT_LE -r 16000 | voice --weights silero_vad.safetensors --live
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fusenet/networks/silero_vad.hpp>
#include <fusenet.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "sound_file.hpp"
#include "voice.hpp"

namespace {

using namespace fusenet;
using detector_model = stream<networks::silero_vad>;
using networks::silero::chunk, networks::silero::rate;

/// A detector and the time that it takes.
class detector {
public:
    explicit detector(const std::string& weights) : model_(weights) {}

    /// The probability that somebody speaks in the next chunk.
    float operator()(std::span<const float> samples) {
        const auto begun = std::chrono::steady_clock::now();
        model_.step(samples, probability_);
        const double taken = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        all_ += taken;
        worst_ = std::max(worst_, taken);
        ++chunks_;
        return probability_[0];
    }
    void report() const {
        if (chunks_ == 0) return;
        const double seconds = static_cast<double>(chunks_) * chunk / rate;
        std::fprintf(stderr, "%lld chunks, %.1f us each, the worst %.1f us; real-time factor %.6f\n", chunks_, all_ / static_cast<double>(chunks_) * 1e6,
                     worst_ * 1e6, all_ / seconds);
    }

private:
    detector_model model_;
    std::array<float, 1> probability_{};
    double all_ = 0, worst_ = 0;
    long long chunks_ = 0;
};

void print(segment s) {
    std::printf("%9.3f s  %9.3f s\n", static_cast<double>(s.first) / rate, static_cast<double>(s.end) / rate);
}

void print_probability(float probability) { std::printf("%.6f\n", static_cast<double>(probability)); }

void run_file(detector& speaks, const std::string& path, bool each_chunk) {
    std::vector<float> samples = samples_of(path, rate);
    const auto count = static_cast<long long>(samples.size());
    samples.resize((samples.size() + chunk - 1) / chunk * chunk);  // zeros fill the last chunk
    speech_segments segments;
    for (std::size_t at = 0; at < samples.size(); at += chunk) {
        const float probability = speaks(std::span(samples).subspan(at, chunk));
        segments.take(probability);
        if (each_chunk) print_probability(probability);
    }
    if (each_chunk) return;
    for (segment s : segments.finish(count)) print(s);
}

/// Until the pipe ends; a stretch of speech is printed as soon as it is over, not widened.
void run_live(detector& speaks, bool each_chunk) {
    std::array<float, chunk> samples{};
    speech_segments segments;
    long long heard = 0;
    for (std::size_t got = samples.size(); got == samples.size();) {
        got = std::fread(samples.data(), sizeof(float), samples.size(), stdin);
        if (got == 0) break;
        std::fill(samples.begin() + static_cast<std::ptrdiff_t>(got), samples.end(), 0.f);  // of the last chunk
        heard += static_cast<long long>(got);
        const float probability = speaks(samples);
        if (each_chunk) print_probability(probability);
        else if (segments.take(probability)) print(segments.last());
        std::fflush(stdout);
    }
    if (!each_chunk && segments.stop(heard)) print(segments.last());
}

}  // namespace

int main(int argc, char** argv) try {
    CLI::App app{"Finds speech in a sound file, or live in raw 32-bit floats of 16 kHz from standard input."};
    std::string weights, file;
    bool each_chunk = false, live = false;
    app.add_option("--weights", weights, "safetensors file, as tools/convert_silero_vad.py writes it")->required();
    app.add_flag("--chunks", each_chunk, "print each chunk's probability instead of the stretches of speech");
    app.add_flag("--live", live, "read samples from standard input");
    app.add_option("file", file, "a sound file of 16 kHz or a multiple");
    CLI11_PARSE(app, argc, argv);
    if (live == !file.empty()) throw std::runtime_error("give a file, or --live");

    detector speaks(weights);
    if (live) run_live(speaks, each_chunk);
    else run_file(speaks, file, each_chunk);
    speaks.report();
} catch (const std::exception& e) {
    std::fprintf(stderr, "voice: %s\n", e.what());
    return 1;
}
