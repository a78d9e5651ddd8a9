// static_model on the host: the answers of compile<net>, weights from a header's constants or a file, and its refusals.
#include <cstring>
#include <fusenet.hpp>
#include <fusenet/networks/lenet5.hpp>
#include <fusenet/pack_weights.hpp>
#include <sstream>

#include "support.hpp"

namespace {

using namespace fusenet;

constexpr auto net = input(12, 9, 2) | conv<3, 3>(6, {.pad = 1}) | batchnorm() | relu() | maxpool<2>() | flatten() | dense(5) | softmax();
constexpr auto other = input(12, 9, 2) | conv<3, 3>(6, {.pad = 1}) | batchnorm() | relu() | maxpool<2>() | flatten() | dense(6);
constexpr auto two = input(4, 4, 3) | branches(conv<3, 3>(5), global_avgpool());

// The stamp knows what is folded into weights, and which layers there are.
constexpr auto prepared = input(4, 4, 1) | normalize({0.5f}, {0.25f}) | conv<3, 3>(2) | batchnorm();
constexpr auto otherwise_prepared = input(4, 4, 1) | normalize({0.4f}, {0.2f}) | conv<3, 3>(2) | batchnorm();
constexpr auto with_epsilon = input(4, 4, 1) | normalize({0.5f}, {0.25f}) | conv<3, 3>(2) | batchnorm({.epsilon = 1e-1f});
constexpr auto largest = input(4, 4, 1) | conv<3, 3>(2) | maxpool<2>();
constexpr auto mean = input(4, 4, 1) | conv<3, 3>(2) | avgpool<2>();
static_assert(static_model<prepared>::stamp != static_model<otherwise_prepared>::stamp);
static_assert(static_model<prepared>::stamp != static_model<with_epsilon>::stamp);
static_assert(static_model<largest>::stamp != static_model<mean>::stamp);

template <class Model>
std::vector<float> packed(unsigned seed, parameter_set* keep = nullptr) {
    parameter_set given(Model::plan::parameter_table());
    given.randomise(seed);
    values_in_memory values(given);
    if (keep) *keep = given;
    return try_pack_weights<typename Model::plan>(values).value();
}

/// A blob as a file has it, aligned.
template <class Model>
std::vector<float> blob(unsigned seed) {
    std::ostringstream to;
    write_packed_blob(to, Model::stamp, packed<Model>(seed));
    const std::string bytes = to.str();
    std::vector<float> aligned(bytes.size() / 4);
    std::memcpy(aligned.data(), bytes.data(), bytes.size());
    return aligned;
}

TEST_CASE("static_model: the answers of compile<net> for the same target") {
    using model_type = static_model<net>;
    parameter_set given(model_type::plan::parameter_table());
    const std::vector<float> file = blob<model_type>(3);
    packed<model_type>(3, &given);
    compile<net, model_type::plan::machine> same(given);
    static model_type model;
    CHECK(!model.ready());
    REQUIRE(model.take(std::as_bytes(std::span(file))) == nullptr);
    CHECK(model.ready());
    const std::vector<float> in = test::numbers(model_type::input_size, 5);
    std::vector<float> expected(model_type::output_size);
    float out[model_type::output_size];
    same(in, expected);
    model(std::span<const float, model_type::input_size>(in), out);
    CHECK(std::equal(std::begin(out), std::end(out), expected.begin()));
    CHECK(model_type::arena_bytes == compile<net, model_type::plan::machine>::arena_bytes);
    static_assert(model_type::weight_bytes == 4 * model_type::plan::layout.floats);
    static_assert(sizeof(model_type) <= model_type::arena_bytes + 128);
}

TEST_CASE("static_model: a stream goes on from call to call") {
    static constexpr auto voice = input(6, 2) | conv<3>(5, {.pad = causal, .dilation = 2}) | lstm(7) | gru(4, {.reset_after = false}) | dense(2);
    using model_type = static_model<voice, streamed{1}>;
    using whole_type = compile<voice, model_type::plan::machine>;
    static_assert(model_type::state_bytes > 0 && static_model<voice>::state_bytes == 0);
    static_assert(sizeof(static_model<voice>) <= static_model<voice>::arena_bytes + 128);
    parameter_set given(model_type::plan::parameter_table());
    const std::vector<float> weights = packed<model_type>(3, &given);
    const std::vector<float> file = blob<model_type>(3);
    whole_type whole(given);
    const std::vector<float> in = test::numbers(12, 5);
    std::vector<float> expected(12);
    whole(in, expected);
    static model_type model;
    REQUIRE(model.take(std::as_bytes(std::span(file))) == nullptr);
    for (int again = 0; again < 2; ++again) {
        for (std::size_t t = 0; t < 6; ++t) {
            float out[2];
            model(std::span<const float, 2>(in.data() + 2 * t, 2), out);
            for (std::size_t c = 0; c < 2; ++c) CHECK(out[c] == doctest::Approx(expected[2 * t + c]).epsilon(1e-5));
        }
        model.reset();
    }
    std::vector<float> arena(model_type::arena_bytes / 4 + 16), state(model_type::state_bytes / 4), out(2);
    float* at[] = {out.data()};
    for (std::size_t t = 0; t < 6; ++t) model_type::run(weights.data(), in.data() + 2 * t, at, arena.data(), state.data());
    CHECK(out[1] == doctest::Approx(expected[11]).epsilon(1e-5));
}

TEST_CASE("static_model: several outputs") {
    using model_type = static_model<two>;
    const std::vector<float> file = blob<model_type>(1);
    static model_type model;
    REQUIRE(model.take(std::as_bytes(std::span(file))) == nullptr);
    float first[2 * 2 * 5], second[3];
    const std::vector<float> in = test::numbers(48, 2);
    model(std::span<const float, 48>(in), first, second);
    float mean = 0;
    for (int i = 0; i < 16; ++i) mean += in[static_cast<std::size_t>(3 * i)] / 16;
    CHECK(std::abs(second[0] - mean) < 1e-6f);  // a sum of sixteen
}

TEST_CASE("static_model: a file that is not for it") {
    using model_type = static_model<net>;
    static model_type model;
    std::vector<float> file = blob<model_type>(3);
    const auto said = [&](const std::vector<float>& given) {
        const char* why = model.take(std::as_bytes(std::span(given)));
        CHECK(!model.ready());
        return std::string(why ? why : "");
    };
    const auto word = [&](std::size_t at, std::uint32_t bits) {
        std::vector<float> changed = file;
        std::memcpy(changed.data() + at, &bits, 4);
        return changed;
    };
    CHECK(said({}).find("cut off") != std::string::npos);
    CHECK(said(std::vector<float>(file.begin(), file.begin() + 15)).find("no head") != std::string::npos);
    CHECK(said(std::vector<float>(file.begin(), file.end() - 1)).find("cut off") != std::string::npos);
    CHECK(said(word(0, 0)).find("no file of packed weights") != std::string::npos);
    CHECK(said(word(1, 0x04030201)).find("order of bytes") != std::string::npos);
    CHECK(said(word(2, 99)).find("another version") != std::string::npos);
    CHECK(said(word(20, 1)).find("damaged") != std::string::npos);
    CHECK(said(blob<static_model<other>>(3)).find("another network") != std::string::npos);
    CHECK(said(blob<static_model<net, least_memory_of(1, 8)>>(3)).find("another target") != std::string::npos);
    const auto bytes = std::as_bytes(std::span(file));
    CHECK(std::string(model.take(bytes.subspan(1))).find("aligned") != std::string::npos);
    CHECK(model.take(bytes) == nullptr);
}

// A header of constants compiles to the very bits, also of weights of 16 bits.
TEST_CASE("a window that leaves many rows at once behind") {
    static constexpr auto tall = input(600, 3, 1) | conv<1, 1>(2) | maxpool<300, 3>() | flatten();
    using model_type = static_model<tall, least_memory_of(detail::lanes_here(), 16)>;
    parameter_set given(model_type::plan::parameter_table());
    const std::vector<float> weights = packed<model_type>(3, &given), image = test::numbers(model_type::input_size, 4);
    std::vector<float> expected(model_type::output_size), out(model_type::output_size), arena(model_type::arena_bytes / 4 + 1);
    compile<tall> whole(given);
    whole(image, expected);
    float* const outs[] = {out.data()};
    model_type::run(weights.data(), image.data(), outs, arena.data());
    CHECK(test::max_error(out, expected) < 1e-6);
}

TEST_CASE("static_model: a header says every value exactly") {
    const std::vector<float> values{0.f, -0.f, 1.f / 3, -1e-42f, 3.4e38f, std::bit_cast<float>(0x7fc12345u)};
    std::ostringstream to;
    write_packed_header(to, "w", "a test", {packing_form, 1, 2, 6}, values);
    const std::string text = to.str();
    for (const char* part : {"weight_stamp{1u, 1u, 2u, 6u}> w{{", "0, -0x0p+0f,", "0x1.555556p-2f,", "-0x1.65p-140f,", "std::bit_cast<float>(std::uint32_t{0x7fc12345u}),"})
        CHECK_MESSAGE(text.find(part) != std::string::npos, part << " in " << text);
}

}  // namespace
