// Vectors of floats from numbers of 16 bits: every number, in every lane, from any address.
#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <fusenet/backends/cpu/widen.hpp>
#include <vector>

using namespace fusenet;

TEST_CASE_TEMPLATE("a vector of numbers of 16 bits is widened exactly", Weight, bfloat16, float16) {
    for (int first = 0; first < 3; ++first) {
        std::vector<Weight> stored;
        for (int k = 0; k < first; ++k) stored.push_back({0x1234});
        for (std::uint32_t all = 0; all < 0x10000; ++all) stored.push_back({static_cast<std::uint16_t>(all)});
        for (int k = 0; k < cpu::lanes; ++k) stored.push_back({static_cast<std::uint16_t>(k)});
        float found[cpu::lanes];
        for (std::size_t at = 0; at + cpu::lanes <= stored.size(); ++at) {
            cpu::store(found, cpu::load(&stored[at]));
            for (std::size_t k = 0; k < cpu::lanes; ++k) {
                const float expected = widened(stored[at + k]);
                const bool same = std::bit_cast<std::uint32_t>(found[k]) == std::bit_cast<std::uint32_t>(expected);
                if (!same && !(std::isnan(found[k]) && std::isnan(expected)))
                    FAIL_CHECK(stored[at + k].bits, " became ", found[k]);
            }
        }
    }
}
