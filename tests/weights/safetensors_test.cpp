// needs: json
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fusenet/weights/safetensors.hpp>
#include <string>
#include <vector>

#include "bytes.hpp"

using namespace fusenet;
using test::packed, test::safetensors_file, test::test_data;

namespace {

// The names and extents of tests/data/weights/mixed.safetensors; head reads a flattened image.
constexpr std::array mixed{
    parameter{"stem.conv.weight", {2, 3, 2, 2}, 0, 0},
    parameter{"stem.conv.bias", {2}, 24, 0},
    parameter{"head.weight", {5, 4}, 26, 0, shape::image(1, 2, 2)},
    parameter{"head.bias", {5}, 46, 0},
};

/// What make.py writes: 0, step, -2 step, 3 step, ...
float step(int n, float by) { return static_cast<float>(n % 2 ? n : -n) * by; }

std::vector<float> to_vector(std::span<const float> v) { return {v.begin(), v.end()}; }

std::string entry(std::string_view name, std::string_view dtype, std::string_view extent, int begin, int end) {
    return "\"" + std::string(name) + "\":{\"dtype\":\"" + std::string(dtype) + "\",\"shape\":" + std::string(extent) +
           ",\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(end) + "]}";
}

}  // namespace

TEST_CASE("a file that Python's safetensors wrote is read, of any floating type") {
    const parameter_set set = load_safetensors(test_data("mixed.safetensors"), mixed);
    for (int i = 0; i < 24; ++i) CHECK(set["stem.conv.weight"][std::size_t(i)] == step(i, 0.5f));
    for (int i = 0; i < 2; ++i) CHECK(set["stem.conv.bias"][std::size_t(i)] == step(i, 0.25f));
    for (int i = 0; i < 5; ++i) CHECK(set["head.bias"][std::size_t(i)] == step(i, 0.125f));
    for (int out = 0; out < 5; ++out)
        for (int x = 0; x < 2; ++x)
            for (int c = 0; c < 2; ++c)  // ours: x, c; the file's: c, x
                CHECK(set["head.weight"][std::size_t(out * 4 + x * 2 + c)] == step(out * 4 + c * 2 + x, 1));
}

TEST_CASE("extra tensors are refused unless they are allowed") {
    constexpr std::array norm{parameter{"norm.weight", {3}, 0, 1}};
    const auto refused = try_load_safetensors(test_data("tracked.safetensors"), norm);
    REQUIRE_FALSE(refused);
    CHECK(refused.message() == test_data("tracked.safetensors").string() +
                                   ": tensor \"norm.num_batches_tracked\": expected no tensor of that name, "
                                   "found [] int64");
    const auto set = load_safetensors(test_data("tracked.safetensors"), norm, {.allow_extra = true});
    CHECK(to_vector(set["norm.weight"]) == std::vector<float>{0, 2, -4});
}

