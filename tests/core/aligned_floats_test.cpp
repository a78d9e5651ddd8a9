#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <fusenet/core/aligned_floats.hpp>
#include <span>
#include <utility>

using namespace fusenet;

TEST_CASE("memory is aligned to a cache line and first 0, be it at hand or given when it is written") {
    for (const std::size_t count : {0u, 1u, 16u, 1000u, 524272u, 524273u, 700000u, 1600000u}) {
        CAPTURE(count);
        aligned_floats at_hand(count), when_written = aligned_floats::when_written(count);
        for (aligned_floats* floats : {&at_hand, &when_written}) {
            CHECK(floats->size() == count);
            REQUIRE(floats->data());
            CHECK(reinterpret_cast<std::uintptr_t>(floats->data()) % 64 == 0);
            const std::span<float> all(floats->data(), count + 16);  // as many more may be read
            CHECK(std::ranges::count(all, 0.f) == static_cast<std::ptrdiff_t>(count + 16));
            std::ranges::fill(all.first(count), 1.f);
            CHECK(std::ranges::count(all, 1.f) == static_cast<std::ptrdiff_t>(count));
        }
    }
}

TEST_CASE("memory that was moved from is none, and what is moved to gives up its own") {
    for (const bool large : {false, true}) {
        const std::size_t count = large ? 1000000 : 10;
        aligned_floats one = aligned_floats::when_written(count), other(3);
        one.data()[count - 1] = 5;
        other = std::move(one);
        CHECK(other.size() == count);
        CHECK(other.data()[count - 1] == 5);
        CHECK(one.size() == 0);
        CHECK(one.data() == nullptr);
    }
}
