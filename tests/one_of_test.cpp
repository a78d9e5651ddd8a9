// one_of: a file says which of several networks it is for.
// needs: json
#include <cstdio>
#include <filesystem>
#include <fusenet.hpp>
#include <fusenet/one_of.hpp>

#include "support.hpp"

using namespace fusenet;

namespace {

template <int Units>
constexpr auto amp = input(1, 1) | lstm(Units) | dense(1);
constexpr auto plain = input(1, 1) | dense(12) | tanh() | dense(1);
using any_amp = one_of<stream<amp<8>>, stream<amp<12>>, stream<amp<16>>, stream<amp<20>>, stream<amp<24>>, stream<amp<32>>, stream<amp<40>>, stream<plain>>;

/// A file that goes away.
struct written {
    std::filesystem::path path;

    explicit written(const char* name, const parameter_set& set) : path(std::filesystem::temp_directory_path() / name) {
        save_safetensors(path, set);
    }
    ~written() { std::filesystem::remove(path); }
};

template <class Model>
void check_chosen(any_amp& model, int index) {
    const parameter_set given = test::randomised<Model>(3);
    const written file("fusenet_one_of_test.safetensors", given);
    model.load(file.path.string());
    CHECK(model.index() == index);
    Model alone(given);
    const std::vector<float> in = test::numbers(32, 4);
    std::vector<float> out(32), expected(32);
    for (int again = 0; again < 2; ++again) {
        model.reset();
        alone.reset();
        model.step(in, out);
        alone.step(in, expected);
        CHECK(out == expected);
    }
}

}  // namespace

TEST_CASE("the file chooses") {
    any_amp model;
    CHECK(model.index() == -1);
    check_chosen<stream<amp<16>>>(model, 2);
    check_chosen<stream<plain>>(model, 7);
    check_chosen<stream<amp<8>>>(model, 0);
    check_chosen<stream<amp<40>>>(model, 6);
}

TEST_CASE("a set of parameters chooses") {
    any_amp model(test::randomised<stream<amp<24>>>(1));
    CHECK(model.index() == 4);
    one_of<compile<amp<8>>, compile<amp<12>>> whole(test::randomised<stream<amp<12>>>(1));
    CHECK(whole.index() == 1);
    std::vector<float> in(1, 0.5f), out(1), expected(1);
    whole(in, out);
    compile<amp<12>> alone(test::randomised<stream<amp<12>>>(1));
    alone(in, expected);
    CHECK(out == expected);
}

TEST_CASE("what fits none is refused, and the model stays") {
    any_amp model(test::randomised<stream<amp<24>>>(1));
    static constexpr auto other = input(1, 1) | lstm(9) | dense(1);
    const written file("fusenet_one_of_other.safetensors", test::randomised<compile<other>>(1));
    const status refused = model.try_load(file.path.string());
    REQUIRE(!refused);
    const std::string why = refused.message();
    CAPTURE(why);
    CHECK(why.find("fusenet_one_of_other.safetensors: fits none of the 8 networks; found dense_0.bias [1], dense_0.weight [1x9]") != std::string::npos);
    CHECK(why.find("expected lstm_0.weight_ih_l0 [32x1], lstm_0.weight_ih_l0 [48x1]") != std::string::npos);
    CHECK(model.index() == 4);
    const status unlike = model.try_load(test::randomised<compile<other>>(1));
    CHECK(!unlike);
    CHECK(unlike.message().find("fit none of the 8 networks; found lstm_0.weight_ih_l0 [36x1]") != std::string::npos);
    CHECK(!model.try_load("no such file"));
    CHECK(std::string(model.try_load("no such file").message()).find("no such file") != std::string::npos);
    std::vector<float> in(4, 0.5f), out(4);
    model.step(in, out);
    CHECK(out[3] != 0);
}

TEST_CASE("nothing runs before a file is there") {
    any_amp model;
    std::vector<float> in(1), out(1);
    CHECK_THROWS_WITH(model.step(in, out), "one_of: no file has been loaded");
}
