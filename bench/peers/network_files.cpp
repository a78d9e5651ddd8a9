// Writes one network for all engines, into a folder: weights.safetensors with seeded random values, network.onnx with the
// same, and facts.json with its shapes and its contractions, for their bounds.
// needs: json onnx
#include <exception>
#include <filesystem>
#include <fstream>
#include <fusenet/onnx.hpp>
#include <fusenet/weights/safetensors_writer.hpp>
#include <iostream>
#include <network.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace {

using plan = model::plan;
using nlohmann::json;

json extent_of(const fusenet::shape& s) {
    if (s.rank == 1) return {s.c};
    if (s.rank == 2) return {s.c, s.w};
    return {s.c, s.h, s.w};
}

json facts() {
    json all{{"input", extent_of(plan::input)}, {"outputs", json::array()}, {"contractions", json::array()}};
    for (int k = 0; k < plan::output_count; ++k) {
        const std::string name = plan::output_count == 1 ? "output" : "output_" + std::to_string(k);  // as save_onnx does
        all["outputs"].push_back({{"name", name}, {"extent", extent_of(plan::output_at(k))}});
    }
    for (int n = 0; n < plan::written.node_count; ++n) {
        const fusenet::ir_node& node = plan::written.nodes[n];
        const fusenet::window& w = node.is.reads;
        if (node.is.kind != fusenet::family::contraction) continue;
        const bool tiles = w.kh == 3 && w.kw == 3 && w.stride == fusenet::extent2(1) &&
                           w.dilation == fusenet::extent2(1) && w.up == fusenet::extent2(1) && node.is.groups == 1 &&
                           !node.is.transposed;
        all["contractions"].push_back({{"flops", node.is.flops}, {"weights", node.is.weights}, {"tiles", tiles}});
    }
    return all;
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 2) throw std::runtime_error("usage: " + std::string(argv[0]) + " FOLDER");
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    fusenet::parameter_set weights(plan::parameter_table());
    weights.randomise(1);
    fusenet::save_safetensors(folder / "weights.safetensors", weights);
    fusenet::save_onnx<model::net>(weights, folder / "network.onnx");
    std::ofstream(folder / "facts.json") << facts().dump(1) << '\n';
} catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
}
