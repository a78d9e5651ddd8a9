// needs: json
// Whatever bytes a .safetensors file has: it is refused with a sentence, or read into weights that are the same piece
// by piece, and survive being saved and read again.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fusenet/graph/described.hpp>
#include <fusenet/graph/recurrent.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/embedding.hpp>
#include <fusenet/layers/gru.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/lstm.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <span>
#include <vector>

#include "demand.hpp"

using namespace fusenet;

namespace {

constexpr std::array filters{
    parameter{"conv", {2, 3, 1, 2}, 0, 0},  parameter{"dw", {4, 1, 1, 2}, 12, 0},
    parameter{"dense", {2, 4}, 20, 0, shape::image(1, 2, 2)}, parameter{"t", dims(), 28, 1},
};

/// Tensors that Keras and ONNX keep under other names, in another order, several in one.
constexpr auto words = input(2, 1) | named("e", embedding(2, 1)) | named("rnn", bidirectional(lstm(1, {.peepholes = true}))) |
                       named("g", gru(1)) | named("early", gru(1, {.reset_after = false})) | named("d", dense(2));
constexpr convention conventions[] = {convention::pytorch, convention::tensorflow, convention::onnx, convention::fusenet};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::uint8_t choices = data[0], data_quarters = data[1];
    const auto input = std::as_bytes(std::span(data, size).subspan(2));
    load_options options{.order = {}, .allow_extra = (choices & 1) != 0};
    if (choices & 2) options.order = conventions[(choices & 4 ? 1 : 0) + (choices & 16 ? 2 : 0)];
    const std::span<const parameter> table = choices & 32 ? described<words>::parameters() : std::span<const parameter>(filters);

    // Half of the inputs are whole files, the other half headers, whose length would seldom be right by chance.
    std::vector<std::byte> file(input.begin(), input.end());
    if (choices & 8) {
        file.insert(file.begin(), 8, std::byte{});
        weight_files::store_little<std::uint64_t>(input.size(), file.data());
        file.resize(file.size() + 4u * data_quarters);
    }
    const auto loaded = try_load_safetensors(file, table, options, "f");
    if (!loaded) {
        demand(loaded.message().starts_with("f: ") && loaded.message().size() > 10, "a refusal says why");
        return 0;
    }
    auto opened = try_open_safetensors(file, table, options, "f");
    demand(bool(opened), "what can be read can be opened");
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto values = loaded->of(table[row]);
        std::vector<float> piece(static_cast<std::size_t>(slice_of(table[row])));
        for (std::size_t at = 0; at < values.size(); at += piece.size()) {
            const auto first = static_cast<long long>(at / piece.size());
            demand(bool(opened->read(row, first, piece)), "what was opened can be read");
            demand(std::memcmp(&values[at], piece.data(), 4 * piece.size()) == 0, "pieces are of the whole");
        }
    }
    const auto saved = try_encode_safetensors(*loaded);
    demand(bool(saved), "what was read can be saved");
    const auto again = try_load_safetensors(*saved, table);
    demand(bool(again), "what was saved can be read");
    const auto one = loaded->values(), other = again->values();
    demand(std::memcmp(one.data(), other.data(), one.size_bytes()) == 0, "what was saved is what is read");
    return 0;
}
