// Models whose dense layers store their weights in 16 bits: their answers, and what is refused while they are loaded.
#include <doctest/doctest.h>

#include <fusenet/compile.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/loaded_weights.hpp>
#include <limits>
#include <string>
#include <vector>
#if FUSENET_HAS_EIGEN
#include <fusenet/eigen.hpp>
#endif
#if FUSENET_HAS_JSON
#include <fusenet/weights/safetensors.hpp>
#endif

#include "../backends/cpu/whole.hpp"
#include "bytes.hpp"

using namespace fusenet;

namespace {

inline constexpr auto net = input(6, 5, 12) | named("c", conv<3, 3>(20, {.pad = 1})) | relu() | flatten() |
                            named("a", dense(77)) | relu() | named("b", dense(30)) | softmax();
// Bound by parameters: the gate's filters, and side by side 1x1 filters of few cells.
inline constexpr auto gated = input(9, 9, 40) | residual<mul>(global_avgpool() | named("a", conv<1, 1>(24)) | relu() |
                                                              named("b", conv<1, 1>(40)) | sigmoid());
inline constexpr auto siblings =
    input(2, 1, 48) | concat(named("a", conv<1, 1>(21)) | relu(), named("b", conv<1, 1>(30)) | relu());
inline constexpr auto folded =
    input(40) | named("a", dense(33)) | named("n", batchnorm()) | relu() | named("b", dense(9));

/// Rounds the weights of "a" and "b" as they are stored.
parameter_set rounded_set(parameter_set given, weight_storage stored) {
    for (const char* name : {"a.weight", "b.weight"})
        for (float& w : given[name]) w = rounded(w, stored);
    return given;
}

template <const auto& Net, weight_storage Stored>
void check_stored(double tolerance) {
    INFO(name_of(Stored));
    using model_type = compile<Net, Stored, test::shared_always>;
    parameter_set given = model_type::parameters();
    given.randomise(1);
    const std::vector<float> in = test::numbers(2 * model_type::input_size, 2);
    const auto expected = test::meant<Net, shape{}>(rounded_set(given, Stored), in, 2);
    test::check_model<model_type>("fused", given, in, expected, tolerance);
    test::check_model<compile<Net, Stored, test::shared_always, layer_by_layer>>("layer by layer", given, in, expected,
                                                                                 tolerance);
}
template <const auto& Net>
void check_both(double tolerance) {
    check_stored<Net, weight_storage::bfloat16>(tolerance);
    check_stored<Net, weight_storage::float16>(tolerance);
}

template <class Model>
std::vector<float> answer(Model& model) {
    std::vector<float> in(static_cast<std::size_t>(Model::input_size), 0.25f),
        out(static_cast<std::size_t>(Model::output_size));
    in[3] = 1;
    model(in, out);
    return out;
}

/// A set's values, read as from a file.
class as_file final : public value_source {
public:
    explicit as_file(const parameter_set& set) : value_source(set.table(), "file"), all_(set) {}
    status read(std::size_t row, long long first, std::span<float> to) override { return all_.read(row, first, to); }

private:
    values_in_memory all_;
};

/// That `bad` is refused with this sentence behind the source's name, whatever the model holds, which it keeps.
template <class Model>
void refuses(const parameter_set& bad, const std::string& sentence) {
    const parameter_set good = test::randomised<Model>(1);
    as_file good_file(good);
    Model fresh, loaded(good), reloaded(good_file);
    for (Model* model : {&fresh, &loaded, &reloaded}) {
        const std::vector<float> before = answer(*model);
        CHECK(model->try_load(bad).message() == "load: " + sentence);
        CHECK(answer(*model) == before);
        as_file file(bad);
        CHECK(model->try_load(file).message() == "file: " + sentence);
        CHECK(answer(*model) == before);
    }
    CHECK(answer(loaded) == answer(reloaded));
    CHECK_THROWS_WITH_AS(Model{bad}, ("load: " + sentence).c_str(), error);
    fresh.load(good);
    CHECK(answer(fresh) == answer(loaded));
}

}  // namespace

TEST_CASE("models with weights of 16 bits answer as the reference does with the same rounded weights") {
    check_both<net>(2e-6);
    check_both<gated>(2e-6);
    check_both<siblings>(2e-6);
}

