// Batches: images that pass the layers at a network's end together give the bits that each gives alone.
#include <fusenet/networks/lenet5.hpp>
#include <fusenet/networks/lenet_300_100.hpp>

#include "../../executors.hpp"
#include "whole.hpp"

namespace {

using namespace fusenet;

/// A classifier: what the tail is handed is a map taken for a vector.
constexpr auto classifier = input(9, 9, 3) | conv<3, 3>(20) | relu() | maxpool<2>() | flatten() | dense(37) | relu() |
                            dense(50) | batchnorm() | gelu() | dense(11) | softmax();
/// Two outputs, one of them read on; a sum and a concat of vectors, both of what the maps left and of dense layers.
constexpr auto forked = input(8, 8, 4) | conv<3, 3>(16, {.pad = 1}) | relu() | global_avgpool() | flatten() |
                        residual(dense(30) | relu() | dense(16)) |
                        concat(dense(8) | tanh(), dense(24), dense(3)) | layernorm() |
                        branches(dense(5), map([](auto x) { return x * 2.f; }));
/// A norm over space, which for a vector is one over groups of its channels, ends the tail: cells are images there.
constexpr auto grouped_norm = input(16) | dense(32) | groupnorm(4) | relu() | dense(10) | relu() | dense(7);
/// Nothing that images could share: its last layer is a pool.
constexpr auto without = input(8, 8, 4) | conv<3, 3>(8) | relu() | global_avgpool();

template <const auto& Net, int Count>
using in_groups = compile<Net, images_together{Count}, test::shared_always>;

template <const auto& Net, int Count>
void check() {
    using model_type = in_groups<Net, Count>;
    const parameter_set given = test::randomised<model_type>(5);
    const model_type model(given);
    model_type one_by_one(given);
    compile<Net> other_plan(given);
    for (int images : {1, 2, Count, Count + 1, 2 * Count + 1}) {
        CAPTURE(images);
        const std::vector<float> in = test::numbers(images * model_type::input_size, 6);
        test::answers expected(static_cast<std::size_t>(model_type::output_count));
        for (int i = 0; i < images; ++i) {
            const auto image = in.begin() + i * model_type::input_size;
            const test::answers one = test::run(one_by_one, {image, image + model_type::input_size}, 1);
            for (std::size_t k = 0; k < one.size(); ++k) expected[k].insert(expected[k].end(), one[k].begin(), one[k].end());
        }
        const test::answers near = test::run(other_plan, in, 1);
        for (std::size_t k = 0; k < near.size(); ++k) CHECK(test::max_error(near[k], expected[k]) < 1e-5);
        test::each_executor([&](const char* name, auto&& others) {
            INFO(name);
            for (sharing by : {sharing::image, sharing::batch})
                for (int pieces : {1, 2, 3}) {
                    CAPTURE(pieces);
                    CHECK(test::run(model, in, pieces, others, by) == expected);
                }
        });
    }
}

TEST_CASE("together: the bits of one image at a time") {
    check<classifier, 4>();
    check<forked, 3>();
    check<networks::lenet_300_100, 16>();
    check<networks::lenet5, 5>();
    check<without, 4>();
    check<grouped_norm, 3>();
}

TEST_CASE("together: where a network ends in dense layers, and what the arena grows by") {
    using plain = compile<classifier>;
    using grouped = compile<classifier, images_together{4}>;
    static_assert(plain::tail.first == plain::nest_count);
    static_assert(grouped::tail.first == 1);  // all but the convolution with its pool
    static_assert(grouped::nest_count == plain::nest_count && grouped::weight_bytes == plain::weight_bytes);
    static_assert(grouped::arena_bytes >= plain::arena_bytes + 4 * 4 * 3 * 3 * 20);  // four images' pooled maps
    static_assert(compile<networks::lenet_300_100, images_together{4}>::tail.first == 0);
    static_assert(compile<networks::lenet_300_100, images_together{4}>::tail.handed == 0);  // it reads the caller's images
    static_assert(compile<without, images_together{4}>::tail.first == compile<without>::nest_count);
    static_assert(compile<without, images_together{4}>::arena_bytes == compile<without>::arena_bytes);
    static_assert(compile<forked, images_together{3}>::tail.first < compile<forked>::nest_count);
    static_assert(compile<grouped_norm, images_together{3}>::tail.first == compile<grouped_norm>::nest_count - 2);
    CHECK(grouped(test::randomised<grouped>(5)).working_bytes() == grouped::arena_bytes);
}

}  // namespace
