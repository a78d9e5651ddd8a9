// What a model makes of weights, wherever they come from; and of those that are not its own: it keeps what it has.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fusenet/compile.hpp>
#include <fusenet/core/features.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/weights/constants.hpp>
#include <fusenet/weights/npy_folder.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <fusenet/weights/safetensors_writer.hpp>
#include <fusenet/loaded_weights.hpp>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#if FUSENET_HAS_EIGEN
#include <fusenet/eigen.hpp>
#endif

#include "bytes.hpp"

using namespace fusenet;

namespace {

inline constexpr auto net = input(4) | named("a", dense(3)) | relu() | named("b", dense(2));
inline constexpr auto normed = input(4) | named("a", dense(3)) | named("n", batchnorm());
/// As many tensors and values as `net`, under the same names.
inline constexpr auto other_extents = input(2) | named("a", dense(1)) | relu() | named("b", dense(10));
inline constexpr auto other_names = input(4) | named("a", dense(3)) | relu() | named("c", dense(2));
/// The same tensors, met in the other order.
inline constexpr auto turned = input(4) | branches(named("b", slice(0, 3) | dense(2)), named("a", dense(3)));

static_assert(compile<other_extents>::parameter_floats == compile<net>::parameter_floats);
static_assert(compile<other_names>::parameter_floats == compile<net>::parameter_floats);

std::vector<float> answer(compile<net>& model) {
    std::vector<float> out(2);
    model(std::vector<float>{1, -2, 3, 0.5f}, out);
    return out;
}

}  // namespace

TEST_CASE("a model refuses another network's parameters and keeps its own") {
    parameter_set own = compile<net>::parameters();
    own.randomise(1);
    compile<net> model(own);
    const std::vector<float> before = answer(model);

    const auto refuses = [&](parameter_set given, const std::string& sentence) {
        given.randomise(2);
        CHECK(model.try_load(given).message() == sentence);
        CHECK_THROWS_WITH_AS(model.load(given), sentence.c_str(), error);
        CHECK_THROWS_AS(compile<net>{given}, error);
        CHECK(answer(model) == before);
    };
    refuses(compile<other_extents>::parameters(), "load: tensor \"a.weight\": expected [3x4], found [1x2]");
    refuses(compile<other_names>::parameters(),
            "load: tensor \"b.weight\": expected [2x3] float32, found no tensor of that name but \"c.weight\" "
            "(and 1 more missing); unused: \"c.bias\" [2]");
    refuses(parameter_set(),
            "load: tensor \"a.weight\": expected [3x4] float32, found no tensor of that name (and 3 more missing)");

    const parameter_set taken = std::move(own);
    CHECK_FALSE(model.try_load(own));
    CHECK(answer(model) == before);
}

TEST_CASE("a model refuses a variance that none can have, and keeps its own weights") {
    parameter_set own = compile<normed>::parameters();
    own.randomise(1);
    compile<normed> model(own);
    const auto run = [&] {
        std::vector<float> out(3);
        model(std::vector<float>{1, -2, 3, 0.5f}, out);
        return out;
    };
    const std::vector<float> before = run();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    struct row {
        float value;
        const char* found;
    };
    for (const row& r : {row{-0.5f, "-0.5"}, row{-1e-30f, "-1e-30"}, row{nan, "nan"},
                         row{-std::numeric_limits<float>::infinity(), "-inf"}}) {
        CAPTURE(r.found);
        parameter_set given = compile<normed>::parameters();
        given.randomise(2);
        given["n.running_var"][1] = r.value;
        const std::string tensor = "tensor \"n.running_var\": value 1: expected at least 0, found " + std::string(r.found);
        CHECK(model.try_load(given).message() == "load: " + tensor);
        CHECK(run() == before);
#if FUSENET_HAS_JSON
        const test::scratch_folder folder;
        const std::string path = (folder / "w.safetensors").string();
        save_safetensors(path, given);
        CHECK(model.try_load(path).message() == path + ": " + tensor);
        CHECK_THROWS_WITH_AS(compile<normed>{path}, (path + ": " + tensor).c_str(), error);
        CHECK(run() == before);
#endif
    }
    for (float value : {0.f, -0.f, std::numeric_limits<float>::infinity()}) {
        own["n.running_var"][1] = value;
        own["n.running_mean"][1] = -1;  // any number is a mean
        CHECK(model.try_load(own));
    }
}

TEST_CASE("a model takes its tensors from the set of a network that has the same") {
    parameter_set own = compile<net>::parameters();
    own.randomise(1);
    parameter_set same = compile<turned>::parameters();
    for (const auto& entry : own) same.set(entry.row.name.view(), entry.row.extent, entry.values);
    compile<net> model(own), from_other(same);
    CHECK(answer(from_other) == answer(model));
    compile<net, layer_by_layer> unfused(same);
    std::vector<float> out(2);
    unfused(std::vector<float>{1, -2, 3, 0.5f}, out);
    CHECK(out[0] == doctest::Approx(answer(model)[0]).epsilon(1e-6));
}

