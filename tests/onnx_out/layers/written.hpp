// A case of ONNX out: a network, its file, and what the reference makes of seeded images by seeded weights.
#pragma once

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fusenet/backends/reference/run.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/onnx.hpp>
#include <fusenet/weights/npy.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <ostream>
#include <random>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace fusenet::test {

/// The same numbers in [-4, 4) on every machine, so wide that what is clipped is reached.
inline std::vector<float> image_values(long long count) {
    std::mt19937 engine(11);
    std::vector<float> drawn(static_cast<std::size_t>(count));
    for (float& x : drawn) x = static_cast<float>(engine() >> 8) * 0x1p-21f - 4;
    return drawn;
}

/// NumPy's extent of so many images, in fusenet's order.
inline std::vector<long long> batch_extent(int images, shape s) {
    std::vector<long long> extent{images};
    if (s.rank > 2) extent.push_back(s.h);
    if (s.rank > 1) extent.push_back(s.w);
    extent.push_back(s.c);
    return extent;
}

/// An image, NHWC, as the network reads it.
template <facts Is>
std::vector<element_type<Is.type>> as_read(std::span<const float> cells, shape s) {
    std::vector<element_type<Is.type>> image(cells.size());
    reference::each_value(s, [&](int y, int x, int c) {
        const long long cell = 1LL * y * s.w + x, at = cell * s.c + c;
        const long long to = Is.ordered == layout::nchw ? 1LL * c * s.h * s.w + cell : at;
        image[static_cast<std::size_t>(to)] = static_cast<element_type<Is.type>>(cells[static_cast<std::size_t>(at)]);
    });
    return image;
}

inline constexpr int images = 2;  // one would not show a batch that is taken for something else

/// Writes NAME.onnx, NAME.input.npy, NAME.output_K.npy; and to `kinds` the layers that the network is made of.
template <const auto& Net, shape In>
void write_case(const std::string& name, const std::filesystem::path& folder, std::ostream& kinds) {
    using all = described<Net, In>;
    parameter_set weights(all::parameters());
    weights.randomise(7);
    save_onnx<Net, In>(weights, folder / (name + ".onnx"));
    Net.each([&](int, const auto& layer) { kinds << name_of<std::remove_cvref_t<decltype(layer)>>() << '\n'; });

    const shape in = all::lowered.net.nodes[0].out;
    constexpr facts is = all::lowered.net.nodes[0].is;
    std::vector<float> input = image_values(images * in.size());
    if constexpr (is.type == element::uint8)
        for (float& x : input) x = std::floor((x + 4) * 32);
    save_npy((folder / (name + ".input.npy")).string(), batch_extent(images, in), input);
    std::vector<std::vector<float>> outputs(all::lowered.net.output_count);
    for (std::size_t i = 0; i < images; ++i) {
        const auto size = static_cast<std::size_t>(in.size());
        const auto image = as_read<is>(std::span(input).subspan(i * size, size), in);
        const auto made = reference::run<Net, double, In>(weights.values().data(), image);
        for (std::size_t k = 0; k < made.size(); ++k)
            for (const double value : made[k]) outputs[k].push_back(static_cast<float>(value));
    }
    for (std::size_t k = 0; k < outputs.size(); ++k) {
        const shape out = all::lowered.net.nodes[all::lowered.net.outputs[k]].out;
        const std::string file = name + ".output_" + std::to_string(k) + ".npy";
        save_npy((folder / file).string(), batch_extent(images, out), outputs[k]);
    }
}

struct onnx_case {
    const char* name;
    void (*write)(const std::string&, const std::filesystem::path&, std::ostream&);
};

template <const auto& Net, shape In = shape{}>
constexpr onnx_case written(const char* name) {
    return {name, write_case<Net, In>};
}

/// One list for each source.
std::vector<onnx_case> contraction_cases();
std::vector<onnx_case> map_cases();
std::vector<onnx_case> move_cases();
std::vector<onnx_case> network_cases();
std::vector<onnx_case> norm_cases();
std::vector<onnx_case> pool_cases();
std::vector<onnx_case> recurrence_cases();

}  // namespace fusenet::test
