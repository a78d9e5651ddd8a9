// A whole network of the library: its ONNX file, one seeded image, and what the compiled model makes of it.
#pragma once

#include <exception>
#include <filesystem>
#include <fusenet/compile.hpp>
#include <fusenet/onnx.hpp>
#include <fusenet/weights/npy.hpp>
#include <iostream>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fusenet::test {

inline std::vector<long long> extent_of_one(shape s) {
    if (s.rank == 3) return {1, s.h, s.w, s.c};
    if (s.rank == 2) return {1, s.w, s.c};
    return {1, s.c};
}

/// Writes NAME.onnx, NAME.input.npy, NAME.output_K.npy into the folder that the program is given.
template <const auto& Net>
int write_network(int argc, char** argv, const std::string& name) try {
    if (argc != 2) throw error("usage: " + name + " FOLDER");
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    using model = compile<Net>;
    parameter_set weights = model::parameters();
    weights.randomise(7);
    save_onnx<Net>(weights, folder / (name + ".onnx"));

    std::vector<float> image(static_cast<std::size_t>(model::input_size));
    std::mt19937 engine(11);
    for (float& x : image) x = static_cast<float>(engine() >> 8) * 0x1p-23f - 1;
    save_npy((folder / (name + ".input.npy")).string(), extent_of_one(model::input), image);

    model compiled(weights);
    std::vector<float> outputs[model::output_count];
    for (int k = 0; k < model::output_count; ++k) outputs[k].resize(static_cast<std::size_t>(model::output_at(k).size()));
    [&]<int... K>(std::integer_sequence<int, K...>) {
        compiled(image, outputs[K]...);
    }(std::make_integer_sequence<int, model::output_count>());
    for (int k = 0; k < model::output_count; ++k)
        save_npy((folder / (name + ".output_" + std::to_string(k) + ".npy")).string(), extent_of_one(model::output_at(k)),
                 outputs[k]);
    return 0;
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}

}  // namespace fusenet::test
