// What a model does with weights that are not its own: it says so, and keeps those it has.
#include <doctest/doctest.h>

#include <fusenet/compile.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <fusenet/weights/safetensors_writer.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

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
            "(and 1 more missing)");
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
