// More channels than 16 bits count: maps moved into branches, siblings merged, and groups.
#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr auto moved = input(4) | concat(dense(20000), tanh() | dense(20000), dense(8)) | prelu();
constexpr auto siblings = input(3) | concat(dense(40000), dense(40000)) | relu();
constexpr auto groups = input(1, 1, 80000) | conv<1, 1>(80000, {.groups = 40000});

template <const auto& Net>
void check() {
    using model_type = compile<Net>;
    parameter_set given = model_type::parameters();
    given.randomise(1);
    model_type model(given);
    const std::vector<float> in = test::numbers(model_type::input_size, 2);
    CHECK(test::worst(test::run(model, in, 1), test::meant<Net, shape{}>(given, in, 1)) < 1e-5);
}

TEST_CASE("wide: a map on the concat of wide branches") { check<moved>(); }
TEST_CASE("wide: siblings") { check<siblings>(); }
TEST_CASE("wide: groups") { check<groups>(); }

}  // namespace
