// one_of: a file says which of several networks it is for.
// needs: json
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fusenet.hpp>
#include <fusenet/one_of.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "support.hpp"
#include "weights/bytes.hpp"

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
    CHECK(refused.message() ==
          file.path.string() + ": fits none of the 8 networks; found \"dense_0.bias\" [1], \"dense_0.weight\" [1x9], "
          "\"lstm_0.bias_hh_l0\" [36], \"lstm_0.bias_ih_l0\" [36], \"lstm_0.weight_hh_l0\" [36x9], "
          "\"lstm_0.weight_ih_l0\" [36x1]; expected \"lstm_0.weight_ih_l0\" [32x1], \"lstm_0.weight_ih_l0\" [48x1], "
          "\"lstm_0.weight_ih_l0\" [64x1], \"lstm_0.weight_ih_l0\" [80x1], \"lstm_0.weight_ih_l0\" [96x1], "
          "\"lstm_0.weight_ih_l0\" [128x1], \"lstm_0.weight_ih_l0\" [160x1], \"dense_0.weight\" [12x1]; nearest is network 0 "
          "of 0 to 7: tensor \"lstm_0.weight_ih_l0\": expected [32x1] float32, found [36x1]");
    CHECK(model.index() == 4);
    const status unlike = model.try_load(test::randomised<compile<other>>(1));
    REQUIRE(!unlike);
    CHECK(unlike.message().starts_with("load: fits none of the 8 networks; found \"dense_0.bias\" [1], "));
    CHECK(unlike.message().ends_with("; nearest is network 0 of 0 to 7: tensor \"lstm_0.weight_ih_l0\": expected [32x1], found [36x1]"));
    CHECK(!model.try_load("no such file"));
    CHECK(std::string(model.try_load("no such file").message()).find("no such file") != std::string::npos);
    std::vector<float> in(4, 0.5f), out(4);
    model.step(in, out);
    CHECK(out[3] != 0);
}

namespace {

/// A tensor of a file that is made by hand.
struct tensor {
    std::string name, type = "F32", extent;
    std::size_t bytes = 0;
};

template <class Model>
std::vector<tensor> tensors_of() {
    std::vector<tensor> all;
    for (const parameter& p : Model::parameters().table()) {
        std::string extent = weight_files::spelled(p.extent);
        std::ranges::replace(extent, 'x', ',');
        all.push_back({std::string(p.name.view()), "F32", extent, static_cast<std::size_t>(p.extent.size()) * 4});
    }
    return all;
}

test::bytes file_of(const std::vector<tensor>& tensors, const std::string& metadata = {}) {
    std::string header = "{" + metadata;
    std::size_t at = 0;
    for (const tensor& t : tensors) {
        header += (header.size() > 1 ? ",\"" : "\"") + t.name + "\":{\"dtype\":\"" + t.type + "\",\"shape\":" + t.extent +
                  ",\"data_offsets\":[" + std::to_string(at) + "," + std::to_string(at + t.bytes) + "]}";
        at += t.bytes;
    }
    return test::safetensors_file(header + "}", test::bytes(at));
}

}  // namespace

