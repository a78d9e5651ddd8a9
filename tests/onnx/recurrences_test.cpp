// ONNX's published cases of recurrences, as networks. Written by tools/onnx_cases.py: change that instead.
// needs: json
#include <fusenet/layers/gru.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/lstm.hpp>
#include <fusenet/layers/rnn.hpp>

#include "published_case.hpp"

namespace fusenet::test {
namespace {

constexpr auto test_gru_defaults =
    input(1, 2) | named("rnn", gru(5, {.bias = false, .reset_after = false, .last = true}));
constexpr auto test_gru_with_initial_bias = input(1, 3) | named("rnn", gru(3, {.reset_after = false, .last = true}));
constexpr auto test_gru_seq_length = input(2, 3) | named("rnn", gru(5, {.reset_after = false, .last = true}));
constexpr auto test_gru_batchwise_0 = input(1, 2) | named("rnn", gru(6, {.bias = false, .reset_after = false}));
constexpr auto test_gru_batchwise_1 =
    input(1, 2) | named("rnn", gru(6, {.bias = false, .reset_after = false, .last = true}));
constexpr auto test_gru_reverse_0 =
    input(3, 2) | named("rnn", gru(5, {.bias = false, .reset_after = false, .reversed = true}));
constexpr auto test_gru_reverse_1 =
    input(3, 2) | named("rnn", gru(5, {.bias = false, .reset_after = false, .reversed = true, .last = true}));
constexpr auto test_gru_bidirectional_0 =
    input(3, 2) | named("rnn", bidirectional(gru(5, {.bias = false, .reset_after = false})));
constexpr auto test_gru_bidirectional_1 =
    input(3, 2) | named("rnn", bidirectional(gru(5, {.bias = false, .reset_after = false, .last = true})));
constexpr auto test_lstm_defaults = input(1, 2) | named("rnn", lstm(3, {.bias = false, .last = true}));
constexpr auto test_lstm_with_initial_bias = input(1, 3) | named("rnn", lstm(4, {.last = true}));
constexpr auto test_lstm_with_peepholes = input(1, 4) | named("rnn", lstm(3, {.peepholes = true, .last = true}));
constexpr auto test_lstm_batchwise_0 = input(1, 2) | named("rnn", lstm(7, {.bias = false}));
constexpr auto test_lstm_batchwise_1 = input(1, 2) | named("rnn", lstm(7, {.bias = false, .last = true}));
constexpr auto test_lstm_reverse = input(3, 2) | named("rnn", lstm(3, {.bias = false, .reversed = true, .last = true}));
constexpr auto test_lstm_bidirectional =
    input(3, 2) | named("rnn", bidirectional(lstm(3, {.bias = false, .last = true})));
constexpr auto test_simple_rnn_defaults = input(1, 2) | named("rnn", rnn(4, {.bias = false, .last = true}));
constexpr auto test_simple_rnn_with_initial_bias = input(1, 3) | named("rnn", rnn(5, {.last = true}));
constexpr auto test_rnn_seq_length = input(2, 3) | named("rnn", rnn(5, {.last = true}));
constexpr auto test_simple_rnn_batchwise_0 = input(1, 2) | named("rnn", rnn(4, {.bias = false}));
constexpr auto test_simple_rnn_reverse =
    input(3, 2) | named("rnn", rnn(4, {.bias = false, .reversed = true, .last = true}));
constexpr auto test_simple_rnn_bidirectional =
    input(3, 2) | named("rnn", bidirectional(rnn(4, {.bias = false, .last = true})));

constexpr published_case published_recurrences[] = {
    {"test_gru_defaults", 3, check_published<test_gru_defaults>},
    {"test_gru_with_initial_bias", 3, check_published<test_gru_with_initial_bias>},
    {"test_gru_seq_length", 3, check_published<test_gru_seq_length>},
    {"test_gru_batchwise.0", 3, check_published<test_gru_batchwise_0>},
    {"test_gru_batchwise.1", 3, check_published<test_gru_batchwise_1>},
    {"test_gru_reverse.0", 1, check_published<test_gru_reverse_0>},
    {"test_gru_reverse.1", 1, check_published<test_gru_reverse_1>},
    {"test_gru_bidirectional.0", 1, check_published<test_gru_bidirectional_0>},
    {"test_gru_bidirectional.1", 1, check_published<test_gru_bidirectional_1>},
    {"test_lstm_defaults", 3, check_published<test_lstm_defaults>},
    {"test_lstm_with_initial_bias", 3, check_published<test_lstm_with_initial_bias>},
    {"test_lstm_with_peepholes", 2, check_published<test_lstm_with_peepholes>},
    {"test_lstm_batchwise.0", 3, check_published<test_lstm_batchwise_0>},
    {"test_lstm_batchwise.1", 3, check_published<test_lstm_batchwise_1>},
    {"test_lstm_reverse", 1, check_published<test_lstm_reverse>},
    {"test_lstm_bidirectional", 1, check_published<test_lstm_bidirectional>},
    {"test_simple_rnn_defaults", 3, check_published<test_simple_rnn_defaults>},
    {"test_simple_rnn_with_initial_bias", 3, check_published<test_simple_rnn_with_initial_bias>},
    {"test_rnn_seq_length", 3, check_published<test_rnn_seq_length>},
    {"test_simple_rnn_batchwise.0", 3, check_published<test_simple_rnn_batchwise_0>},
    {"test_simple_rnn_batchwise.1", 3, check_published<test_simple_rnn_defaults>},
    {"test_simple_rnn_reverse", 1, check_published<test_simple_rnn_reverse>},
    {"test_simple_rnn_bidirectional", 1, check_published<test_simple_rnn_bidirectional>},
};

TEST_CASE("ONNX: recurrences") {
    for (const published_case& row : published_recurrences) row.check(row);
}

}  // namespace
}  // namespace fusenet::test
