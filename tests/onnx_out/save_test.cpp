// ONNX files: what is checked before one is written, and what stays when that fails.
// needs: onnx
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/onnx.hpp>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "../support.hpp"

namespace {

using namespace fusenet;
namespace files = std::filesystem;

constexpr auto net = input(6, 5, 3) | conv<3, 3>(4) | flatten() | dense(7);
constexpr auto other = input(6, 5, 3) | conv<3, 3>(5) | flatten() | dense(7);
constexpr auto with_map = input(4) | map([](auto x) { return x * x; });

/// An empty folder of this process's own, gone in the end.
struct folder {
    files::path path = files::temp_directory_path() / ("fusenet-save-" + std::to_string(std::random_device()()));
    folder() { files::create_directories(path); }
    ~folder() { files::remove_all(path); }
};

std::string bytes_of(const files::path& path) {
    std::ifstream from(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(from), {}};
}

onnx::ModelProto parsed(const files::path& path) {
    onnx::ModelProto model;
    std::ifstream from(path, std::ios::binary);
    CHECK(model.ParseFromIstream(&from));
    return model;
}

TEST_CASE("save_onnx: the file says its version, its batch, and holds the weights") {
    const folder in;
    parameter_set weights = parameter_set(described<net>::parameters());
    weights.randomise(5);
    save_onnx<net>(weights, in.path / "any.onnx");
    save_onnx<net>(weights, in.path / "four.onnx", {.batch = 4});
    const onnx::ModelProto any = parsed(in.path / "any.onnx"), four = parsed(in.path / "four.onnx");
    CHECK(any.ir_version() == 8);
    CHECK(any.opset_import(0).version() == 13);
    CHECK(any.graph().input(0).type().tensor_type().shape().dim(0).dim_param() == "batch");
    CHECK(four.graph().input(0).type().tensor_type().shape().dim(0).dim_value() == 4);
    const auto given = weights.at("conv_0.weight");
    bool found = false;
    for (const onnx::TensorProto& t : any.graph().initializer())
        if (t.name() == "conv_0.weight") {
            found = true;
            REQUIRE(t.raw_data().size() == given.size_bytes());
            CHECK(std::memcmp(t.raw_data().data(), given.data(), given.size_bytes()) == 0);
        }
    CHECK(found);
}

TEST_CASE("save_onnx: a set from another table is found by name, another network's is an error") {
    const folder in;
    parameter_set own(described<net>::parameters());
    own.randomise(5);
    save_onnx<net>(own, in.path / "own.onnx");
    std::vector<parameter> turned(own.table().begin(), own.table().end());
    std::reverse(turned.begin(), turned.end());
    long long offset = 0;
    for (parameter& p : turned) p.offset = offset, offset += p.extent.size();
    parameter_set same(turned);
    same.randomise(5);
    save_onnx<net>(same, in.path / "same.onnx");
    CHECK(bytes_of(in.path / "same.onnx") == bytes_of(in.path / "own.onnx"));

    const files::path path = in.path / "none.onnx";
    CHECK(try_save_onnx<net>(parameter_set(described<other>::parameters()), path).message() ==
          path.string() + ": load: tensor \"conv_0.weight\": expected [4x3x3x3], found [5x3x3x3]");
    CHECK(!files::exists(path));
    parameter_set moved = std::move(own);
    CHECK_THROWS_AS(save_onnx<net>(own, path), error);
}

TEST_CASE("save_onnx: what fails leaves the old file as it was") {
    const folder in;
    const files::path path = in.path / "old.onnx";
    std::ofstream(path) << "old";
    CHECK(try_save_onnx<with_map>(parameter_set(described<with_map>::parameters()), path).message() ==
          path.string() + ": layer 1, map: has no ONNX form: give it a member onnx(to, in)");
    CHECK(try_save_onnx<net>(parameter_set(described<net>::parameters()), path, {.batch = -1}).message() ==
          path.string() + ": batch: expected 0 or more, found -1");
    CHECK(bytes_of(path) == "old");
    const files::path nowhere = in.path / "no folder" / "x.onnx";
    CHECK(try_save_onnx<net>(parameter_set(described<net>::parameters()), nowhere).message() ==
          nowhere.string() + ": cannot be opened for writing");
}

}  // namespace
