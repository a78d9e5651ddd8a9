#include <doctest/doctest.h>

#include <cstdint>
#include <fusenet/weights/convention.hpp>
#include <numeric>
#include <vector>

using namespace fusenet;
using namespace fusenet::weight_files;

namespace {

using extent = std::vector<std::uint64_t>;

parameter row_of(dims d, shape flattened = {0, 0, 0, 0}) { return {"p", d, 0, 0, flattened}; }

/// The parameter whose values in the file are 0, 1, 2, ...: each value tells where it was.
std::vector<int> places(const parameter& p, convention order) {
    std::vector<int> out(static_cast<std::size_t>(p.extent.size()), -1);
    file_order(p, order).each([&](std::size_t here, std::size_t there) { out.at(here) = static_cast<int>(there); });
    return out;
}

std::vector<int> counted(long long n) {
    std::vector<int> out(static_cast<std::size_t>(n));
    std::iota(out.begin(), out.end(), 0);
    return out;
}

}  // namespace

TEST_CASE("PyTorch's order is ours where nothing was flattened") {
    for (const dims& d : {dims(), dims(5), dims(3, 4), dims(2, 3, 5), dims(2, 3, 4, 5)})
        for (const convention order : {convention::pytorch, convention::fusenet})
            CHECK(places(row_of(d), order) == counted(d.size()));
}

TEST_CASE("TensorFlow keeps filters HWIO, in time TIO, dense weights [in x out]") {
    const auto image = places(row_of({4, 3, 2, 5}), convention::tensorflow);
    const auto signal = places(row_of({4, 3, 2}), convention::tensorflow);
    const auto dense = places(row_of({4, 3}), convention::tensorflow);
    for (int o = 0; o < 4; ++o)
        for (int i = 0; i < 3; ++i) {
            CHECK(dense[static_cast<std::size_t>(o * 3 + i)] == i * 4 + o);
            for (int t = 0; t < 2; ++t)
                CHECK(signal[static_cast<std::size_t>((o * 3 + i) * 2 + t)] == (t * 3 + i) * 4 + o);
            for (int y = 0; y < 2; ++y)
                for (int x = 0; x < 5; ++x)
                    CHECK(image[static_cast<std::size_t>(((o * 3 + i) * 2 + y) * 5 + x)] ==
                          ((y * 5 + x) * 3 + i) * 4 + o);
        }
    CHECK(places(row_of({7}), convention::tensorflow) == counted(7));
}

TEST_CASE("an axis that reads a flattened image is c, h, w in PyTorch's files alone") {
    const shape image = shape::image(2, 3, 4);
    const auto dense = places(row_of({5, 24}, image), convention::pytorch);
    const auto gains = places(row_of({24}, image), convention::pytorch);
    const auto other = places(row_of({5, 24}, image), convention::tensorflow);
    for (int y = 0; y < 2; ++y)
        for (int x = 0; x < 3; ++x)
            for (int c = 0; c < 4; ++c) {
                const int ours = (y * 3 + x) * 4 + c, theirs = (c * 2 + y) * 3 + x;
                CHECK(gains[static_cast<std::size_t>(ours)] == theirs);
                for (int o = 0; o < 5; ++o) {
                    CHECK(dense[static_cast<std::size_t>(o * 24 + ours)] == o * 24 + theirs);
                    CHECK(other[static_cast<std::size_t>(o * 24 + ours)] == ours * 5 + o);
                }
            }
    CHECK(places(row_of({24}, image), convention::tensorflow) == counted(24));
    CHECK(places(row_of({5, 24}, image), convention::fusenet) == counted(120));
}

TEST_CASE("a file's extent is the parameter's, or it is refused") {
    struct row { dims ours; convention order; extent found; bool holds; };
    for (const row& r : {
             row{{32, 3, 5, 7}, convention::pytorch, {32, 3, 5, 7}, true},
             row{{32, 3, 5, 7}, convention::pytorch, {5, 7, 3, 32}, false},
             row{{32, 3, 5, 7}, convention::tensorflow, {5, 7, 3, 32}, true},
             row{{32, 3, 5, 7}, convention::tensorflow, {32, 3, 5, 7}, false},
             row{{32, 3, 5}, convention::tensorflow, {5, 3, 32}, true},
             row{{10, 64}, convention::tensorflow, {64, 10}, true},
             row{{10, 64}, convention::fusenet, {10, 64}, true},
             row{{10}, convention::pytorch, {10, 1}, false},
             row{{}, convention::pytorch, {}, true},
             row{{1}, convention::pytorch, {}, false},
             // Depthwise: channels and multiplier apart, or not.
             row{{12, 1, 3, 3}, convention::tensorflow, {3, 3, 12, 1}, true},
             row{{12, 1, 3, 3}, convention::tensorflow, {3, 3, 1, 12}, true},
             row{{12, 1, 3, 3}, convention::tensorflow, {3, 3, 4, 3}, true},
             row{{12, 1, 3, 3}, convention::tensorflow, {3, 3, 5, 3}, false},
             row{{12, 1, 3, 3}, convention::tensorflow, {3, 3, 0, 12}, false},
             row{{12, 1, 3, 3}, convention::tensorflow, {3, 4, 12, 1}, false},
             row{{12, 1, 5}, convention::tensorflow, {5, 12, 1}, true},
             row{{12, 1, 3, 3}, convention::pytorch, {12, 3, 3}, false},
             row{{12, 2, 3, 3}, convention::tensorflow, {3, 3, 12, 2}, false},
         }) {
        INFO("rank ", r.ours.rank, ", found rank ", r.found.size(), ", first ", r.found.empty() ? 0 : r.found[0]);
        CHECK(holds(row_of(r.ours), r.order, r.found) == r.holds);
    }
}

TEST_CASE("an image that is not as large as the axis is not sound") {
    CHECK(is_sound(row_of({5, 24}, shape::image(2, 3, 4))));
    CHECK(is_sound(row_of({5, 24})));
    CHECK_FALSE(is_sound(row_of({24, 5}, shape::image(2, 3, 4))));
    CHECK_FALSE(is_sound(row_of({}, shape::image(1, 1, 1))));
}
