// needs: json
// Whatever bytes a file of weights has: one_of chooses the network whose tensors it holds, which then answers as it
// does alone, or refuses the file with a sentence and stays as it was.
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <fusenet.hpp>
#include <fusenet/one_of.hpp>
#include <span>
#include <string>
#include <vector>

#include "demand.hpp"

using namespace fusenet;

namespace {

template <int Units>
constexpr auto recurrent = input(2, 1) | named("rnn", lstm(Units)) | named("out", dense(1));
constexpr auto plain = input(2, 1) | named("in", dense(3)) | tanh() | named("out", dense(1));
constexpr auto of_words = input(2, 1) | named("in", embedding(3, 2)) | named("out", dense(1));

using any = one_of<stream<recurrent<1>>, stream<recurrent<2>>, stream<plain>, stream<of_words>>;
using answers = std::array<float, 2>;

constexpr answers asked{1, -0.5f};

/// A file that goes away.
struct file_of_bytes {
    std::string path =
        (std::filesystem::temp_directory_path() / ("fusenet_one_of_fuzz_" + std::to_string(getpid()))).string();

    explicit file_of_bytes(std::span<const std::byte> bytes) {
        std::ofstream to(path, std::ios::binary);
        to.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
    ~file_of_bytes() { std::filesystem::remove(path); }
};

template <class Model>
answers answers_of(Model& model) {
    answers out{};
    model.reset();
    model.step(asked, out);
    return out;
}
bool same_bits(const answers& a, const answers& b) { return std::memcmp(a.data(), b.data(), sizeof a) == 0; }

/// Whether `Model` takes the file, and what it answers then.
template <class Model>
bool alone(const std::string& path, answers& out) {
    Model model;
    if (!model.try_load(path)) return false;
    out = answers_of(model);
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    auto input = std::as_bytes(std::span(data, size).subspan(1));
    std::vector<std::byte> bytes(input.begin(), input.end());
    if (data[0] & 1) {  // a header, whose length would seldom be right by chance
        bytes.insert(bytes.begin(), 8, std::byte{});
        weight_files::store_little<std::uint64_t>(input.size(), bytes.data());
        bytes.resize(bytes.size() + 4u * (data[0] >> 1));
    }
    const file_of_bytes file(bytes);

    static any model = [] {
        any first;
        auto given = stream<plain>::parameters();
        given.randomise(1);
        first.load(given);
        return first;
    }();
    const int before = model.index();
    const answers were = answers_of(model);
    const status loaded = model.try_load(file.path);
    answers expected{};
    int fits = -1;
    if (alone<stream<recurrent<1>>>(file.path, expected))
        fits = 0;
    else if (alone<stream<recurrent<2>>>(file.path, expected))
        fits = 1;
    else if (alone<stream<plain>>(file.path, expected))
        fits = 2;
    else if (alone<stream<of_words>>(file.path, expected))
        fits = 3;
    demand(bool(loaded) == (fits >= 0), "what one of the networks takes is taken, and nothing else");
    if (loaded) {
        demand(model.index() == fits, "the network that the file fits");
        demand(same_bits(answers_of(model), expected), "it answers as it does alone");
    } else {
        demand(loaded.message().starts_with(file.path + ": ") && loaded.message().size() > file.path.size() + 10,
               "a refusal says why");
        demand(model.index() == before && same_bits(answers_of(model), were), "a refused file changes nothing");
    }
    return 0;
}
