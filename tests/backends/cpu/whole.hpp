// Whole networks: fused, layer by layer, in tiny caches and by several threads, against the reference in double.
#pragma once

#include <array>
#include <cstdint>
#include <fusenet.hpp>
#include <fusenet/backends/reference/run.hpp>
#include <limits>
#include <utility>
#include <vector>

#include "../../support.hpp"

namespace fusenet::test {

using answers = std::vector<std::vector<float>>;

/// Memory aligned as an arena must be, not a number anywhere; and whether what lies behind it is untouched.
class poisoned_arena {
public:
    explicit poisoned_arena(long long bytes) : floats_(static_cast<std::size_t>(bytes / 4)), memory_(floats_ + 2 * guard, nan) {}

    float* data() { return memory_.data() + (64 - reinterpret_cast<std::uintptr_t>(memory_.data()) % 64) % 64 / 4; }
    bool kept_its_end() {
        for (std::size_t i = 0; i < guard; ++i)
            if (!std::isnan(data()[floats_ + i])) return false;
        return true;
    }

private:
    static constexpr std::size_t guard = 16;
    static constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    std::size_t floats_;
    std::vector<float> memory_;
};

/// Memory for the answers to some images, full of a number that no answer is.
template <class Model>
struct outputs_of {
    answers all;
    std::vector<float*> at;

    explicit outputs_of(std::size_t images) {
        for (int k = 0; k < Model::output_count; ++k)
            all.emplace_back(images * static_cast<std::size_t>(Model::output_at(k).size()), -1e30f);
        for (auto& o : all) at.push_back(o.data());
    }
};

/// All outputs of a model, for one or more images, in pieces that an executor shares.
template <class Model, class Executor>
answers run(const Model& model, const std::vector<float>& images, int pieces, Executor& others, sharing by) {
    const std::size_t count = images.size() / static_cast<std::size_t>(Model::input_size);
    outputs_of<Model> out(count);
    CHECK(model.working_bytes(pieces, by) == Model::arena_bytes_for(pieces, by));
    poisoned_arena arena(model.working_bytes(pieces, by));
    model.run(images.data(), out.at.data(), count, arena.data(), pieces, others, by);
    CHECK(arena.kept_its_end());
    return out.all;
}

/// The same, as the model is, with threads of its own.
template <class Model>
answers run(Model& model, const std::vector<typename Model::input_element>& images, int threads) {
    const std::size_t count = images.size() / static_cast<std::size_t>(Model::input_size);
    outputs_of<Model> out(count);
    model.threads(threads);
    poisoned_arena arena(model.working_bytes());
    model.run(images.data(), out.at.data(), count, arena.data());
    CHECK(arena.kept_its_end());
    return out.all;
}

/// What the network means, image after image.
template <const auto& Net, shape In>
std::vector<std::vector<double>> meant(const parameter_set& given, const std::vector<float>& images, int count) {
    std::vector<std::vector<double>> all;
    const std::size_t size = images.size() / static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        const auto one = reference::run<Net, double, In>(given.values().data(), std::span(images).subspan(i * size, size));
        all.resize(one.size());
        for (std::size_t k = 0; k < one.size(); ++k) all[k].insert(all[k].end(), one[k].begin(), one[k].end());
    }
    return all;
}

/// The largest error of any output, as a share of its largest value where that is above 1.
inline double worst(const answers& got, const std::vector<std::vector<double>>& expected) {
    double all = 0;
    REQUIRE(got.size() == expected.size());
    for (std::size_t k = 0; k < got.size(); ++k) {
        double largest = 1;
        for (double x : expected[k]) largest = std::max(largest, std::abs(x));
        all = std::max(all, max_error(got[k], expected[k]) / largest);
    }
    return all;
}

/// One way of running a network: right, and the same bits for any number of threads.
template <class Model>
void check_model(const char* way, const parameter_set& given, const std::vector<float>& images,
                 const std::vector<std::vector<double>>& expected, double tolerance) {
    INFO(way);
    Model model(given);
    const answers alone = run(model, images, 1);
    CHECK(worst(alone, expected) < tolerance);
    for (int threads : {2, 3, 5}) {
        CAPTURE(threads);
        CHECK(run(model, images, threads) == alone);
    }
}

/// Threads that divide whatever can be divided, be it ever so small.
inline constexpr target shared_always{.meeting = 0};

/// `In` is for a network without input(...). A cache of 8 KiB forces steps of few rows.
template <const auto& Net, shape In = shape{}>
void check_network(double tolerance, int images = 1) {
    using fused_model = compile<Net, In, shared_always>;
    parameter_set given = fused_model::parameters();
    given.randomise(1);
    const std::vector<float> in = numbers(fused_model::input_size * images, 2);
    const auto expected = meant<Net, In>(given, in, images);
    check_model<fused_model>("fused", given, in, expected, tolerance);
    check_model<compile<Net, In, shared_always, layer_by_layer>>("layer by layer", given, in, expected, tolerance);
    check_model<compile<Net, In, target{.l2 = 8_KiB, .cores = 2, .meeting = 0}>>("fused, in 8 KiB", given, in, expected, tolerance);
}

}  // namespace fusenet::test