TEST_CASE("the same weights in TensorFlow's order are the same parameters") {
    constexpr std::array table{
        parameter{"conv", {2, 3, 1, 2}, 0, 0},     parameter{"depthwise", {4, 1, 1, 2}, 12, 0},
        parameter{"dense", {2, 4}, 20, 0, shape::image(1, 2, 2)}, parameter{"bias", {2}, 28, 0},
        parameter{"signal", {2, 3, 2}, 30, 0},
    };
    const auto header = [&](std::string_view format, bool tensorflow) {
        return "{\"__metadata__\":{\"format\":\"" + std::string(format) + "\"}," +
               entry("conv", "F32", tensorflow ? "[1,2,3,2]" : "[2,3,1,2]", 0, 48) + "," +
               entry("depthwise", "F32", tensorflow ? "[1,2,4,1]" : "[4,1,1,2]", 48, 80) + "," +
               entry("dense", "F32", tensorflow ? "[4,2]" : "[2,4]", 80, 112) + "," +
               entry("bias", "F32", "[2]", 112, 120) + "," +
               entry("signal", "F32", tensorflow ? "[2,3,2]" : "[2,3,2]", 120, 168) + "}";
    };
    // Each number says its place: conv o i w, depthwise o w, dense out w c, signal o i t.
    const auto pytorch = packed(std::vector<float>{
        0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121,  //
        0, 1, 10, 11, 20, 21, 30, 31,                        //
        0, 10, 1, 11, 100, 110, 101, 111,                    // c, then w
        7, 8,                                                //
        0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121});
    const auto tensorflow = packed(std::vector<float>{
        0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121,  //
        0, 10, 20, 30, 1, 11, 21, 31,                        //
        0, 100, 1, 101, 10, 110, 11, 111,                    // w, then c
        7, 8,                                                //
        0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121});
    const std::vector<float> ours{0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121, 0, 1, 10, 11, 20, 21, 30, 31,
                                  0, 1, 10, 11, 100, 101, 110, 111, 7, 8,
                                  0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121};
    CHECK(to_vector(load_safetensors(safetensors_file(header("pt", false), pytorch), table).values()) == ours);
    CHECK(to_vector(load_safetensors(safetensors_file(header("tf", true), tensorflow), table).values()) == ours);
    // The caller's word goes before the file's.
    const auto unlabelled = safetensors_file(header("np", true), tensorflow);
    CHECK(to_vector(load_safetensors(unlabelled, table, {.order = convention::tensorflow}).values()) == ours);
    CHECK_FALSE(try_load_safetensors(unlabelled, table));
    const auto refusal = [&](const char* format, bool of_tensorflow, const load_options& options) {
        const auto& values = of_tensorflow ? tensorflow : pytorch;
        return try_load_safetensors(safetensors_file(header(format, of_tensorflow), values), table, options, "w").message();
    };
    const std::string of_pytorch = "w: tensor \"conv\": expected [2x3x1x2] float32, found [1x2x3x2], which is ";
    const std::string of_tensorflow = "w: tensor \"conv\": expected [1x2x3x2] float32, found [2x3x1x2], which is ";
    CHECK(refusal("np", true, {.order = convention::pytorch}) ==
          of_pytorch + "TensorFlow's order: load with convention::tensorflow");
    CHECK(refusal("np", false, {.order = convention::tensorflow}) ==
          of_tensorflow + "PyTorch's order: load with convention::pytorch");
    // A file that says what it is may be right of itself, and wrong in a tensor.
    CHECK(refusal("pt", true, {}) == of_pytorch + "transposed; if the file is in TensorFlow's order, whatever it says of "
                                                  "itself, load with convention::tensorflow");
    CHECK(refusal("tf", false, {}) == of_tensorflow + "transposed; if the file is in PyTorch's order, whatever it says of "
                                                      "itself, load with convention::pytorch");
}

TEST_CASE("one matrix that is transposed makes no file of TensorFlow's") {
    constexpr std::array table{parameter{"a", {2, 3}, 0}, parameter{"b", {4, 2}, 6}};
    for (const convention order : {convention::pytorch, convention::tensorflow}) {
        const bool turned = order == convention::tensorflow;
        const auto file = [&](bool a, bool b, const char* more) {
            return safetensors_file("{" + entry("a", "F32", a ? "[3,2]" : "[2,3]", 0, 24) + "," +
                                        entry("b", "F32", b ? "[2,4]" : "[4,2]", 24, 56) + more + "}",
                                    test::bytes(56));
        };
        const auto refusal = [&](const test::bytes& f, bool extra) {
            return try_load_safetensors(f, table, {.order = order, .allow_extra = extra}, "w").message();
        };
        const std::string a = turned ? "w: tensor \"a\": expected [3x2] float32, found [2x3], which is "
                                     : "w: tensor \"a\": expected [2x3] float32, found [3x2], which is ";
        const std::string theirs = turned ? "PyTorch's order: load with convention::pytorch"
                                          : "TensorFlow's order: load with convention::tensorflow";
        CHECK(refusal(file(!turned, turned, ""), false) == a + "transposed");
        CHECK(refusal(file(!turned, !turned, ""), false) == a + theirs);
        CHECK(refusal(file(!turned, !turned, ",\"c\":{\"dtype\":\"I64\",\"shape\":[0],\"data_offsets\":[56,56]}"), true) ==
              a + theirs);
    }
}

TEST_CASE("TensorFlow's files may have Keras's names") {
    constexpr std::array table{parameter{"stem.weight", {1, 2, 1, 1}, 0}, parameter{"norm.weight", {1}, 2},
                               parameter{"norm.bias", {1}, 3},            parameter{"norm.running_mean", {1}, 4},
                               parameter{"norm.running_var", {1}, 5},     parameter{"head.bias", {1}, 6}};
    const std::string header = "{" + entry("net/head/bias:0", "F32", "[1]", 0, 4) + "," +
                               entry("net/norm/beta:0", "F32", "[1]", 4, 8) + "," +
                               entry("net/norm/gamma:0", "F32", "[1]", 8, 12) + "," +
                               entry("net/norm/moving_mean:0", "F32", "[1]", 12, 16) + "," +
                               entry("net/norm/moving_variance:0", "F32", "[1]", 16, 20) + "," +
                               entry("net/stem/kernel:0", "F32", "[1,1,2,1]", 20, 28) + "}";
    const auto file = safetensors_file(header, packed(std::vector<float>{6, 3, 2, 4, 5, 0, 1}));
    const auto set = try_load_safetensors(file, table, {.order = convention::tensorflow});
    REQUIRE(set);
    CHECK(to_vector(set->values()) == std::vector<float>{0, 1, 2, 3, 4, 5, 6});
    CHECK(try_load_safetensors(file, table, {.order = convention::pytorch}, "w").message() ==
          "w: tensor \"stem.weight\": expected [1x2x1x1] float32, found no tensor of that name (and 5 more missing); "
          "unused: \"net/head/bias:0\" [1], \"net/norm/beta:0\" [1], \"net/norm/gamma:0\" [1], "
          "\"net/norm/moving_mean:0\" [1], \"net/norm/moving_variance:0\" [1], \"net/stem/kernel:0\" [1x1x2x1]");
}

