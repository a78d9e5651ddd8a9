// Register tiles for machines of every width: they fit the registers, and no panel is half empty where that can be.
#include <fusenet/core/tile_shape.hpp>

#include "../support.hpp"

namespace {

using namespace fusenet;

constexpr target scalar{.lanes = 1, .registers = 16}, sse{.lanes = 4, .registers = 16},
    neon{.lanes = 4, .registers = 32}, avx2{.lanes = 8, .registers = 16}, avx512{.lanes = 16, .registers = 32};

// The published tiles: 6x16 with sixteen registers of eight floats, 14x32 with thirty-two of sixteen.
static_assert(tile_for(32, avx2) == tile_shape{6, 2});
static_assert(tile_for(24, avx2) == tile_shape{4, 3});
static_assert(tile_for(8, avx2) == tile_shape{14, 1});
static_assert(tile_for(3, avx2) == tile_shape{14, 1});
static_assert(tile_for(40, avx2) == tile_shape{4, 3});  // five vectors: 3 + 2 rather than 2 + 2 + 1
static_assert(tile_for(64, avx512) == tile_shape{14, 2});
static_assert(tile_for(48, avx512) == tile_shape{9, 3});
static_assert(tile_for(16, sse) == tile_shape{6, 2});
static_assert(tile_for(16, neon) == tile_shape{14, 2});
static_assert(tile_for(1, scalar) == tile_shape{14, 1});
static_assert(tile_for(100, scalar) == tile_shape{2, 4});

TEST_CASE("tile_shape: fits the registers, and its panels hold all channels with less than one to spare") {
    for (const target& machine : {scalar, sse, neon, avx2, avx512})
        for (int channels = 1; channels <= 200; ++channels) {
            CAPTURE(machine.lanes);
            CAPTURE(channels);
            const tile_shape t = tile_for(channels, machine);
            CHECK(t.rows >= 1);
            CHECK(t.vectors >= 1);
            CHECK(t.rows * t.vectors + t.vectors + 1 <= machine.registers);  // sums, weights, a cell

            const int width = panel_width(channels, machine);
            CHECK(width == t.vectors * machine.lanes);
            const long long packed = packed_floats(7, channels, machine);
            CHECK(packed % (7 * width) == 0);
            CHECK(packed >= 7 * channels);
            CHECK(packed < 7 * (channels + width));
            const int vectors = (channels + machine.lanes - 1) / machine.lanes;
            const int idle = static_cast<int>(packed / 7) / machine.lanes - vectors;
            CHECK(idle <= (machine.lanes == 1 ? 3 : 1));  // whole vectors that nothing fills
            if (machine.lanes > 1 && (vectors % 2 == 0 || vectors % 3 == 0)) CHECK(idle == 0);

            const int small = small_rows(t.rows);
            CHECK(small >= 1);
            CHECK((small < t.rows || t.rows == 1));
            CHECK(2 * small >= t.rows - 1);  // two small ones do nearly what the full one does
        }
}

}  // namespace