TEST_CASE("where one network is nearest, its own complaint is the sentence") {
    const test::scratch_folder folder;
    const std::vector<tensor> good = tensors_of<stream<amp<16>>>();
    const auto bias = static_cast<std::size_t>(std::ranges::find(good, "dense_0.bias", &tensor::name) - good.begin());
    const std::string path = (folder / "w.safetensors").string(), nearest = path + ": fits none of the 8 networks; nearest is network 2 of 0 to 7: ";
    any_amp model;
    const auto refusal = [&](const test::bytes& file) {
        folder.write("w.safetensors", file);
        const status refused = model.try_load(path);
        return refused ? "accepted" : refused.message();
    };
    const auto with = [&](const tensor& other) {
        std::vector<tensor> all = good;
        all[bias] = other;
        return file_of(all);
    };
    CHECK(refusal(file_of(good)) == "accepted");
    CHECK(model.index() == 2);
    CHECK(refusal(with({"dense_0.bias", "I32", "[1]", 4})) ==
          nearest + "tensor \"dense_0.bias\": expected [1] float32, found [1] int32");
    CHECK(refusal(with({"dense_0.biass", "F32", "[1]", 4})) ==
          nearest + "tensor \"dense_0.bias\": expected [1] float32, found no tensor of that name but \"dense_0.biass\"");
    CHECK(refusal(file_of(good, "\"__metadata__\":{\"format\":\"flax\"}")) ==
          path + ": metadata \"format\": expected \"pt\" or \"tf\", found \"flax\": say the order of its axes in load_options");

    std::vector<tensor> all = good;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(bias));
    CHECK(refusal(file_of(all)) == nearest + "tensor \"dense_0.bias\": expected [1] float32, found no tensor of that name");
    all = good;
    all.push_back({"steps", "I64", "[1]", 8});
    CHECK(refusal(file_of(all)) == nearest + "tensor \"steps\": expected no tensor of that name, found [1] int64");
    test::bytes large = with({"dense_0.bias", "F64", "[1]", 8});
    REQUIRE(bias + 1 == good.size());  // its number ends the file
    std::ranges::copy(test::packed(std::vector<double>{1e300}), large.end() - 8);
    CHECK(refusal(large) == nearest + "tensor \"dense_0.bias\": value 0 is too large for a float32");

    all = good;
    std::ranges::find(all, "dense_0.weight", &tensor::name)->extent = "[16,1]";
    const std::string turned = refusal(file_of(all));
    CHECK(turned.starts_with(path + ": fits none of the 8 networks; found \"dense_0.bias\" [1], \"dense_0.weight\" [16x1], "));
    CHECK(turned.ends_with("; nearest is network 2 of 0 to 7: tensor \"dense_0.weight\": expected [1x16] float32, found [16x1], "
                           "which is transposed"));
    CHECK(model.index() == 2);

    one_of<stream<amp<16>>> alone;
    folder.write("w.safetensors", with({"dense_0.bias", "I32", "[1]", 4}));
    CHECK(alone.try_load(path).message() == path + ": tensor \"dense_0.bias\": expected [1] float32, found [1] int32");

    auto taken = test::randomised<stream<amp<16>>>(1);
    const auto gone = std::move(taken);
    CHECK(model.try_load(taken).message() ==
          "load: fits none of the 8 networks; nearest is network 2 of 0 to 7: expected a parameter_set with 1233 "
          "values, found 0: it was moved from");
}

TEST_CASE("what else may be said of a file, and a folder of arrays") {
    const test::scratch_folder folder;
    std::vector<tensor> all = tensors_of<stream<amp<16>>>();
    all.push_back({"steps", "I64", "[1]", 8});
    const std::string path = folder.write("w.safetensors", file_of(all)).string();
    CHECK(!any_amp().try_load(path));
    CHECK(any_amp(path, {.allow_extra = true}).index() == 2);

    const std::vector<float> in = test::numbers(32, 4);
    const auto given = test::randomised<stream<plain>>(3);
    const auto answer = [&](auto& model) {
        std::vector<float> out(32);
        model.step(in, out);
        return out;
    };
    stream<plain> alone(given);
    const std::vector<float> expected = answer(alone);
    std::filesystem::create_directories(folder / "pytorch");
    std::filesystem::create_directories(folder / "tensorflow");
    for (const auto& [row, values] : given) {  // a matrix of one row or column has the same values in both orders
        std::vector<long long> extent(row.extent.d, row.extent.d + row.extent.rank);
        save_npy(folder / "pytorch" / (std::string(row.name.view()) + ".npy"), extent, values);
        std::ranges::reverse(extent);
        save_npy(folder / "tensorflow" / (std::string(row.name.view()) + ".npy"), extent, values);
    }
    any_amp model((folder / "pytorch").string());
    CHECK(model.index() == 7);
    CHECK(answer(model) == expected);
    const std::string other = (folder / "tensorflow").string();
    CHECK(model.try_load(other).message().ends_with(
        "; nearest is network 7 of 0 to 7: tensor \"dense_0.weight\": expected [12x1] float32, found [1x12], which is "
        "TensorFlow's order: load with convention::tensorflow"));
    model.load(other, {.order = convention::tensorflow});
    CHECK(answer(model) == expected);
    save_npy(folder / "tensorflow" / "steps.npy", {1}, std::vector<float>{1});
    CHECK(model.try_load(other, {.order = convention::tensorflow}).message() ==
          other + ": fits none of the 8 networks; nearest is network 7 of 0 to 7: tensor \"steps\": expected no tensor of "
                  "that name, found [1]");
    model.load(other, {.order = convention::tensorflow, .allow_extra = true});
    CHECK(answer(model) == expected);
    folder.write("tensorflow/steps.npy", test::bytes(20));
    CHECK(model.try_load(other).message() == (folder / "tensorflow" / "steps.npy").string() +
                                                 ": expected a .npy file, found one that does not begin with \\x93NUMPY");
}

TEST_CASE("nothing runs before a file is there") {
    any_amp model;
    std::vector<float> in(1), out(1);
    CHECK_THROWS_WITH(model.step(in, out), "one_of: no file has been loaded");
    CHECK_THROWS_WITH(model.step(1.f), "one_of: no file has been loaded");
}

