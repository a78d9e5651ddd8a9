// Whatever bytes a file of packed weights has: a static_model refuses it with a sentence and stays without weights, or
// takes it and runs. The first byte says how many words of a right head stand in front of the others.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fusenet/freestanding.hpp>
#include <span>
#include <vector>

#include "demand.hpp"

using namespace fusenet;

namespace {

constexpr auto net = input(4, 4, 1) | conv<3, 3>(2) | relu() | flatten() | dense(2);
using model_type = static_model<net>;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    blob_head head;
    head.stamp = model_type::stamp;
    const std::size_t right = std::min<std::size_t>(4 * (data[0] % 17), sizeof head), rest = size - 1;
    std::vector<float> file((right + rest + 3) / 4);  // as exactly as alignment lets it be
    auto* const bytes = reinterpret_cast<std::byte*>(file.data());
    if (right + rest > 0) {
        std::memcpy(bytes, &head, right);
        std::memcpy(bytes + right, data + 1, rest);
    }
    if (right == sizeof head && rest >= model_type::weight_bytes && data[0] >= 128) {  // and a right sum
        const std::uint32_t sum = sum_of(file.data() + sizeof head / 4, model_type::stamp.floats);
        std::memcpy(bytes + offsetof(blob_head, sum), &sum, sizeof sum);
    }
    model_type model;
    const char* why = model.take({bytes, right + rest});
    demand((why == nullptr) == model.ready(), "a model has weights if nothing was said");
    if (why) {
        demand(std::strlen(why) > 20, "a refusal says why");
        return 0;
    }
    float image[16]{}, scores[2];
    model(image, scores);
    return 0;
}
