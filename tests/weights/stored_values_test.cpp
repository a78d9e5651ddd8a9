// Files as sources: what they give piece by piece is what they give at once, and they are not trusted to stay the same.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fusenet/weights/constants.hpp>
#include <fusenet/weights/npy_folder.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <string>
#include <vector>

#include "bytes.hpp"

using namespace fusenet;

namespace {

constexpr std::array table{
    parameter{"conv", {6, 3, 2, 2}, 0, 0},  parameter{"depthwise", {4, 1, 1, 2}, 72, 0},
    parameter{"dense", {5, 12}, 80, 0, shape::image(2, 2, 3)}, parameter{"gain", {12}, 140, 1, shape::image(2, 2, 3)},
    parameter{"signal", {2, 3, 2}, 152, 0}, parameter{"number", dims(), 164, 0}, parameter{"wide", {3, 9000}, 165, 0},
};

parameter_set random_set() {
    parameter_set set(table);
    set.randomise(1);
    return set;
}

/// Every run of whole indices of the outermost axis, against the same of the set.
void check_pieces(value_source& from, const parameter_set& expected) {
    for (std::size_t row = 0; row < table.size(); ++row) {
        CAPTURE(table[row].name.view());
        const auto slice = static_cast<std::size_t>(slice_of(table[row])), all = expected.of(table[row]).size() / slice;
        for (std::size_t first = 0; first < all; ++first)
            for (std::size_t count = 1; first + count <= all; ++count) {
                std::vector<float> found(count * slice);
                REQUIRE(from.read(row, static_cast<long long>(first), found));
                if (!std::ranges::equal(found, expected.of(table[row]).subspan(first * slice, count * slice)))
                    FAIL_CHECK(count, " from ", first);
            }
        if (const float* lying = from.lying(row))
            CHECK(std::ranges::equal(std::span(lying, all * slice), expected.of(table[row])));
    }
}

void save_folder(const test::scratch_folder& folder, const parameter_set& set) {
    for (const auto& entry : set)
        save_npy(folder / (std::string(entry.row.name.view()) + ".npy"),
                 {entry.row.extent.d, entry.row.extent.d + entry.row.extent.rank}, entry.values);
}

}  // namespace

TEST_CASE("a folder of arrays gives pieces, in every order of axes") {
    const test::scratch_folder folder;
    const parameter_set set = random_set();
    save_folder(folder, set);
    for (const convention order : {convention::fusenet, convention::pytorch}) {
        auto opened = open_npy_folder(folder.path(), table, {.order = order});
        check_pieces(opened, load_npy_folder(folder.path(), table, {.order = order}));
    }
    auto same = open_npy_folder(folder.path(), table, {.order = convention::fusenet});
    check_pieces(same, set);
}

TEST_CASE("a file of a folder that changes after it was opened is found out") {
    const test::scratch_folder folder;
    save_folder(folder, random_set());
    auto opened = open_npy_folder(folder.path(), table);
    const std::string path = (folder / "signal.npy").string();
    std::vector<float> part(12);
    REQUIRE(opened.read(4, 0, part));
    REQUIRE(opened.read(5, 0, std::span(part).first(1)));
    std::filesystem::resize_file(path, 130);
    CHECK(opened.read(4, 0, part).message() == path + ": expected 176 bytes as before, found 130");
    std::filesystem::remove(path);
    CHECK(opened.read(4, 0, part).message() == path + ": there is no such file");
}

TEST_CASE("constants give pieces, in every order of axes, and lie where they are in ours") {
    const parameter_set set = random_set();
    std::vector<constant_tensor> constants;
    for (const auto& entry : set) constants.push_back({entry.row.name.view(), entry.row.extent, entry.values});
    auto ours = open_constants(table, constants);
    CHECK(ours.lies());
    CHECK(ours.lying(0) == set["conv"].data());
    check_pieces(ours, set);
    auto pytorch = open_constants(table, constants, {.order = convention::pytorch});
    CHECK(pytorch.lying(0) == set["conv"].data());
    CHECK(pytorch.lying(2) == nullptr);
    check_pieces(pytorch, from_constants(table, constants, {.order = convention::pytorch}));
}

#if FUSENET_HAS_JSON
TEST_CASE("a safetensors file gives pieces, from disk and from memory") {
    const test::scratch_folder folder;
    const parameter_set set = random_set();
    save_safetensors(folder / "w.safetensors", set);
    auto file = open_safetensors(folder / "w.safetensors", table);
    CHECK(file.name() == (folder / "w.safetensors").string());
    check_pieces(file, set);
    const auto bytes = test::read_file(folder / "w.safetensors");
    auto memory = open_safetensors(bytes, table, {}, "w");
    check_pieces(memory, set);
}

TEST_CASE("numbers of every type and TensorFlow's order come in pieces as they come at once") {
    constexpr std::array some{parameter{"conv", {3, 2, 1, 2}, 0}, parameter{"bias", {3}, 12}};
    for (const bool wide : {false, true}) {
        const std::string type = wide ? "F64" : "BF16";
        const int size = wide ? 8 : 2;
        std::vector<double> doubles;
        test::bytes halves;
        for (int i = 0; i < 15; ++i) {
            doubles.push_back(i * 0.5);
            const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(i) * 0.5f);
            halves = test::joined(std::move(halves), test::little(bits >> 16, 2));
        }
        const auto entry = [&](const char* name, const char* extent, int begin, int end) {
            return "\"" + std::string(name) + "\":{\"dtype\":\"" + type + "\",\"shape\":" + extent +
                   ",\"data_offsets\":[" + std::to_string(begin * size) + "," + std::to_string(end * size) + "]}";
        };
        const std::string header = "{\"__metadata__\":{\"format\":\"tf\"}," + entry("conv", "[1,2,2,3]", 0, 12) + "," +
                                   entry("bias", "[3]", 12, 15) + "}";
        const auto file = test::safetensors_file(header, wide ? test::packed(doubles) : halves);
        auto opened = open_safetensors(file, some);
        const parameter_set all = load_safetensors(file, some);
        CHECK(all["conv"][1] == 3 * 2 * 0.5f);  // [0][0][0][1] is the file's [0][1][0][0]
        for (long long first = 0; first < 3; ++first) {
            std::vector<float> part(4), bias(1);
            REQUIRE(opened.read(0, first, part));
            CHECK(std::ranges::equal(part, all["conv"].subspan(static_cast<std::size_t>(4 * first), 4)));
            REQUIRE(opened.read(1, first, bias));
            CHECK(bias[0] == all["bias"][static_cast<std::size_t>(first)]);
        }
    }
}

TEST_CASE("a number that float32 cannot hold is found before any is given, and one that comes later, too") {
    constexpr std::array one{parameter{"a", {2}, 0}};
    const auto file = [](double second) {
        return test::safetensors_file(R"({"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}})",
                                      test::packed(std::vector<double>{1, second}));
    };
    CHECK(try_open_safetensors(file(1e40), one, {}, "w").message() ==
          "w: tensor \"a\": value 1 is too large for a float32");
    const test::scratch_folder folder;
    const std::string path = folder.write("w.safetensors", file(2)).string();
    auto opened = open_safetensors(path, one);
    folder.write("w.safetensors", file(1e40));
    std::vector<float> values(2);
    CHECK(opened.read(0, 0, values).message() == path + ": tensor \"a\": value 1 is too large for a float32");
}
#endif
