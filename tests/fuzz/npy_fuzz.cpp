// Whatever bytes a .npy file has: it is refused with a sentence, or read into an array that has as many numbers as
// its shape says and, if it is of float32, survives being saved and read again.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fusenet/weights/npy.hpp>
#include <span>

#include "demand.hpp"

using namespace fusenet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto array = try_load_npy(std::as_bytes(std::span(data, size)), "f");
    if (!array) {
        demand(array.message().starts_with("f: ") && array.message().size() > 10, "a refusal says why");
        return 0;
    }
    long long count = 1;
    for (const long long d : array->shape) {
        demand(d >= 0, "no extent is negative");
        if (d == 0) count = 0;
        if (count) count *= d;
    }
    const auto floats = array->as<float>();
    demand(array->size() == count, "as many numbers as the shape says");
    demand(floats.size() == static_cast<std::size_t>(count), "all are converted to float");
    demand(array->as<double>().size() == floats.size(), "all are converted to double");
    if (array->type != stored_type::float32) return 0;
    const auto saved = try_encode_npy(array->shape, floats);
    demand(bool(saved), "what was read can be saved");
    const auto again = try_load_npy(*saved);
    demand(bool(again), "what was saved can be read");
    demand(again->shape == array->shape && again->bytes == array->bytes, "what was saved is what is read");
    return 0;
}
