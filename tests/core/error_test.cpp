#include <doctest/doctest.h>

#include <fusenet/core/error.hpp>
#include <memory>
#include <string>
#include <type_traits>

using namespace fusenet;

static_assert(std::is_base_of_v<std::runtime_error, error>);

namespace {

result<std::unique_ptr<int>> boxed(int n) {
    if (n < 0) return failure{"expected a number of at least 0, found " + std::to_string(n)};
    return std::make_unique<int>(n);
}

}  // namespace

TEST_CASE("a result holds a value or a sentence") {
    const auto good = boxed(3);
    REQUIRE(good);
    CHECK(**good == 3);
    CHECK(*boxed(4).value() == 4);

    const auto bad = boxed(-1);
    REQUIRE_FALSE(bad);
    CHECK(bad.message() == "expected a number of at least 0, found -1");
    CHECK_THROWS_WITH_AS(boxed(-2).value(), "expected a number of at least 0, found -2", error);
}

TEST_CASE("a status passes its sentence on") {
    const status good;
    CHECK(good);
    CHECK_NOTHROW(good.require());

    const status bad = failure{"the file is gone"};
    REQUIRE_FALSE(bad);
    const result<int> passed_on = bad.why();
    REQUIRE_FALSE(passed_on);
    CHECK(passed_on.message() == "the file is gone");
    CHECK_THROWS_WITH_AS(bad.require(), "the file is gone", error);

    const status without_words = failure{""};
    CHECK_FALSE(without_words);
}