TEST_CASE("what may be a missing tensor is named, and what else is there") {
    constexpr std::array table{parameter{"conv_0.weight", {6, 1, 5}, 0}, parameter{"conv_0.bias", {6}, 30},
                               parameter{"dense_0.weight", {2, 6}, 36}, parameter{"dense_0.bias", {2}, 48}};
    struct tensor { const char *name, *type, *extent; int bytes; };
    const auto refusal = [&](const std::vector<tensor>& all) {
        std::string header;
        int begin = 0;
        for (const tensor& t : all) {
            header += (begin ? "," : "{") + entry(t.name, t.type, t.extent, begin, begin + t.bytes);
            begin += t.bytes;
        }
        return try_load_safetensors(safetensors_file(header + "}", test::bytes(std::size_t(begin))), table, {}, "w").message();
    };
    const tensor filter{"front.kernel", "F32", "[6,1,5]", 120}, shift{"front.shift", "F32", "[6]", 24};
    const tensor dense{"dense_0.weight", "F32", "[2,6]", 48}, bias{"dense_0.bias", "F32", "[2]", 8};
    const std::string missing = "w: tensor \"conv_0.weight\": expected [6x1x5] float32, found no tensor of that name";
    CHECK(refusal({filter, shift, dense, bias}) ==
          missing + " but \"front.kernel\" of that extent (and 1 more missing); unused: \"front.shift\" [6]");
    // Two may be it, or one whose numbers are none of weights.
    CHECK(refusal({filter, {"second.kernel", "F16", "[6,1,5]", 60}, dense, bias}) ==
          missing + " (and 1 more missing); unused: \"front.kernel\" [6x1x5], \"second.kernel\" [6x1x5] float16");
    CHECK(refusal({{"front.kernel", "U8", "[6,1,5]", 30}, dense, bias}) ==
          missing + " (and 1 more missing); unused: \"front.kernel\" [6x1x5] uint8");
    // A name goes before an extent; and nothing is said twice.
    CHECK(refusal({{"conv.weight", "F32", "[6,5]", 120}, filter, {"conv_0.bias", "F32", "[6]", 24}, dense, bias}) ==
          missing + " but \"conv.weight\"; unused: \"front.kernel\" [6x1x5]");
    CHECK(refusal({filter, {"conv_0.bias", "F32", "[6]", 24}, dense, bias}) ==
          missing + " but \"front.kernel\" of that extent");
    CHECK(refusal({dense, bias}) == missing + " (and 1 more missing)");
    std::vector<tensor> many;
    const std::string names = "abcdefgh";
    for (std::size_t i = 0; i < names.size(); ++i) many.push_back({&names[i], "F32", "[1]", 4});
    CHECK(refusal(many) == missing + " (and 3 more missing); unused: \"abcdefgh\" [1], \"bcdefgh\" [1], \"cdefgh\" [1], "
                                     "\"defgh\" [1], \"efgh\" [1], \"fgh\" [1] and 2 more");
}

