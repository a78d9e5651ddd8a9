#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fusenet/weights/safetensors.hpp>
#include <fusenet/weights/safetensors_writer.hpp>
#include <string>

#include "bytes.hpp"

using namespace fusenet;

namespace {

constexpr std::array table{
    parameter{"stem.weight", {4, 3, 2, 2}, 0, 0},
    parameter{"na\xc3\xafve \"gain\"", {4}, 48, 1},
    parameter{"head.weight", {2, 12}, 52, 0, shape::image(2, 3, 2)},
    parameter{"temperature", dims(), 80, 1},  // four floats of padding before it
};

std::string text_of(const test::bytes& b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }

}  // namespace

TEST_CASE("a file is written in PyTorch's order, its data aligned") {
    constexpr std::array small{parameter{"w", {1, 4}, 0, 0, shape::image(1, 2, 2)}, parameter{"b", {1}, 4, 0}};
    parameter_set set(small);
    set.set("w", std::vector<float>{1, 2, 3, 4});  // x, c
    set.set("b", std::vector<float>{5});
    const auto file = try_encode_safetensors(set, {{"note", "two\nlines"}});
    REQUIRE(file);
    const std::string header = R"({"__metadata__":{"format":"pt","note":"two\u000alines"},)"
                               R"("w":{"dtype":"F32","shape":[1,4],"data_offsets":[0,16]},)"
                               R"("b":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}})";
    const std::string text = text_of(*file);
    CHECK(text.substr(8, header.size()) == header);
    CHECK((file->size() - 20) % 8 == 0);
    CHECK(test::bytes(file->end() - 20, file->end()) == test::packed(std::vector<float>{1, 3, 2, 4, 5}));
}

TEST_CASE("a file that cannot be what it says is not written") {
    const parameter_set set(table);
    CHECK(try_encode_safetensors(set, {{"format", "tf"}}).message() ==
          "metadata \"format\": expected \"pt\", which is how files are written, found \"tf\"");
    CHECK(try_encode_safetensors(set, {{"author", "Bj\xf6rn"}}).message() == "metadata \"author\": is not UTF-8");
    constexpr std::array reserved{parameter{"__metadata__", {1}, 0, 0}};
    CHECK(try_encode_safetensors(parameter_set(reserved)).message() ==
          "tensor \"__metadata__\": the format does not allow that name");
    constexpr std::array unsound{parameter{"a", {3}, 0, 0, shape::image(2, 2, 1)}};
    CHECK(try_encode_safetensors(parameter_set(unsound)).message() ==
          "tensor \"a\": reads a flattened image of another size");
}

TEST_CASE("saving replaces a whole file or nothing") {
    const test::scratch_folder folder;
    const parameter_set set(table);
    save_safetensors(folder / "w.safetensors", set);
    const auto whole = test::read_file(folder / "w.safetensors");
    CHECK(whole == *try_encode_safetensors(set));
    CHECK_FALSE(try_save_safetensors(folder / "w.safetensors", set, {{"format", "tf"}}));
    CHECK(test::read_file(folder / "w.safetensors") == whole);

    // A folder in the part file's place makes the write fail.
    std::filesystem::create_directories(folder / "v.safetensors.part");
    folder.write("v.safetensors", test::bytes(3));
    CHECK(try_save_safetensors(folder / "v.safetensors", set).message() ==
          (folder / "v.safetensors").string() + ": cannot be opened for writing");
    CHECK(test::read_file(folder / "v.safetensors") == test::bytes(3));

    CHECK(try_save_safetensors(folder.path(), set).message() ==
          folder.path().string() + ": exists and is not a regular file");
    CHECK_FALSE(try_save_safetensors(folder / "none/w.safetensors", set));
    CHECK_THROWS_AS(save_safetensors(folder / "none/w.safetensors", set), error);

    folder.write("target", test::bytes(1));
    std::filesystem::create_symlink("target", folder / "link");
    CHECK(try_save_safetensors(folder / "link", set));
    CHECK(std::filesystem::is_symlink(folder / "link"));
    CHECK(test::read_file(folder / "target") == whole);
    CHECK(std::ranges::count_if(std::filesystem::directory_iterator(folder.path()), [](const auto& file) {
              return file.path().extension() == ".part" && !file.is_directory();
          }) == 0);
}

#if FUSENET_HAS_JSON
TEST_CASE("save then load is the identity") {
    parameter_set set(table);
    set.randomise(3);
    const test::scratch_folder folder;
    save_safetensors(folder / "w.safetensors", set, {{"note", "\x01\x7f\\ \"quoted\" \xf0\x9f\x90\x88"}});
    const parameter_set back = load_safetensors(folder / "w.safetensors", table);
    for (const parameter& p : table) CHECK(std::ranges::equal(back.of(p), set.of(p)));
    CHECK(*try_encode_safetensors(back) == *try_encode_safetensors(set));
}
#else
TEST_CASE("a build that cannot read says so") {
    CHECK(try_load_safetensors(test::bytes(8), table, {}, "w").message().starts_with(
        "w: this build cannot read .safetensors files"));
}
#endif
