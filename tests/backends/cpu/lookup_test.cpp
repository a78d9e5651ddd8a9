// Lookups: every tail of a row, numbers of no row, maps behind them, tables in 16 bits, streams, and a layer of one's
// own.
#include <fusenet/backends/cpu/lookup.hpp>
#include <fusenet/backends/cpu/pack_table.hpp>
#include <fusenet/pack_weights.hpp>
#include <fusenet/static_model.hpp>

#include "guarded.hpp"
#include "whole.hpp"
#include "without_system.hpp"

namespace {

using namespace fusenet;

constexpr float no_number = std::numeric_limits<float>::quiet_NaN();

/// Numbers of rows, the first and the last among them, and everything that is none.
const std::vector<float> asked{0,     6,      3, 7, -1, 2.5f, no_number, std::numeric_limits<float>::infinity(),
                               1e20f, -1e20f, 6, 1};
constexpr int words = 12, vocabulary = 7;

/// What `table` answers to them.
std::vector<float> answers_of(std::span<const float> table, int channels) {
    std::vector<float> all;
    for (const float x : asked)
        for (int c = 0; c < channels; ++c) {
            const bool is_row = x >= 0 && x < vocabulary && x == std::floor(x);
            all.push_back(is_row ? table[static_cast<std::size_t>(static_cast<int>(x) * channels + c)] : 0.f);
        }
    return all;
}

template <int Channels, weight_storage Stored>
void check_rows() {
    CAPTURE(Channels);
    static constexpr schedule::table_form form{vocabulary, Channels, cpu::lanes == 1 ? 0 : 16, Stored};
    parameter row;
    row.extent = dims(vocabulary, Channels);
    const std::span<const parameter> table(&row, 1);
    std::vector<float> values = test::numbers(form.values(), 1);
    values_in_memory given(table, "test", {values.data()});
    std::vector<float> room;
    const auto packed = std::make_unique<float[]>(static_cast<std::size_t>(form.floats()));  // no float too many
    REQUIRE(cpu::pack_table(given, 0, form, room, packed.get()));

    test::guarded_map in(shape::signal(words, 1), 2, 1), out(shape::signal(words, Channels), 1, 2);
    for (int i = 0; i < words; ++i) in.at(0, i, 0) = asked[static_cast<std::size_t>(i)];
    cpu::look_up<form>(embedding(vocabulary, Channels), in.view(), packed.get(), {0, 1}, out.ending());
    for (float& x : values) x = rounded(x, Stored);
    CHECK(out.values() == answers_of(values, Channels));
    CHECK(out.kept_others());
}

template <weight_storage Stored>
void check_tails() {
    [&]<int... C>(std::integer_sequence<int, C...>) { (check_rows<C + 1, Stored>(), ...); }
    (std::make_integer_sequence<int, 2 * cpu::lanes + 1>());
}

TEST_CASE("lookup: rows of one channel to two vectors, and one more") {
    check_tails<weight_storage::float32>();
    check_tails<weight_storage::bfloat16>();
    check_tails<weight_storage::float16>();
}

constexpr auto sentence = input(words, 1) | embedding(vocabulary, 21);
constexpr auto understood =
    input(words, 1) | embedding(vocabulary, 21) | relu() | batchnorm() | named("rnn", lstm(9)) | dense(3);
constexpr auto beside = input(words, 1) | branches(embedding(vocabulary, 5), embedding(vocabulary, 5) | tanh()) |
                        add() | branches(identity(), global_avgpool()) | mul();
constexpr auto placed =
    input(words, 1) | concat(embedding(vocabulary, 6), embedding(vocabulary, 19)) | conv<3>(8, {.pad = 1});
constexpr auto of_map = input(9, 4, 1) | embedding(vocabulary, 18) | conv<3, 3>(5, {.pad = 1}) | maxpool<2>();
constexpr auto one_word = input(1) | embedding(vocabulary, 33) | dense(4);
constexpr auto of_bytes = input(words, 1, {.type = element::uint8}) | embedding(256, 20) | gru(6, {.last = true});
static_assert(planned<understood>::stage_count == 3);  // maps and all, in the registers of the lookup
static_assert(planned<of_map>::nest_count == 1);

template <const auto& Net>
void check_words() {
    using model = compile<Net, test::shared_always>;
    const parameter_set given = test::randomised<model>(1);
    std::vector<float> in;
    while (in.size() < static_cast<std::size_t>(model::input_size)) in.insert(in.end(), asked.begin(), asked.end());
    in.resize(static_cast<std::size_t>(model::input_size));
    const auto expected = test::meant<Net, shape{}>(given, in, 1);
    test::check_model<model>("fused", given, in, expected, 1e-5);
    test::check_model<compile<Net, test::shared_always, layer_by_layer>>("layer by layer", given, in, expected, 1e-5);
    test::check_model<compile<Net, target{.l2 = 8_KiB, .cores = 2, .meeting = 0}>>("in 8 KiB", given, in, expected,
                                                                                   1e-5);
}

TEST_CASE("lookup: in networks, for any number of threads") {
    check_words<understood>();
    check_words<beside>();
    check_words<placed>();
    check_words<of_map>();
    check_words<one_word>();
}

TEST_CASE("lookup: bytes are numbers of rows") {
    using model_type = compile<of_bytes>;
    model_type model(test::randomised<model_type>(1));
    const std::vector<std::uint8_t> in{0, 255, 7, 104, 97, 108, 108, 111, 128, 1, 2, 3};
    std::vector<float> out(6);
    model(in, out);
    const auto expected = reference::run<of_bytes>(test::randomised<model_type>(1).values().data(), in);
    CHECK(test::max_error(out, expected[0]) < 1e-6);
}

TEST_CASE("lookup: a stream takes word after word") {
    using whole_type = compile<understood>;
    const parameter_set given = test::randomised<whole_type>(4);
    const auto expected = test::meant<understood, shape{}>(given, asked, 1);
    stream<understood, streamed{1}> model(given);
    std::vector<float> out(words * 3);
    model.step(asked, out);
    CHECK(test::max_error(out, expected[0]) < 1e-5);
}

TEST_CASE("lookup: without a system") {
    using model_type = static_model<understood>;
    parameter_set given(model_type::plan::parameter_table());
    given.randomise(4);
    const std::vector<float> out = test::without_system<model_type>(given, asked);
    CHECK(test::max_error(out, test::meant<understood, shape{}>(given, asked, 1)[0]) < 1e-5);
}

TEST_CASE("lookup: a table in 16 bits takes half the memory, and is refused where it cannot hold a value") {
    using floats = compile<sentence>;
    using halves = compile<sentence, weight_storage::float16>;
    static_assert(halves::weight_bytes < floats::weight_bytes * 5 / 8);
    static_assert(halves::traffic_bytes < floats::traffic_bytes);
    parameter_set given = test::randomised<floats>(1);
    halves model(given);
    std::vector<float> out(words * 21);
    model(asked, out);
    std::vector<float> narrow(given.values().begin(), given.values().end());
    for (float& x : narrow) x = rounded(x, weight_storage::float16);
    CHECK(out == answers_of(narrow, 21));

    given.of(given.table()[0])[40] = 1e6f;
    const status refused = model.try_load(given);
    REQUIRE(!refused);
    CHECK(refused.why().message == "load: tensor \"embedding_0.weight\": value 40: 1e6 is too large for float16");
    model(asked, out);
    CHECK(out == answers_of(narrow, 21));
}

TEST_CASE("lookup: the table is no traffic but for the rows that cells ask for") {
    static constexpr auto large = input(4, 1) | embedding(30000, 64);
    using model = planned<large>;
    static_assert(model::weight_bytes > 30000LL * 64 * 4);
    static_assert(model::traffic_bytes == 4 * 4 + 2 * 4 * 64 * 4);  // numbers, rows read, rows written
    static_assert(model::layer_traffic_bytes == model::traffic_bytes);
    static_assert(model::stages.stages[0].bound == plan::layer_class::io_bound);
}

/// Loudness in steps of its own: numbers near to each other share a row.
struct in_steps {
    static constexpr const char* name = "in_steps";
    int steps = 8;
    constexpr int row(float x) const {
        return !(x >= -1 && x < 1) ? -1 : static_cast<int>((x + 1) * 0.5f * static_cast<float>(steps));
    }
    constexpr parameter_list parameters(shape) const { return parameter_list().add("weight", dims(steps, 13)); }
};
constexpr auto by_steps = input(10, 6, 1) | conv<3, 3>(1, {.pad = 1}) | in_steps() | relu() | conv<1, 1>(7);

struct beyond {  // a layer that errs
    constexpr int row(float x) const { return x > 0 ? 1000000000 : -1000000000; }
    constexpr parameter_list parameters(shape) const { return parameter_list().add("weight", dims(3, 5)); }
};
constexpr auto erring = input(16, 1) | beyond();

TEST_CASE("lookup: a layer of one's own") {
    static_assert(planned<by_steps>::nest_count == 1);
    test::check_network<by_steps>(1e-5);
    test::check_network<erring>(1e-5);
}

}  // namespace