TEST_CASE("tensors that are not the network's are refused with a sentence") {
    constexpr std::array table{parameter{"stem.conv.weight", {32, 3, 3, 3}, 0, 0}, parameter{"stem.bias", {2}, 864, 0},
                               parameter{"head.bias", {2}, 866, 0}};
    const std::string stem = entry("stem.conv.weight", "F32", "[32,3,3,3]", 0, 3456);
    const std::string stem_bias = entry("stem.bias", "F32", "[2]", 3456, 3464);
    const std::string head_bias = entry("head.bias", "F32", "[2]", 3464, 3472);
    struct row { std::string entries; std::size_t data; std::string expected; };
    for (const row& r : {
             row{stem + "," + stem_bias + "," + head_bias, 3472, "accepted"},
             row{entry("stem.conv.weight", "F32", "[32,3,3,5]", 0, 5760) + "," +
                     entry("stem.bias", "F32", "[2]", 5760, 5768) + "," +
                     entry("head.bias", "F32", "[2]", 5768, 5776),
                 5776, "tensor \"stem.conv.weight\": expected [32x3x3x3] float32, found [32x3x3x5]"},
             row{stem + "," + stem_bias + "," + entry("head.bias", "I32", "[2]", 3464, 3472), 3472,
                 "tensor \"head.bias\": expected [2] float32, found [2] int32"},
             row{stem + "," + stem_bias + "," + entry("head.bias", "C64", "[2]", 3464, 3472), 3472,
                 "tensor \"head.bias\": expected [2] float32, found [2] \"C64\""},
             row{stem + "," + stem_bias + "," + entry("head.bias", "F16", "[4]", 3464, 3472), 3472,
                 "tensor \"head.bias\": expected [2] float32, found [4] float16"},
             row{stem + "," + stem_bias + "," + entry("head.bias", "F32", "[2,1]", 3464, 3472), 3472,
                 "tensor \"head.bias\": expected [2] float32, found [2x1]"},
             row{stem + "," + stem_bias, 3464,
                 "tensor \"head.bias\": expected [2] float32, found no tensor of that name"},
             row{stem, 3456,
                 "tensor \"stem.bias\": expected [2] float32, found no tensor of that name (and 1 more missing)"},
             row{stem + "," + stem_bias + "," + entry("head.biass", "F32", "[2]", 3464, 3472), 3472,
                 "tensor \"head.bias\": expected [2] float32, found no tensor of that name but \"head.biass\""},
             row{stem + "," + stem_bias + "," + head_bias + "," + entry("x", "U8", "[0]", 3472, 3472), 3472,
                 "tensor \"x\": expected no tensor of that name, found [0] uint8"},
         }) {
        const auto loaded =
            try_load_safetensors(safetensors_file("{" + r.entries + "}", test::bytes(r.data)), table, {}, "w");
        CHECK((loaded ? "accepted" : loaded.message().substr(3)) == r.expected);
    }
}

TEST_CASE("a number that float32 cannot hold is refused, and a table that contradicts itself") {
    constexpr std::array one{parameter{"a", {2}, 0, 0}};
    const auto file = safetensors_file("{" + entry("a", "F64", "[2]", 0, 16) + "}",
                                      packed(std::vector<double>{1, 1e40}));
    CHECK(try_load_safetensors(file, one, {}, "w").message() ==
          "w: tensor \"a\": value 1 is too large for a float32");

    constexpr std::array unsound{parameter{"a", {2}, 0, 0, shape::image(2, 2, 1)}};
    const auto sized = safetensors_file("{" + entry("a", "F32", "[2]", 0, 8) + "}", test::bytes(8));
    CHECK(try_load_safetensors(sized, unsound, {}, "w").message() ==
          "w: tensor \"a\": the network's table says that the innermost axis of [2] reads the flattened image "
          "[2x2x1], which has another size");
}

TEST_CASE("a file cut anywhere is refused with its name, from memory and from disk") {
    const auto whole = test::read_file(test_data("mixed.safetensors"));
    REQUIRE(try_load_safetensors(whole, mixed));
    const test::scratch_folder folder;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const test::bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        const auto loaded = try_load_safetensors(cut, mixed, {}, "cut.safetensors");
        if (loaded || !loaded.message().starts_with("cut.safetensors: ")) FAIL_CHECK("cut to ", length, " bytes");
        const auto path = folder.write("cut.safetensors", cut);
        const auto from_disk = try_load_safetensors(path, mixed);
        if (from_disk || !from_disk.message().starts_with(path.string() + ": ")) FAIL_CHECK("on disk: ", length);
    }
    const auto longer = test::joined(whole, test::bytes(1));
    CHECK(try_load_safetensors(longer, mixed, {}, "w").message() ==
          "w: expected 180 bytes of data after the header, found 181");
}

TEST_CASE("what is not a file is refused with a sentence") {
    const test::scratch_folder folder;
    const auto refusal = [](const std::filesystem::path& path) { return try_load_safetensors(path, mixed).message(); };
    const std::string none = (folder / "none.safetensors").string();
    CHECK(refusal(none) == none + ": there is no such file");
    CHECK(refusal(folder.path()) == folder.path().string() + ": is a directory, expected a file");
    CHECK(refusal("") == ": there is no such file");
    if (std::filesystem::exists("/dev/null")) CHECK(refusal("/dev/null") == "/dev/null: is not a regular file");
    CHECK_THROWS_WITH_AS(load_safetensors(folder / "none.safetensors", mixed),
                         (none + ": there is no such file").c_str(), error);
    CHECK_THROWS_AS(load_safetensors(test::bytes(3), mixed), error);
}
