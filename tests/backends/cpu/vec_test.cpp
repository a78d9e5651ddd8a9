// The vectors' parts: as many lanes as there are channels left, and not one float more.
#include <fusenet/backends/cpu/vec.hpp>
#include <memory>

#include "../../support.hpp"

namespace {

using namespace fusenet;
using cpu::lanes;

TEST_CASE("vec: some lanes are read and written, the others left alone") {
    for (int n = 1; n <= lanes; ++n) {
        CAPTURE(n);
        // Exactly n floats, so that a sanitizer sees any further one.
        const auto from = std::make_unique<float[]>(static_cast<std::size_t>(n));
        for (int i = 0; i < n; ++i) from[static_cast<std::size_t>(i)] = static_cast<float>(i + 1);
        float all[lanes];
        cpu::store(all, cpu::load_some(from.get(), n));
        for (int i = 0; i < lanes; ++i) CHECK(all[i] == (i < n ? static_cast<float>(i + 1) : 0.f));

        const auto to = std::make_unique<float[]>(static_cast<std::size_t>(n));
        cpu::store_some(to.get(), cpu::load(all) + cpu::vec(1.f), n);
        for (int i = 0; i < n; ++i) CHECK(to[static_cast<std::size_t>(i)] == static_cast<float>(i + 2));
    }
}

TEST_CASE("vec: lanes are combined in their order") {
    float all[lanes];
    for (int i = 0; i < lanes; ++i) all[i] = static_cast<float>(i + 1);
    for (int n = 1; n <= lanes; ++n) {
        CHECK(cpu::across(cpu::load(all), n, [](float a, float b) { return a + b; }) == static_cast<float>(n * (n + 1) / 2));
        CHECK(cpu::across(cpu::load(all), n, [](float, float b) { return b; }) == static_cast<float>(n));
    }
}

TEST_CASE("vec: multiply_add") {
    float out[lanes];
    cpu::store(out, cpu::multiply_add(cpu::vec(3.f), cpu::vec(0.5f), cpu::vec(2.f)));
    for (float x : out) CHECK(x == 3.5f);
}

}  // namespace
