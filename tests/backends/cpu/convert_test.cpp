// The caller's image as floats, NHWC: every element, order, count of channels and tail, against plain loops; and whole
// networks that read such images.
#include <cstdint>
#include <fusenet/backends/cpu/convert.hpp>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "guarded.hpp"
#include "whole.hpp"

namespace {

using namespace fusenet;
using cpu::lanes;

template <class Element>
std::vector<Element> image_of(long long values, unsigned seed) {
    std::vector<Element> image;
    for (const float x : test::numbers(values, seed, 0, 256))
        image.push_back(static_cast<Element>(std::is_same_v<Element, float> ? x - 128 : x));
    return image;
}

template <layout Order>
std::size_t place_of(shape s, int y, int x, int c) {
    return static_cast<std::size_t>(Order == layout::nchw ? (1LL * c * s.h + y) * s.w + x : (1LL * y * s.w + x) * s.c + c);
}

/// What a map makes of a value, so that its operands are seen to meet their channels.
struct affine_map {
    static constexpr int operands = 2;
    template <class V>
    V operator()(V x, V gain, V shift) const {
        return x * gain + shift;
    }
};

/// Bare and with maps; side by side and among the channels of others; all rows and row by row. All of it is exact:
/// products of bytes, or of floats, by powers of two.
template <class Element, layout Order, int C>
void check_convert(shape s) {
    CAPTURE(s);
    const auto given = image_of<Element>(s.size(), 1);
    std::unique_ptr<Element[]> image(new Element[given.size()]);  // so that a sanitizer sees what is read behind it
    std::ranges::copy(given, image.get());
    std::vector<float> gain(static_cast<std::size_t>(s.c + 2 * lanes)), shift(gain.size());
    for (std::size_t c = 0; c < gain.size(); ++c) gain[c] = c % 3 ? 0.5f : 2, shift[c] = static_cast<float>(c) * 64;
    std::vector<float> plain, mapped;
    reference::each_value(s, [&](int y, int x, int c) {
        const auto value = static_cast<float>(given[place_of<Order>(s, y, x, c)]);
        plain.push_back(value);
        mapped.push_back(value * gain[static_cast<std::size_t>(c)] + shift[static_cast<std::size_t>(c)]);
    });

    const cpu::map_step<affine_map> step{{}, {gain.data(), 0}, {shift.data(), 0}};
    const auto mapping = [&](cpu::view to) { return cpu::epilogue<cpu::map_step<affine_map>>{{step}, to}; };
    for (const auto& [before, after] : {std::pair{0, 0}, std::pair{3, 2}}) {
        test::guarded_map whole(s, before, after), rows_of(s, before, after), with_map(s, before, after);
        cpu::convert<Order, C>(image.get(), s, {0, s.h}, whole.ending());
        for (int y = 0; y < s.h; ++y) cpu::convert<Order, C>(image.get(), s, {y, y + 1}, rows_of.ending());
        cpu::convert<Order, C>(image.get(), s, {0, s.h}, mapping(with_map.view()));
        CHECK(whole.values() == plain);
        CHECK(rows_of.values() == plain);
        CHECK(test::max_error(with_map.values(), mapped) < 1e-4);  // a machine without fma rounds twice
        CHECK(whole.kept_others());
        CHECK(with_map.kept_others());
        if constexpr (std::is_same_v<Element, float> && Order == layout::nhwc) {  // a map, not the caller's: a copy
            test::guarded_map from(s, after, before), copied(s, before, after);
            reference::each_value(s, [&](int y, int x, int c) { from.at(y, x, c) = given[place_of<Order>(s, y, x, c)]; });
            for (int y = 0; y < s.h; ++y) cpu::copy_values<C>(from.view(), {y, y + 1}, mapping(copied.view()));
            CHECK(copied.values() == with_map.values());
            CHECK(copied.kept_others());
        }
    }
}

template <class Element, layout Order>
void check_channels() {
    for (const int w : {1, 2, lanes - 1 + (lanes == 1), lanes, lanes + 1, 3 * lanes + 5}) {
        check_convert<Element, Order, 1>(shape::image(3, w, 1));
        check_convert<Element, Order, 2>(shape::image(3, w, 2));
        check_convert<Element, Order, 3>(shape::image(3, w, 3));
        check_convert<Element, Order, 4>(shape::image(3, w, 4));
        for (int c = 1; c <= 2 * lanes + 1; ++c) check_convert<Element, Order, 0>(shape::image(2, w, c));
    }
}

TEST_CASE("convert: bytes in cells") { check_channels<std::uint8_t, layout::nhwc>(); }
TEST_CASE("convert: bytes in planes") { check_channels<std::uint8_t, layout::nchw>(); }
TEST_CASE("convert: floats in planes") { check_channels<float, layout::nchw>(); }
TEST_CASE("convert: floats in cells") { check_channels<float, layout::nhwc>(); }

constexpr auto prepared = normalize({0.485f, 0.456f, 0.406f}, {0.229f, 0.224f, 0.225f}, {.scale = 1.f / 255});
constexpr auto stem = prepared | conv<7, 7>(64, {.stride = 2, .pad = 3}) | relu() | maxpool<3>({.stride = 2, .pad = 1});

constexpr auto byte_cells = input(75, 67, 3, {.type = element::uint8}) | stem;
constexpr auto byte_planes = input(75, 67, 3, {.type = element::uint8, .order = layout::nchw}) | stem;
constexpr auto float_planes = input(75, 67, 3, {.order = layout::nchw}) | stem;

/// Images in any order and of any type against the reference of the same network on floats, NHWC, which the reference
/// of the network itself must equal.
template <const auto& Net, const auto& Plain, auto... Options>
void check_images(const char* way) {
    INFO(way);
    using model_type = compile<Net, Options...>;
    using value = typename model_type::input_element;
    constexpr layout order = model_type::input_facts.ordered;
    constexpr shape s = model_type::input;
    constexpr int count = 3;
    const auto size = static_cast<std::size_t>(s.size());
    parameter_set given = model_type::parameters();
    given.randomise(1);
    const std::vector<value> images = image_of<value>(count * s.size(), 2);
    std::vector<std::vector<double>> expected(model_type::output_count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::span<const value> image = std::span(images).subspan(i * size, size);
        std::vector<float> cells;
        reference::each_value(s, [&](int y, int x, int c) {
            cells.push_back(static_cast<float>(image[order == layout::nchw ? place_of<layout::nchw>(s, y, x, c)
                                                                           : place_of<layout::nhwc>(s, y, x, c)]));
        });
        const auto meant = reference::run<Plain>(given.values().data(), cells);
        CHECK(reference::run<Net>(given.values().data(), image) == meant);
        for (std::size_t k = 0; k < expected.size(); ++k)
            expected[k].insert(expected[k].end(), meant[k].begin(), meant[k].end());
    }
    model_type model(given);
    const auto alone = test::run(model, images, 1);
    CHECK(test::worst(alone, expected) < 1e-5);  // sums of some hundred products of numbers about 1
    for (int threads : {2, 3, 5}) {
        CAPTURE(threads);
        CHECK(test::run(model, images, threads) == alone);
    }
    model.threads(2, sharing::batch);
    std::vector<float> out(alone[0].size());
    if constexpr (model_type::output_count == 1) {
        model(images, out);
        CHECK(out == alone[0]);
    }
}

template <const auto& Net, const auto& Plain>
void check_ways() {
    check_images<Net, Plain, test::shared_always>("fused");
    check_images<Net, Plain, test::shared_always, layer_by_layer>("layer by layer");
    check_images<Net, Plain, target{.l2 = 8_KiB, .cores = 2, .meeting = 0}>("fused, in 8 KiB");
}

constexpr auto float_cells = input(75, 67, 3) | stem;

TEST_CASE("first layer: bytes in cells") { check_ways<byte_cells, float_cells>(); }
TEST_CASE("first layer: bytes in planes") { check_ways<byte_planes, float_cells>(); }
TEST_CASE("first layer: floats in planes") { check_ways<float_planes, float_cells>(); }

constexpr input_options bytes{.type = element::uint8}, byte_plane{.type = element::uint8, .order = layout::nchw},
    float_plane{.order = layout::nchw};

constexpr auto sound = conv<5>(8, {.stride = 2}) | relu() | global_avgpool() | flatten() | dense(3);
constexpr auto byte_sound = input(40, 2, byte_plane) | normalize({128}, {128}) | sound;
constexpr auto float_sound = input(40, 2) | normalize({128}, {128}) | sound;
constexpr auto byte_vector = input(37, bytes) | normalize({127.5f}, {127.5f}) | dense(9) | relu() | dense(4);
constexpr auto float_vector = input(37) | normalize({127.5f}, {127.5f}) | dense(9) | relu() | dense(4);
constexpr auto wide = normalize({0}, {64}) | conv<3, 3>(7, {.pad = 1}) | relu();
constexpr auto byte_wide = input(13, 11, 37, byte_plane) | wide;
constexpr auto float_wide = input(13, 11, 37) | wide;
constexpr auto read_twice = residual<mul>(global_avgpool() | normalize({0}, {255})) | concat(identity(), conv<1, 1>(4));
constexpr auto byte_twice = input(12, 10, 3, bytes) | read_twice;
constexpr auto plane_twice = input(12, 10, 3, float_plane) | read_twice;
constexpr auto float_twice = input(12, 10, 3) | read_twice;
constexpr auto byte_alone = input(9, 10, 3, byte_plane) | concat(identity(), maxpool<3>({.stride = 1, .pad = 1}));
constexpr auto float_alone = input(9, 10, 3) | concat(identity(), maxpool<3>({.stride = 1, .pad = 1}));
constexpr auto byte_nothing = input(9, 10, 3, byte_plane) | dropout();
constexpr auto float_nothing = input(9, 10, 3) | dropout();
constexpr auto byte_flat = input(6, 5, 3, byte_plane) | flatten() | normalize({100}, {50}) | dense(4);
constexpr auto float_flat = input(6, 5, 3) | flatten() | normalize({100}, {50}) | dense(4);

TEST_CASE("first layer: signals, vectors, many channels") {
    check_ways<byte_sound, float_sound>();
    check_ways<byte_vector, float_vector>();
    check_ways<byte_wide, float_wide>();
    check_ways<byte_flat, float_flat>();
}
TEST_CASE("first layer: an image that is read twice, concatenated, or the answer") {
    check_ways<byte_twice, float_twice>();
    check_ways<plane_twice, float_twice>();
    check_ways<byte_alone, float_alone>();
    check_ways<byte_nothing, float_nothing>();
}

// Unpadded, the map folds into the weights; the conversion is all that comes before.
constexpr auto unpadded = input(30, 30, 3, bytes) | prepared | conv<3, 3>(16);
constexpr auto float_unpadded = input(30, 30, 3) | prepared | conv<3, 3>(16);
static_assert(compile<unpadded>::stages.step_count == 0);
TEST_CASE("first layer: without padding") { check_ways<unpadded, float_unpadded>(); }

// The whole stem of a large image is one nest, for one core and for two. The arena holds nothing but its bands, and a
// band no more than a third of its map.
template <const auto& Net, auto... Options>
constexpr bool one_nest_of_bands = [] {
    using model = compile<Net, Options...>;
    constexpr const auto& n = model::template nest_at<0>;
    bool bands = model::nest_count == 1 && n.stage_count == 3 && model::arena_bytes == 4 * n.band_floats;
    for (int t = 0; t < n.tensor_count; ++t)
        bands = bands && (!n.tensors[t].band() || 3 * n.tensors[t].rows < n.tensors[t].height);
    return bands;
}();

constexpr auto large_bytes = input(224, 224, 3, bytes) | stem;
constexpr auto large_byte_planes = input(224, 224, 3, byte_plane) | stem;
constexpr auto large_float_planes = input(224, 224, 3, float_plane) | stem;
constexpr target two_cores{.cores = 2};
static_assert(one_nest_of_bands<large_bytes> && one_nest_of_bands<large_bytes, two_cores>);
static_assert(one_nest_of_bands<large_byte_planes> && one_nest_of_bands<large_byte_planes, two_cores>);
static_assert(one_nest_of_bands<large_float_planes> && one_nest_of_bands<large_float_planes, two_cores>);

// One channel has one order: nothing is converted.
constexpr auto grey = input(28, 28, 1, float_plane) | conv<3, 3>(4);
static_assert(compile<grey>::stage_count == 1);

// Traffic counts bytes of the element's size: the image, the weights, the answer.
constexpr long long crossing = 4 * (compile<large_bytes>::output_size + compile<large_bytes>::parameter_floats);
static_assert(compile<large_bytes>::traffic_bytes == 224 * 224 * 3 + crossing);
static_assert(compile<large_float_planes>::traffic_bytes == 4 * 224 * 224 * 3 + crossing);
static_assert(compile<large_bytes>::layer_traffic_bytes ==
              compile<large_float_planes>::layer_traffic_bytes - 3 * 224 * 224 * 3);

TEST_CASE("first layer: sizes and overlaps of bytes") {
    compile<byte_vector> model;
    std::vector<float> memory(16);
    const std::span<const std::uint8_t> image(reinterpret_cast<const std::uint8_t*>(memory.data()), 64);
    const auto fails = [&](std::span<const std::uint8_t> in, std::span<float> scores) {
        try {
            model(in, scores);
        } catch (const error&) {
            return true;
        }
        return false;
    };
    const std::span<float> behind = std::span(memory).subspan(12);
    CHECK_FALSE(fails(image.first(37), behind));
    CHECK(fails(image.first(36), behind));
    CHECK(fails(image.subspan(1, 37), std::span(memory).subspan(9, 4)));  // the image ends two bytes inside
}

}  // namespace