TEST_CASE("images that pass dense layers of 16 bits together have the bits that each has alone") {
    using alone_model = compile<net, weight_storage::bfloat16>;
    using together_model = compile<net, weight_storage::bfloat16, images_together{3}>;
    static_assert(together_model::arena_bytes > alone_model::arena_bytes);
    const parameter_set given = test::randomised<alone_model>(1);
    alone_model alone(given);
    together_model together(given);
    const std::vector<float> in = test::numbers(5 * alone_model::input_size, 2);
    const test::answers all = test::run(together, in, 1), near = test::run(alone, in, 1);
    for (std::size_t k = 0; k < all.size(); ++k) {
        CHECK(test::max_error(all[k], near[k]) < 1e-5);
        std::vector<float> one_by_one;
        for (int i = 0; i < 5; ++i) {
            const auto image = in.begin() + i * alone_model::input_size;
            const test::answers one = test::run(together, {image, image + alone_model::input_size}, 1);
            one_by_one.insert(one_by_one.end(), one[k].begin(), one[k].end());
        }
        CHECK(all[k] == one_by_one);
    }
}

TEST_CASE("what is folded into weights of 16 bits is folded before they are rounded") {
    using exact = compile<folded>;
    using stored = compile<folded, weight_storage::bfloat16>;
    static_assert(stored::stage_count == 2);
    const parameter_set given = test::randomised<exact>(1);
    exact one(given);
    stored other(given);
    const auto a = answer(one), b = answer(other);
    const double off = test::max_error(a, b);
    CHECK(off > 0);  // they are rounded
    CHECK(off < 1.0 / 64);
}

TEST_CASE("a weight that 16 bits cannot hold is refused by name, and the model keeps its own") {
    using half_model = compile<net, weight_storage::float16>;
    using brain_model = compile<net, weight_storage::bfloat16>;
    parameter_set large = test::randomised<half_model>(2);
    large["b.weight"][2 * 77 + 5] = -70000;
    refuses<half_model>(large, "tensor \"b.weight\": value 159: -70000 is too large for float16");
    brain_model holds_it(large);
    large["b.weight"][2 * 77 + 5] = 65519;
    half_model largest(large);

    large["a.weight"][600 * 3] = std::numeric_limits<float>::max();
    CHECK(holds_it.try_load(large).message() ==
          "load: tensor \"a.weight\": value 1800: 3.402823e38 is too large for bfloat16");
    large["a.weight"][600 * 3] = 0;
    large["c.weight"][0] = 1e30f;  // these filters are float32
    half_model untouched(large);

    using folding = compile<folded, weight_storage::float16>;
    parameter_set scaled = test::randomised<folding>(2);
    std::ranges::fill(scaled["a.weight"], 1.f);
    scaled["n.weight"][4] = 1e5f, scaled["n.running_var"][4] = 1;
    const std::string message = folding(test::randomised<folding>(1)).try_load(scaled).message();
    CHECK(message.starts_with("load: tensor \"a.weight\": value 160: "));
    CHECK(message.ends_with(", once other layers are folded into it, is too large for float16"));
}

TEST_CASE("infinite weights and NaN are what they were") {
    using model_type = compile<net, weight_storage::float16>;
    for (const float odd : {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
        parameter_set given = test::randomised<model_type>(1);
        given["b.weight"][0] = odd;
        model_type model(given);
        CHECK(std::isnan(answer(model)[0]));  // softmax of either
    }
}

#if FUSENET_HAS_ONEDNN || FUSENET_HAS_EIGEN
namespace {

inline constexpr auto product = input(20, 20, 64) | named("a", conv<1, 1>(128)) | relu() | maxpool<10>({.stride = 10}) |
                                flatten() | named("b", dense(40));

template <library By>
void check_beside() {
    using model_type = compile<product, By, weight_storage::float16, layer_by_layer>;
    static_assert(model_type::stages.stages[model_type::stage_count - 1].stored == weight_storage::float16);
    CHECK(model_type().library_stages() > 0);
    parameter_set bad = test::randomised<model_type>(2);
    bad["b.weight"][7] = 1e6f;
    refuses<model_type>(bad, "tensor \"b.weight\": value 7: 1e6 is too large for float16");
}

}  // namespace
#endif
#if FUSENET_HAS_ONEDNN
TEST_CASE("a weight that 16 bits cannot hold leaves filters that oneDNN holds as they were") {
    check_beside<library::onednn>();
}
#endif
#if FUSENET_HAS_EIGEN
TEST_CASE("a weight that 16 bits cannot hold leaves filters that Eigen multiplies as they were") {
    check_beside<library::eigen>();
}
#endif

#if FUSENET_HAS_JSON
TEST_CASE("files are read into weights of 16 bits piece by piece") {
    using model_type = compile<net, weight_storage::bfloat16>;
    const test::scratch_folder folder;
    const std::string path = (folder / "w.safetensors").string();
    const parameter_set set = test::randomised<model_type>(3);
    save_safetensors(path, set);
    model_type from_set(set), from_file(path);
    CHECK(answer(from_file) == answer(from_set));
}
#endif
