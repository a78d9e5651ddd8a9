// What the report says of weights that are stored in 16 bits: which, and how many bytes they are.
#include <doctest/doctest.h>

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/report/explain.hpp>
#include <sstream>
#include <string>

namespace {

using namespace fusenet;

constexpr auto net = input(6, 6, 8) | conv<3, 3>(8) | relu() | flatten() | dense(256, {.bias = false});

template <auto... Options>
std::string explained() {
    std::ostringstream to;
    explain<net, Options...>(to);
    return to.str();
}

TEST_CASE("explain: weights in 16 bits are named, and their bytes counted") {
    const std::string plain = explained(), stored = explained<weight_storage::bfloat16>();
    CHECK(plain.find("float") == std::string::npos);
    CHECK(plain.find("flops, weights 128 KiB") != std::string::npos);
    CHECK(stored.find("dense -> 256, bfloat16") != std::string::npos);
    CHECK(stored.find("conv 3x3 -> 8, bfloat16") == std::string::npos);
    CHECK(stored.find("flops, weights 64 KiB") != std::string::npos);
    CHECK(explained<weight_storage::float16>().find("dense -> 256, float16") != std::string::npos);
}

}  // namespace