namespace {

/// Filters of every kind: folded in front and behind, grouped, depthwise, transposed, by tiles, side by side in a
/// concat, and behind an image that was flattened; and layers with parameters of their own.
inline constexpr auto all_kinds =
    input(14, 14, 5) | named("n0", batchnorm()) | named("c0", conv<1, 1>(67)) | relu() |
    named("c1", conv<3, 3>(72, {.pad = 1})) | named("n1", batchnorm()) | relu() |
    named("c2", depthwise<3>({.pad = 1})) | named("n2", batchnorm()) | relu() |
    named("c3", conv<5, 3>(24, {.groups = 4})) | relu() | named("n3", batchnorm()) |
    concat(named("c4", conv<1, 1>(21)) | relu(), named("c5", conv<1, 1>(30)) | relu()) | named("n4", batchnorm()) |
    named("t0", conv_transpose<2, 2>(17, {.stride = 2})) | named("p0", prelu()) | maxpool<4>() | flatten() |
    named("d0", dense(9)) | named("l0", layernorm());
using all_model = compile<all_kinds>;

std::vector<float> packed_from(value_source& given) {
    loaded_weights<all_model::plan> weights;
    outside_work<all_model::plan> outside(weights.data(), 1);
    weights.take(given, outside).require();
    return {weights.data(), weights.data() + all_model::weight_bytes / 4};
}

parameter_set random_set() {
    parameter_set set = all_model::parameters();
    set.randomise(3);
    return set;
}

std::vector<float> answer(all_model& model) {
    std::vector<float> in(all_model::input_size), out(all_model::output_size);
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<float>(i % 19) / 19;
    model(in, out);
    return out;
}

/// A set's values, read as from a file, which goes bad after so many reads: it ends, or a variance is negative.
class failing final : public value_source {
public:
    failing(const parameter_set& set, int good_reads, bool ends)
        : value_source(set.table(), "failing"), all_(set), good_reads_(good_reads), ends_(ends) {}

    status read(std::size_t row, long long first, std::span<float> to) override {
        const status done = all_.read(row, first, to);
        if (good_reads_-- > 0) return done;
        if (ends_) return failure{"failing: it ends here"};
        std::ranges::fill(to, -1.f);
        return {};
    }

private:
    values_in_memory all_;
    int good_reads_;
    bool ends_;
};

}  // namespace

TEST_CASE("weights are packed alike from wherever they come") {
    const parameter_set set = random_set();
    values_in_memory lying(set);
    const std::vector<float> expected = packed_from(lying);
    std::vector<constant_tensor> constants;
    for (const auto& entry : set) constants.push_back({entry.row.name.view(), entry.row.extent, entry.values});
    auto from_constants = open_constants(set.table(), constants);
    CHECK(packed_from(from_constants) == expected);
    const test::scratch_folder folder;
    for (const auto& entry : set)
        save_npy(folder / (std::string(entry.row.name.view()) + ".npy"),
                 {entry.row.extent.d, entry.row.extent.d + entry.row.extent.rank}, entry.values);
    auto from_folder = open_npy_folder(folder.path(), set.table(), {.order = convention::fusenet});
    CHECK(packed_from(from_folder) == expected);
#if FUSENET_HAS_JSON
    save_safetensors(folder / "w.safetensors", set);
    auto from_file = open_safetensors(folder / "w.safetensors", set.table());
    CHECK(packed_from(from_file) == expected);
    all_model one(set), other((folder / "w.safetensors").string());
    CHECK(answer(one) == answer(other));
#endif
}

TEST_CASE("what reads flattened images and others side by side has no order in a file of planes") {
    static constexpr auto sides = input(4, 4, 3) | concat(conv<3, 3>(4) | flatten(), conv<3, 3>(4) | flatten()) | dense(3);
    auto set = compile<sides>::parameters();
    set.randomise(1);
    const test::scratch_folder folder;
    for (const auto& entry : set)
        save_npy(folder / (std::string(entry.row.name.view()) + ".npy"),
                 {entry.row.extent.d, entry.row.extent.d + entry.row.extent.rank}, entry.values);
    const auto refused = try_open_npy_folder(folder.path(), set.table(), {.order = convention::pytorch});
    REQUIRE(!refused);
    CHECK(refused.message().find("dense_0.weight") != std::string::npos);
    CHECK(refused.message().find("whose order in a file of PyTorch's convention is not known") != std::string::npos);
    CHECK(try_open_npy_folder(folder.path(), set.table(), {.order = convention::fusenet}));
}

TEST_CASE("fallbacks are packed as a set of them is") {
    const parameter_set set = all_model::parameters();
    values_in_memory lying(set);
    loaded_weights<all_model::plan> weights;
    outside_work<all_model::plan> outside(weights.data(), 1);
    weights.take_fallbacks(outside);
    CHECK(std::vector<float>(weights.data(), weights.data() + all_model::weight_bytes / 4) == packed_from(lying));
    all_model one, other(set);
    CHECK(answer(one) == answer(other));
}

