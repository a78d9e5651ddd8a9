// What a static_model makes of an input, by memory of the caller's alone, as on a device.
#pragma once

#include <fusenet/pack_weights.hpp>
#include <fusenet/static_model.hpp>
#include <vector>

namespace fusenet::test {

/// The first output, with the parameters that `given` holds.
template <class Model>
std::vector<float> without_system(const parameter_set& given, const std::vector<float>& in) {
    values_in_memory values(given);
    const std::vector<float> packed = try_pack_weights<typename Model::plan>(values).value();
    std::vector<float> out(Model::output_size), arena(static_cast<std::size_t>(Model::arena_bytes / 4 + 16));
    float* const at[]{out.data()};
    Model::run(packed.data(), in.data(), at, arena.data());
    return out;
}

}  // namespace fusenet::test
