// classify: names what is on photographs, by EfficientNet-Lite0 with the weights that ImageNet gave it.
// needs: cli11 json stb
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <fusenet.hpp>
#include <fusenet/networks/efficientnet_lite.hpp>
#include <fusenet/report/explain.hpp>
#include <fusenet/weights/npy.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <iostream>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "image.hpp"

namespace {

using namespace fusenet;

constexpr const auto& net = networks::efficientnet_lite0;
using fused_model = compile<net>;
using pair_model = compile<net, target{.cores = 2}>;  // planned for threads that share an image
using plain_model = compile<net, layer_by_layer>;
constexpr std::size_t classes = 1000, pixels = 224 * 224 * 3;
static_assert(fused_model::input_size == pixels && fused_model::output_size == classes);
static_assert(4 * fused_model::arena_bytes <= plain_model::arena_bytes);
static_assert(4 * pair_model::arena_bytes_for(2) <= plain_model::arena_bytes_for(2));

struct request {
    std::vector<std::string> images;
    std::string weights, labels, logits, html;
    std::size_t top = 5;
    int threads = 1;
    bool plan = false, compare = false, plain = false;
};

/// Nothing if there is nothing left to do; then `exit_status` is how the program ends.
std::optional<request> read_arguments(int count, char** arguments, int& exit_status) {
    request r;
    CLI::App app("Names what is on photographs, by EfficientNet-Lite0.", "classify");
    app.add_option("IMAGE", r.images, "PNG, JPEG, or a .npy file of 224x224x3 uint8 that is the network's input");
    app.add_option("--weights", r.weights, "safetensors file (tools/convert_efficientnet_lite.py writes it)");
    app.add_option("--labels", r.labels, "text file with the name of each class on a line; without it, numbers");
    app.add_option("--top", r.top, "how many classes to name")->check(CLI::Range(1, 1000))->capture_default_str();
    app.add_option("--threads", r.threads, "how many threads share an image")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    app.add_option("--logits", r.logits, "write the logits to this .npy file, a row for each image");
    app.add_option("--html", r.html, "write the plan to this HTML page");
    app.add_flag("--plan", r.plan, "print the plan");
    app.add_flag("--compare", r.compare, "time and memory of the fused network against one layer after the other");
    app.add_flag("--layer-by-layer", r.plain, "answer with each layer as a pass of its own");
    try {
        app.parse(count, arguments);
        const bool describes = r.plan || !r.html.empty();
        if (r.images.empty() && (r.compare || !describes)) throw CLI::RequiredError("IMAGE");
        if (!r.images.empty() && r.weights.empty()) throw CLI::RequiredError("--weights");
    } catch (const CLI::CallForHelp& e) {
        exit_status = app.exit(e);
        return {};
    } catch (const CLI::ParseError& e) {
        std::fprintf(stderr, "classify: %s (--help tells more)\n", e.what());
        exit_status = 2;
        return {};
    }
    return r;
}

result<std::vector<std::string>> try_load_labels(const std::string& path) {
    std::vector<std::string> labels;
    if (path.empty()) {
        for (std::size_t k = 0; k < classes; ++k) labels.push_back("class " + std::to_string(k));
        return labels;
    }
    std::ifstream file(path);
    if (!file) return failure{path + ": cannot be opened"};
    for (std::string line; std::getline(file, line);) labels.push_back(line);
    if (labels.size() != classes)
        return failure{path + ": expected " + std::to_string(classes) + " lines, found " +
                       std::to_string(labels.size())};
    return labels;
}

/// All images, one behind the other, as the network reads them.
result<std::vector<float>> try_load_images(const std::vector<std::string>& paths) {
    std::vector<float> in;
    for (const std::string& path : paths) {
        const auto image = examples::try_load_image(path);
        if (!image) return image.why();
        for (const std::uint8_t x : image->rgb) in.push_back((static_cast<float>(x) - 127) / 128);
    }
    return in;
}

void print_top(std::span<const float> logits, const std::vector<std::string>& labels, std::size_t top) {
    std::vector<std::size_t> order(classes);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t k) { return logits[k]; });
    double sum = 0;
    for (const float x : logits) sum += std::exp(static_cast<double>(x) - logits[order[0]]);
    for (std::size_t k = 0; k < top; ++k)
        std::printf("  %5.1f %%  %s\n", 100 * std::exp(static_cast<double>(logits[order[k]]) - logits[order[0]]) / sum,
                    labels[order[k]].c_str());
}

