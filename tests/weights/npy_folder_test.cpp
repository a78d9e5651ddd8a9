#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fusenet/weights/npy_folder.hpp>
#include <string>
#include <vector>

#include "bytes.hpp"

using namespace fusenet;

namespace {

constexpr std::array table{parameter{"stem.weight", {2, 3}, 0, 0}, parameter{"head/bias", {2}, 6, 0},
                           parameter{"gain", {4}, 8, 1, shape::image(1, 2, 2)}};
const std::vector<float> stem{1, 2, 3, 4, 5, 6}, bias{7, 8}, gain{9, 10, 11, 12};

void write_all(const test::scratch_folder& folder) {
    std::filesystem::create_directories(folder / "head");
    save_npy(folder / "stem.weight.npy", {2, 3}, stem);
    save_npy(folder / "head/bias.npy", {2}, bias);
    save_npy(folder / "gain.npy", {4}, gain);
}

}  // namespace

TEST_CASE("a folder of arrays is a set of parameters") {
    const test::scratch_folder folder;
    write_all(folder);
    folder.write("README.txt", test::to_bytes("other files are nobody's business"));
    const parameter_set set = load_npy_folder(folder.path(), table);
    CHECK(std::ranges::equal(set["stem.weight"], stem));
    CHECK(std::ranges::equal(set["head/bias"], bias));
    CHECK(std::ranges::equal(set["gain"], std::vector<float>{9, 11, 10, 12}));  // c, w -> w, c

    const std::vector<float> transposed{1, 4, 2, 5, 3, 6};
    save_npy(folder / "stem.weight.npy", {3, 2}, transposed);
    const parameter_set other = load_npy_folder(folder.path(), table, {.order = convention::tensorflow});
    CHECK(std::ranges::equal(other["stem.weight"], stem));
    CHECK(std::ranges::equal(other["gain"], gain));
}

TEST_CASE("a folder that is not the network's is refused with a sentence") {
    const test::scratch_folder folder;
    write_all(folder);
    const std::string at = folder.path().string();
    const auto refusal = [&] { return try_load_npy_folder(folder.path(), table).message(); };

    save_npy(folder / "stem.weight.npy", {3, 2}, stem);
    CHECK(refusal() == at + ": tensor \"stem.weight\": expected [2x3] float32, found [3x2], which is TensorFlow's "
                            "order: load with convention::tensorflow");
    std::filesystem::copy_file(test::test_data("int32.npy"), folder / "stem.weight.npy",
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(refusal() == at + ": tensor \"stem.weight\": expected [2x3] float32, found [4] int32");

    std::filesystem::rename(folder / "stem.weight.npy", folder / "stem.wieght.npy");
    CHECK(refusal() == at + ": tensor \"stem.weight\": expected [2x3] float32, found no tensor of that name but "
                            "\"stem.wieght\"");

    save_npy(folder / "stem.weight.npy", {2, 3}, stem);
    CHECK(refusal() == at + ": tensor \"stem.wieght\": expected no tensor of that name, found [4] int32");
    folder.write("stem.wieght.npy", test::bytes(20));
    CHECK(try_load_npy_folder(folder.path(), table, {.allow_extra = true}));
    CHECK(refusal() == (folder / "stem.wieght.npy").string() +
                           ": expected a .npy file, found one that does not begin with \\x93NUMPY");

    std::filesystem::remove(folder / "stem.wieght.npy");
    std::filesystem::remove(folder / "head/bias.npy");
    CHECK(refusal() == at + ": tensor \"head/bias\": expected [2] float32, found no tensor of that name");
    std::filesystem::create_directories(folder / "head/bias.npy");
    CHECK(refusal() == (folder / "head/bias.npy").string() + ": is a directory, expected a file");

    const auto none = try_load_npy_folder(folder / "none", table);
    CHECK(none.message() == (folder / "none").string() + ": expected a folder of .npy files, found none");
    CHECK_THROWS_AS(load_npy_folder(folder / "gain.npy", table), error);
}