TEST_CASE("a source that fails while weights are packed leaves the model as it was") {
    const parameter_set given = random_set();
    all_model fresh, loaded(given);
    const std::vector<float> before = answer(fresh), after = answer(loaded);
    REQUIRE(before != after);
    parameter_set third = given;
    third["d0.bias"][0] += 1;
    for (const bool ends : {true, false}) {
        int refused = 0;
        for (int reads = 0;; ++reads) {
            CAPTURE(reads);
            failing bad(third, reads, ends), again(third, reads, ends);
            const status done = fresh.try_load(bad), repeated = loaded.try_load(again);
            REQUIRE(static_cast<bool>(done) == static_cast<bool>(repeated));
            if (done) break;
            ++refused;
            CHECK(done.message() == repeated.message());
            CHECK(done.message().starts_with(ends ? "failing: it ends here" : "failing: tensor \"n"));
            CHECK(answer(fresh) == before);
            CHECK(answer(loaded) == after);
            REQUIRE(reads < 1000);
        }
        CHECK(refused > 10);
        fresh = all_model();
        loaded.load(given);
    }
}

TEST_CASE("a source of another network's parameters is refused, one of the same is not") {
    const parameter_set set = random_set();
    values_in_memory lying(set);
    compile<net> model;
    CHECK(model.try_load(lying).message() == "load: was opened for the parameters of another network");
    CHECK_THROWS_AS(compile<net>{lying}, error);
    compile<all_kinds, layer_by_layer> unfused(lying);
    compile<all_kinds, layer_by_layer> from_set(set);
    std::vector<float> in(all_model::input_size, 0.5f), one(all_model::output_size), other(all_model::output_size);
    unfused(in, one);
    from_set(in, other);
    CHECK(one == other);
    compile<all_kinds> moved(lying);
    const compile<all_kinds> taken = std::move(moved);
    CHECK(moved.try_load(lying).message() == "load: this model was moved from, and holds nothing");
}

#if FUSENET_HAS_ONEDNN || FUSENET_HAS_EIGEN
namespace {

/// Products that stand alone, which a library takes.
inline constexpr auto products = input(20, 20, 64) | named("a", conv<1, 1>(128)) | named("n", batchnorm()) | relu() |
                                 maxpool<3>() | named("b", conv<1, 1>(96)) | flatten() | named("c", dense(40));

template <library By>
void check_a_library() {
    using model_type = compile<products, By, layer_by_layer>;
    parameter_set given = model_type::parameters(), other = model_type::parameters();
    given.randomise(1);
    other.randomise(2);
    const auto run = [](model_type& model) {
        std::vector<float> in(model_type::input_size, 0.25f), out(model_type::output_size);
        in[3] = 1;
        model(in, out);
        return out;
    };
    model_type one(given), two(other);
    REQUIRE(one.library_stages() > 0);
    const std::vector<float> before = run(one), after = run(two);
    REQUIRE(before != after);
    for (int reads = 0;; ++reads) {
        CAPTURE(reads);
        failing bad(other, reads, true);
        if (one.try_load(bad)) break;
        CHECK(run(one) == before);
        REQUIRE(reads < 100);
    }
    CHECK(run(one) == after);
}

}  // namespace
#endif
#if FUSENET_HAS_ONEDNN
TEST_CASE("a source that fails leaves filters that oneDNN holds as they were") { check_a_library<library::onednn>(); }
#endif
#if FUSENET_HAS_EIGEN
TEST_CASE("a source that fails leaves filters that Eigen multiplies as they were") { check_a_library<library::eigen>(); }
#endif

#if FUSENET_HAS_JSON
TEST_CASE("a file that shrinks after it was opened is refused, and the model stays as it was") {
    const test::scratch_folder folder;
    const std::string path = (folder / "w.safetensors").string();
    const parameter_set set = random_set();
    all_model fresh, loaded(set);
    const std::vector<float> before = answer(fresh), after = answer(loaded);
    save_safetensors(path, set);
    const auto size = std::filesystem::file_size(path);
    for (const auto left : {size - 4, size / 2, size / 10}) {
        save_safetensors(path, set);
        auto opened = open_safetensors(path, set.table());
        std::filesystem::resize_file(path, left);
        for (all_model* model : {&fresh, &loaded}) {
            const status refused = model->try_load(opened);
            REQUIRE_FALSE(refused);
            CHECK(refused.message().starts_with(path + ": cannot be read at byte "));
            CHECK(answer(*model) == (model == &fresh ? before : after));
        }
        CHECK_THROWS_AS(all_model{opened}, error);
    }
    save_safetensors(path, set);
    fresh.load(path);
    CHECK(answer(fresh) == after);
}
#endif