double milliseconds(auto&& run) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> times) {
    std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
    return times[times.size() / 2];
}

/// Both ways in turn, so that whatever else the machine does meets both.
template <class Fused>
void compare(const parameter_set& weights, std::span<const float> image, int threads) {
    Fused fused(weights);
    plain_model plain(weights);
    fused.threads(threads);
    plain.threads(threads);
    std::vector<float> scores(classes), plain_scores(classes);
    std::vector<double> fused_times, plain_times;
    for (int round = 0; round < 41; ++round) {
        fused_times.push_back(milliseconds([&] { fused(image, scores); }));
        plain_times.push_back(milliseconds([&] { plain(image, plain_scores); }));
    }
    float difference = 0;
    for (std::size_t k = 0; k < classes; ++k) difference = std::max(difference, std::abs(scores[k] - plain_scores[k]));

    const auto row = [](const char* what, double ours, double layers, const char* unit) {
        std::printf("  %-32s %9.2f %-3s %9.2f %-3s %6.2fx\n", what, ours, unit, layers, unit, layers / ours);
    };
    const auto mib = [](long long bytes) { return static_cast<double>(bytes) / (1 << 20); };
    std::printf("\n  threads: %-23d %13s %13s\n", threads, "fused", "by layers");
    row("time, median of 41 in turn", median(fused_times), median(plain_times), "ms");
    row("memory for activations", mib(Fused::arena_bytes_for(threads)),
        mib(plain_model::arena_bytes_for(threads)), "MiB");
    row("memory for weights", mib(Fused::weight_bytes), mib(plain_model::weight_bytes), "MiB");
    row("bytes that passes read and write", mib(Fused::traffic_bytes), mib(Fused::layer_traffic_bytes),
        "MiB");
    std::printf("  largest difference of the logits: %.1e\n", static_cast<double>(difference));
}

template <class Model>
std::vector<float> answer(const parameter_set& weights, std::span<const float> images, int threads) {
    Model model(weights);
    model.threads(threads);
    std::vector<float> logits(images.size() / pixels * classes);
    model(images, logits);
    return logits;
}

status describe(const request& r) {
    if (r.plan) explain<net>(std::cout);
    if (r.html.empty()) return {};
    std::ofstream file(r.html);
    explain_html<net>(file);
    file.flush();
    if (!file) return failure{r.html + ": cannot be written"};
    return {};
}

status classify(const request& r) {
    const auto labels = try_load_labels(r.labels);
    if (!labels) return labels.why();
    const auto images = try_load_images(r.images);
    if (!images) return images.why();
    const auto weights = try_load_safetensors(r.weights, fused_model::parameter_table());
    if (!weights) return weights.why();

    const bool shared = r.threads > 1;
    const auto run = r.plain ? answer<plain_model> : shared ? answer<pair_model> : answer<fused_model>;
    const auto logits = run(*weights, *images, r.threads);
    for (std::size_t i = 0; i < r.images.size(); ++i) {
        std::printf("%s\n", r.images[i].c_str());
        print_top(std::span(logits).subspan(i * classes, classes), *labels, r.top);
    }
    if (r.compare) (shared ? compare<pair_model> : compare<fused_model>)(*weights, std::span(*images).first(pixels), r.threads);
    if (r.logits.empty()) return {};
    return try_save_npy(r.logits, {static_cast<long long>(r.images.size()), classes}, logits);
}

}  // namespace

int main(int count, char** arguments) {
    int exit_status = 0;
    const auto wanted = read_arguments(count, arguments, exit_status);
    if (!wanted) return exit_status;
    status done = describe(*wanted);
    if (done && !wanted->images.empty()) done = classify(*wanted);
    if (done) return 0;
    std::fprintf(stderr, "classify: %s\n", done.message().c_str());
    return 2;
}
