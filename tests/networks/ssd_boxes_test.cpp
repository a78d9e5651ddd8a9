// Priors, boxes and detections against numbers that were worked out by hand.
#include <fusenet/networks/mobilenet_ssd.hpp>

#include "../support.hpp"

namespace {

using namespace fusenet::networks;
using ssd::box, ssd::decoded, ssd::detect, ssd::detection, ssd::distinct, ssd::overlap, ssd::prior;

constexpr const auto& priors = mobilenet_ssd_priors;

// 19 x 19 cells of 3 and, of 6, 10 x 10, 5 x 5, 3 x 3, 2 x 2 and 1.
static_assert(priors.size() == 1083 + 600 + 150 + 54 + 24 + 6);

constexpr bool is(const prior& p, double x, double y, double width, double height) {
    const auto near = [](float a, double b) { return a - b < 1e-6 && b - a < 1e-6; };
    return near(p.x, x) && near(p.y, y) && near(p.width, width) && near(p.height, height);
}

// A square of 60 of 300 pixels, and two rectangles of ratio 2: 60 * sqrt(2) = 84.852814.
static_assert(is(priors[0], 0.5 / 19, 0.5 / 19, 0.2, 0.2));
static_assert(is(priors[1], 0.5 / 19, 0.5 / 19, 0.28284271, 0.14142136));
static_assert(is(priors[2], 0.5 / 19, 0.5 / 19, 0.14142136, 0.28284271));
// Cell after cell, row after row.
static_assert(is(priors[3], 1.5 / 19, 0.5 / 19, 0.2, 0.2));
static_assert(is(priors[3 * 19], 0.5 / 19, 1.5 / 19, 0.2, 0.2));
// 105 and 150 pixels: the second square has sqrt(105 * 150) = 125.499004; then ratios 2 and 3.
static_assert(is(priors[1083], 0.05, 0.05, 0.35, 0.35));
static_assert(is(priors[1084], 0.05, 0.05, 0.41833001, 0.41833001));
static_assert(is(priors[1085], 0.05, 0.05, 0.49497475, 0.24748737));
static_assert(is(priors[1086], 0.05, 0.05, 0.24748737, 0.49497475));
static_assert(is(priors[1087], 0.05, 0.05, 0.60621778, 0.20207259));
static_assert(is(priors[1088], 0.05, 0.05, 0.20207259, 0.60621778));
// The only cell of the last map: 285 pixels, ratio 1/3.
static_assert(is(priors[1916], 0.5, 0.5, 0.54848276, 1.64544827));

TEST_CASE("ssd: a box from its prior and four numbers") {
    // centre 0.5 + 0.1 * 1 * 0.2 and 0.5 - 0.1 * 2 * 0.4; extent 0.2 * exp(0.1) and 0.4 * exp(-0.2)
    const float place[] = {1, -2, 0.5f, -1};
    const box b = decoded({0.5f, 0.5f, 0.2f, 0.4f}, place);
    CHECK(b.left == doctest::Approx(0.52 - 0.22103418 / 2).epsilon(1e-6));
    CHECK(b.top == doctest::Approx(0.42 - 0.32749230 / 2).epsilon(1e-6));
    CHECK(b.right == doctest::Approx(0.52 + 0.22103418 / 2).epsilon(1e-6));
    CHECK(b.bottom == doctest::Approx(0.42 + 0.32749230 / 2).epsilon(1e-6));
}

TEST_CASE("ssd: how much boxes overlap") {
    CHECK(overlap({0, 0, 2, 2}, {1, 1, 3, 3}) == doctest::Approx(1.0 / 7));
    CHECK(overlap({0, 0, 2, 2}, {0, 0, 2, 2}) == 1);
    CHECK(overlap({0, 0, 4, 2}, {1, 0, 2, 2}) == doctest::Approx(0.25));
    CHECK(overlap({0, 0, 1, 1}, {1, 0, 2, 1}) == 0);  // they touch
    CHECK(overlap({0, 0, 1, 1}, {2, 2, 3, 3}) == 0);
    CHECK(overlap({0, 0, 0, 0}, {0, 0, 0, 0}) == 0);
}

TEST_CASE("ssd: of boxes that overlap the surest is kept") {
    const box a{0, 0, 10, 10}, shifted{0, 4, 10, 14}, far{0, 8, 10, 18};  // overlap of neighbours: 6/14 = 0.43
    const std::vector<detection> found{{1, 0.5f, shifted}, {1, 0.9f, a}, {1, 0.7f, far}, {2, 0.8f, a}};

    SUBCASE("but one that overlaps less than is allowed is another") {
        const auto kept = distinct(found, {.most_overlap = 0.45f});
        REQUIRE(kept.size() == 4);
        CHECK(kept[0].score == 0.9f);
        CHECK(kept[3].score == 0.5f);
    }
    SUBCASE("within its kind") {
        const auto kept = distinct(found, {.most_overlap = 0.4f});
        REQUIRE(kept.size() == 3);
        CHECK(kept[0].score == 0.9f);
        CHECK(kept[1].kind == 2);
        CHECK(kept[2].score == 0.7f);
    }
    SUBCASE("one that was left out leaves out no other") {
        const box next{0, 2, 10, 12};  // 8/12 over a, and over `shifted`, which overlaps a by 6/14 only
        const auto kept = distinct({{1, 0.9f, a}, {1, 0.8f, next}, {1, 0.7f, shifted}}, {.most_overlap = 0.5f});
        REQUIRE(kept.size() == 2);
        CHECK(kept[1].score == 0.7f);
    }
    SUBCASE("and no more than asked for") {
        CHECK(distinct(found, {.most = 2}).size() == 2);
        const auto kept = distinct(found, {.most_of_kind = 1});
        REQUIRE(kept.size() == 2);
        CHECK(kept[1].kind == 2);
    }
}

TEST_CASE("ssd: detections from scores") {
    const std::vector<prior> two{{0.25f, 0.25f, 0.5f, 0.5f}, {0.75f, 0.75f, 0.5f, 0.5f}};
    const std::vector<float> places(8, 0.0f);
    // Logarithms of shares, whatever is added to all of a prior: 0.1 0.7 0.2, and 0.5 0.2 0.3.
    const std::vector<float> scores{std::log(0.1f) + 40, std::log(0.7f) + 40, std::log(0.2f) + 40,
                                    std::log(0.5f),      std::log(0.2f),      std::log(0.3f)};
    const auto found = detect(places, scores, two);
    REQUIRE(found.size() == 2);  // not the background, and none below 0.25
    CHECK(found[0].kind == 1);
    CHECK(found[0].score == doctest::Approx(0.7));
    CHECK(found[0].where.right == 0.5f);
    CHECK(found[1].kind == 2);
    CHECK(found[1].score == doctest::Approx(0.3));
    CHECK(found[1].where.left == 0.5f);

    CHECK(detect(places, scores, two, {.least_score = 0.75f}).empty());
    CHECK(detect(places, scores, two, {.least_score = 0}).size() == 4);
    CHECK_THROWS_WITH_AS(detect(places, std::vector<float>(7), two),
                         "ssd::detect: 2 priors do not fit 8 numbers of places and 7 scores", fusenet::error);
}

}  // namespace