namespace {

template <int Channels>
constexpr auto filter = input(48, 48, 16) | conv<3, 3>(Channels) | relu() | global_avgpool() | flatten() | dense(3);
using any_filter = one_of<compile<filter<24>>, compile<filter<32>>>;
using by_blocks = one_of<stream<amp<8>, streamed{4}>, stream<amp<12>, streamed{4}>>;
using of_unlike_pieces = one_of<stream<amp<8>>, stream<amp<12>, streamed{4}>>;

template <class Model>
concept has_number_step = requires(Model& m) { m.step(0.f); };
template <class Model>
concept has_any_threads = requires(Model& m) { m.threads(2); };
template <class Model>
concept runs_pieces = requires(Model& m, const float* in, float* const* out) { m.run(in, out); };
template <class Model>
concept runs_images = requires(const Model& m, const float* in, float* const* out, float* arena) { m.run(in, out, 1, arena); };

static_assert(has_number_step<any_amp> && !has_number_step<by_blocks> && !has_number_step<any_filter>);
static_assert(has_any_threads<any_filter> && !has_any_threads<any_amp>);
static_assert(runs_pieces<any_amp> && runs_pieces<by_blocks> && !runs_pieces<any_filter> && !runs_pieces<of_unlike_pieces>);
static_assert(runs_images<any_filter> && !runs_images<any_amp>);

}  // namespace

TEST_CASE("a number in, a number out; and pieces without checks") {
    const auto given = test::randomised<stream<amp<24>>>(5);
    any_amp model(given);
    stream<amp<24>> alone(given);
    static_assert(std::is_same_v<decltype(model.step(0.f)), float>);
    for (const float x : test::numbers(20, 6)) CHECK(model.step(x) == alone.step(x));

    const std::vector<float> in = test::numbers(20, 7);
    std::vector<float> out(20), expected(20);
    float *to[] = {out.data()}, *there[] = {expected.data()};
    static_assert(noexcept(model.run(in.data(), to, 20)));
    model.run(in.data(), to, 20);
    alone.run(in.data(), there, 20);
    CHECK(out == expected);

    CHECK(model.visit([](auto& chosen) { return chosen.parameters().table().size(); }) == 6);
    CHECK(std::as_const(model).visit([](const auto& chosen) { return sizeof(chosen); }) == sizeof(alone));
    // Answers of several types are dropped.
    static_assert(std::is_void_v<decltype(model.visit([](auto& chosen) -> auto& { return chosen; }))>);
}

TEST_CASE("a caller's arena serves whichever was loaded") {
    const auto given = test::randomised<compile<filter<32>>>(5);
    const any_filter model(given);
    const std::vector<float> in = test::numbers(2 * 48 * 48 * 16, 6);
    std::vector<float> out(6), expected(6);
    std::vector<float> arena(static_cast<std::size_t>(model.working_bytes()) / sizeof(float));
    float* to[] = {out.data()};
    static_assert(noexcept(model.run(in.data(), to, 2, arena.data())));
    model.run(in.data(), to, 2, arena.data());
    compile<filter<32>> alone(given);
    alone(in, expected);
    CHECK(out == expected);
}

TEST_CASE("threads stay when another is loaded") {
    any_filter model;
    model.threads(2);
    CHECK(model.threads() == 2);
    model.load(test::randomised<compile<filter<24>>>(5));
    CHECK(model.visit([](auto& chosen) { return chosen.threads(); }) == 2);

    int calls = 0;
    auto others = [&](int pieces, shared_work work) {
        ++calls;
        for (int k = 0; k < pieces; ++k) work(k);
    };
    const std::vector<float> in = test::numbers(6 * 48 * 48 * 16, 6);
    std::vector<float> out(18), expected(18);
    const auto given = test::randomised<compile<filter<32>>>(6);
    compile<filter<32>> alone(given);
    alone(in, expected);
    model.threads(3, others, sharing::batch);
    model(in, out);
    REQUIRE(calls == 1);
    model.load(given);
    CHECK(model.threads() == 3);
    model(in, out);
    CHECK(calls == 2);
    CHECK(out == expected);

    // A model's own go with it; what is refused changes nothing.
    model.visit([](auto& chosen) { chosen.threads(4); });
    CHECK(model.threads() == 4);
    CHECK_THROWS_WITH(model.threads(0), "threads: expected 1 to 1024, found 0");
    CHECK(!model.try_load(test::randomised<compile<amp<8>>>(1)));
    CHECK(model.threads() == 4);
    model.load(given);
    CHECK(model.threads() == 3);
    CHECK(any_filter().threads() == 1);
    CHECK_THROWS_WITH(any_filter().threads(most_threads + 1), "threads: expected 1 to 1024, found 1025");
}
