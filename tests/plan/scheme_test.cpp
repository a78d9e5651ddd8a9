// Schemes: which 3x3 convolutions go by tiles, and by which: by the arithmetic they save, and the weights they add.
#include <fusenet.hpp>

#include "../support.hpp"

namespace {

using namespace fusenet;

constexpr target machine{.lanes = 16, .registers = 32, .l2 = 1 << 20, .l3 = 16 << 20, .balance = 16};

template <const auto& Net, auto... Options>
constexpr int outputs_of_tiles() {
    int found = 0;
    for (int s = 0; s < planned<Net, Options...>::stage_count; ++s)
        if (planned<Net, Options...>::stages.stages[s].tile > found) found = planned<Net, Options...>::stages.stages[s].tile;
    return found;
}

template <int Size, int From, int To, int Window = 3, int Stride = 1>
constexpr auto one = input(Size, Size, From) | conv<Window, Window>(To, {.stride = Stride, .pad = Window / 2});

TEST_CASE("schemes: larger tiles on larger maps") {
    CHECK(outputs_of_tiles<one<56, 64, 64>, machine>() == 4);
    CHECK(outputs_of_tiles<one<7, 256, 256>, machine>() == 2);
}

TEST_CASE("schemes: sums where tiles save little, or nothing may be lost") {
    CHECK(outputs_of_tiles<one<56, 3, 64>, machine>() == 0);      // fewer input channels than a vector has
    CHECK(outputs_of_tiles<one<8, 32, 32>, machine>() == 0);      // microseconds
    CHECK(outputs_of_tiles<one<56, 64, 64, 5>, machine>() == 0);  // no 3x3
    CHECK(outputs_of_tiles<one<56, 64, 64, 3, 2>, machine>() == 0);
    CHECK(outputs_of_tiles<one<56, 64, 64>, machine, accuracy::exact>() == 0);
}

TEST_CASE("schemes: where all weights stay in a cache, the smaller tiles unless the larger are far quicker") {
    // 13x13, 64 -> 256: the larger tiles are a quarter quicker by the count of flops.
    CHECK(outputs_of_tiles<one<13, 64, 256>, machine>() == 2);
    CHECK(outputs_of_tiles<one<28, 64, 256>, machine>() == 4);
    // Beside weights that do not fit, this layer's come from memory, and the quicker tiles count.
    static constexpr auto beside = one<13, 64, 256> | flatten() | dense(1024);
    static_assert(4 * planned<beside, machine>::weight_bytes > machine.l3);
    CHECK(outputs_of_tiles<beside, target{.lanes = 16, .registers = 32, .l2 = 1 << 20, .l3 = 1 << 20, .balance = 4}>() == 4);
}

}  // namespace
