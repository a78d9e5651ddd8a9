// What tuning writes is the target it found, and a plan made for it is the one it measured.
#include <fusenet/tune.hpp>
#include <sstream>

#include "../support.hpp"

namespace {

using namespace fusenet;

constexpr auto net = input(20, 20, 4) | conv<3, 3>(8, {.pad = 1}) | relu() | conv<3, 3>(8, {.pad = 1}) | relu() | maxpool<2>();
constexpr target small{.l2 = 8_KiB}, other{.balance = 3, .meeting = 7};

/// The number behind `.NAME = ` in a text.
long long named_number(const std::string& text, const std::string& name) {
    const std::size_t at = text.rfind("." + name + " = ");
    REQUIRE(at != std::string::npos);
    return std::stoll(text.substr(at + name.size() + 4));
}

TEST_CASE("tune: every candidate is measured, the quickest is written") {
    const tuning found = tune_among<net, target{}, small, other>(1, 0.01);
    REQUIRE(found.tried.size() == 3);
    CHECK(found.tried[0].machine == target{});
    CHECK(found.tried[1].machine == small);
    CHECK(found.tried[1].nests == planned<net, small>::nest_count);
    CHECK(found.tried[1].arena_bytes == planned<net, small>::arena_bytes);
    for (const tuned_target& one : found.tried) {
        CHECK(one.microseconds > 0);
        CHECK(found.best().microseconds <= one.microseconds);
    }
    CHECK(found.gain() >= 1);

    const std::string text = found.header("net_target");
    CHECK(text.find("inline constexpr fusenet::target net_target{") != std::string::npos);
    const target written{.lanes = static_cast<int>(named_number(text, "lanes")), .registers = static_cast<int>(named_number(text, "registers")),
                         .l1 = named_number(text, "l1"), .l2 = named_number(text, "l2"), .l3 = named_number(text, "l3"),
                         .cores = static_cast<int>(named_number(text, "cores")), .balance = static_cast<int>(named_number(text, "balance")),
                         .meeting = static_cast<int>(named_number(text, "meeting"))};
    CHECK(written == found.best().machine);
    CHECK_THROWS_WITH_AS(found.write("no/such/folder/net_target.hpp", "net_target"), "no/such/folder/net_target.hpp: cannot be written",
                         std::runtime_error);
}

}  // namespace
