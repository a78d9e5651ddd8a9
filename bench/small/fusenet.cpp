// fusenet's side of the comparison.
// needs: json
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "cases.hpp"
#include "engine.hpp"

namespace {

using namespace fusenet;
using nlohmann::json;

/// A stream that goes on by `Samples` in each of its steps.
template <const auto& Net, int Samples>
struct signal final : small::running {
    stream<Net> model;
    explicit signal(const std::string& weights) : model(weights) {}
    void run(const float* in, float* out, long long pieces) override {
        float* const to[] = {out};
        model.run(in, to, static_cast<std::size_t>(pieces / Samples));
    }
    void reset() override { model.reset(); }
};

/// What sees its input whole, and leaves the processor's modes as they are.
template <const auto& Net, int Samples>
struct whole final : small::running {
    compile<Net> model;
    explicit whole(const std::string& weights) : model(weights) {}
    void run(const float* in, float* out, long long pieces) override {
        const long long times = pieces / Samples;
        model(std::span(in, static_cast<std::size_t>(times * model.input_size)),
              std::span(out, static_cast<std::size_t>(times * model.output_size)));
    }
};

/// Only reads, as many floats as a network has weights: the least time that it could take.
struct reading final : small::running {
    aligned_floats block;
    explicit reading(const json& task) : block(task.at("floats").get<std::size_t>()) {}
    void run(const float*, float* out, long long) override {
        constexpr int sums = 8;
        cpu::vec sum[sums];
        for (cpu::vec& s : sum) s = cpu::vec(0.f);
        for (std::size_t i = 0; i + sums * cpu::lanes <= block.size(); i += sums * cpu::lanes)
            for (std::size_t k = 0; k < sums; ++k) sum[k] = sum[k] + cpu::load(block.data() + i + k * cpu::lanes);
        for (int k = 1; k < sums; ++k) sum[0] = sum[0] + sum[k];
        cpu::store_some(out, sum[0], 1);
    }
};

}  // namespace

std::unique_ptr<small::running> small::make(const std::string& text) {
    const json task = json::parse(text);
    const std::string name = task.at("case"), way = task.at("way");
    if (way == "reading") return std::make_unique<reading>(task);
    const std::string weights = task.at("weights");
    std::unique_ptr<running> made;
    for_each_signal<block>([&]<const auto & Step, const auto & Block>(std::string_view one) {
        if (one != name) return;
        if (way == "blocks")
            made = std::make_unique<signal<Block, block>>(weights);
        else if (way == "unguarded")
            made = std::make_unique<whole<Block, block>>(weights);
        else
            made = std::make_unique<signal<Step, 1>>(weights);
    });
    for_each_image([&]<const auto & Net>(std::string_view one) {
        if (one == name) made = std::make_unique<whole<Net, 1>>(weights);
    });
    if (name == "silero_vad") made = std::make_unique<signal<networks::silero_vad, 1>>(weights);
    if (!made) throw std::runtime_error("no case " + name);
    return made;
}
