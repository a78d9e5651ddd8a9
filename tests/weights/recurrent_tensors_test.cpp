// Recurrences from files of Keras and of ONNX: their values, in their order, give their answers.
// needs: json
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fusenet/compile.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/graph/recurrent.hpp>
#include <fusenet/graph/time_distributed.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/weights/constants.hpp>
#include <fusenet/weights/npy.hpp>
#include <fusenet/weights/npy_folder.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <string>
#include <vector>

#include "bytes.hpp"

using namespace fusenet;

namespace {

const std::string data = FUSENET_TEST_DATA "/recurrences/";

constexpr auto of_keras = input(6, 3) | named("bidirectional", bidirectional(lstm(4))) | named("gru", gru(5)) |
                          named("gru_1", gru(3, {.reset_after = false})) |
                          named("simple_rnn", rnn(4, {.last = true})) | named("dense", dense(2));
constexpr auto of_onnx = input(6, 3) | named("rnn", bidirectional<2>(lstm(4, {.peepholes = true}))) |
                         named("gru", gru(5, {.reversed = true, .last = true})) | named("dense", dense(2));

constexpr auto words_of_keras =
    input(6, 1) | named("embedding", embedding(10, 5)) | named("time_distributed", time_distributed(named("dense", dense(7))) | relu()) |
    named("time_distributed_1",
          time_distributed(named("model", named("dense_1", dense(4)) |
                                              named("layer_normalization", layernorm({.epsilon = 1e-3f}))))) |
    named("lstm", lstm(3, {.last = true})) | named("dense_2", dense(2));

template <class Model>
double error_of(Model& model, const std::string& name) {
    const std::vector<float> in = load_npy(data + name + "_input.npy").as<float>();
    const std::vector<float> expected = load_npy(data + name + "_answer.npy").as<float>();
    std::vector<float> out(2);
    model(in, out);
    return std::fmax(std::fabs(out[0] - expected[0]), std::fabs(out[1] - expected[1]));
}

}  // namespace

TEST_CASE("Keras's values give Keras's answers") {
    compile<of_keras> model(data + "keras.safetensors");  // its metadata say whose it is
    CHECK(error_of(model, "keras") < 2e-6);               // fp32, sums of at most 13 terms, 6 steps
    compile<of_keras> from_set(load_safetensors(data + "keras.safetensors", compile<of_keras>::parameter_table()));
    CHECK(error_of(from_set, "keras") < 2e-6);
}

TEST_CASE("Keras's embedding and TimeDistributed") {
    compile<words_of_keras> model(data + "keras_words.safetensors");
    CHECK(error_of(model, "keras_words") < 2e-6);  // fp32, sums of at most 7 terms, 6 steps
}

TEST_CASE("a table to look up has the same order in every convention") {
    static constexpr auto net = input(2, 1) | named("e", embedding(3, 2));
    static constexpr float rows[]{1, 2, 3, 4, 5, 6};
    for (const convention order : {convention::pytorch, convention::tensorflow, convention::fusenet, convention::onnx}) {
        const constant_tensor given[]{{"e.weight", dims(3, 2), rows}};
        compile<net> model;
        model.load(open_constants(compile<net>::parameter_table(), given, {.order = order}));
        std::vector<float> out(4);
        model(std::vector<float>{2, 0}, out);
        CHECK(out == std::vector<float>{5, 6, 1, 2});
    }
}

TEST_CASE("ONNX's values give ONNX's answers") {
    compile<of_onnx> model;
    model.load(open_safetensors(data + "onnx.safetensors", compile<of_onnx>::parameter_table(),
                                {.order = convention::onnx}));
    CHECK(error_of(model, "onnx") < 2e-6);  // fp32, sums of at most 13 terms, 6 steps
}

namespace {

constexpr auto both_gru = input(2, 1) | named("g", bidirectional(gru(1)));
constexpr auto one_lstm = input(2, 1) | named("l", stacked<2>(lstm(1, {.peepholes = true})));
constexpr auto one_gru = input(2, 1) | named("g", gru(1));
constexpr auto early_gru = input(2, 1) | named("g", gru(1, {.reset_after = false}));
constexpr auto back_lstm = input(2, 1) | named("l", lstm(1, {.reversed = true}));

struct tensor {
    std::string name, extent;
    std::vector<double> values;
};

/// A file of float64, as NumPy would write it.
test::bytes file_of(const std::vector<tensor>& tensors) {
    std::string header = "{";
    test::bytes data;
    for (const tensor& t : tensors) {
        const std::size_t begin = data.size();
        data = test::joined(std::move(data), test::packed(t.values));
        header += (begin ? ",\"" : "\"") + t.name + "\":{\"dtype\":\"F64\",\"shape\":" + t.extent +
                  ",\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(data.size()) + "]}";
    }
    return test::safetensors_file(header + "}", data);
}

template <const auto& Net>
result<parameter_set> loaded(const std::vector<tensor>& tensors, convention order) {
    return try_load_safetensors(file_of(tensors), planned<Net>::parameter_table(), {.order = order}, "f");
}

using numbers = std::vector<float>;

void check_values(const result<parameter_set>& set, const std::string& name, const numbers& expected) {
    INFO(name, set ? "" : set.message());
    REQUIRE(set);
    const auto found = set->at(name);
    CHECK(numbers(found.begin(), found.end()) == expected);
}

const std::vector<tensor> keras_gru{{"g.bias", "[2,3]", {1, 2, 3, 4, 5, 6}},
                                    {"g.kernel", "[1,3]", {10, 11, 12}},
                                    {"g.recurrent_kernel", "[1,3]", {20, 21, 22}}};

}  // namespace

TEST_CASE("each gate of Keras's is found in its place, in either bias") {
    const auto set = loaded<one_gru>(keras_gru, convention::tensorflow);  // z r h become r z n
    check_values(set, "g.weight_ih_l0", {11, 10, 12});
    check_values(set, "g.weight_hh_l0", {21, 20, 22});
    check_values(set, "g.bias_ih_l0", {2, 1, 3});
    check_values(set, "g.bias_hh_l0", {5, 4, 6});
}

TEST_CASE("where Keras has one bias, the other is zero") {
    std::vector<tensor> given = keras_gru;
    given[0] = {"g.bias", "[3]", {1, 2, 3}};
    const auto set = loaded<early_gru>(given, convention::tensorflow);
    check_values(set, "g.bias_ih_l0", {2, 1, 3});
    check_values(set, "g.bias_hh_l0", {0, 0, 0});
}

TEST_CASE("both ways, and the layers of a stack, are called as Keras and ONNX tell them apart") {
    std::vector<tensor> keras;
    for (const char* way : {"backward_gru_7", "forward_gru_7"})
        for (tensor t : keras_gru) {
            t.name = std::string("model/g/") + way + "/gru_cell_2/" + t.name.substr(2) + ":0";
            for (double& x : t.values) x += way[0] == 'b' ? 100 : 0;
            keras.push_back(t);
        }
    const auto of_keras_file = loaded<both_gru>(keras, convention::tensorflow);
    check_values(of_keras_file, "g.weight_ih_l0", {11, 10, 12});
    check_values(of_keras_file, "g.weight_hh_l0_reverse", {121, 120, 122});
    check_values(of_keras_file, "g.bias_hh_l0_reverse", {105, 104, 106});

    const auto of_onnx_file = loaded<both_gru>({{"g.B", "[2,6]", {1, 2, 3, 4, 5, 6, 101, 102, 103, 104, 105, 106}},
                                                {"g.R", "[2,3,1]", {20, 21, 22, 120, 121, 122}},
                                                {"g.W", "[2,3,1]", {10, 11, 12, 110, 111, 112}}},
                                               convention::onnx);
    check_values(of_onnx_file, "g.weight_ih_l0_reverse", {111, 110, 112});
    check_values(of_onnx_file, "g.weight_hh_l0", {21, 20, 22});
    check_values(of_onnx_file, "g.bias_hh_l0", {5, 4, 6});
    check_values(of_onnx_file, "g.bias_ih_l0_reverse", {102, 101, 103});
    check_values(of_onnx_file, "g.bias_hh_l0_reverse", {105, 104, 106});

    std::vector<tensor> stack;
    for (const char* name : {"l", "l_1"})
        for (const tensor& t : {tensor{".B", "[1,8]", {1, 2, 3, 4, 5, 6, 7, 8}}, tensor{".P", "[1,3]", {1, 2, 3}},
                                tensor{".R", "[1,4,1]", {5, 6, 7, 8}}, tensor{".W", "[1,4,1]", {1, 2, 3, 4}}}) {
            stack.push_back({name + t.name, t.extent, t.values});
            for (double& x : stack.back().values) x += name[1] ? 100 : 0;
        }
    const auto of_stack = loaded<one_lstm>(stack, convention::onnx);  // i o f c become i f g o
    check_values(of_stack, "l.weight_ih_l0", {1, 3, 4, 2});
    check_values(of_stack, "l.weight_peephole_l0", {1, 3, 2});
    check_values(of_stack, "l.weight_hh_l1", {105, 107, 108, 106});
    check_values(of_stack, "l.bias_hh_l1", {105, 107, 108, 106});
}

TEST_CASE("a recurrence that only goes back has the names of one that goes forward") {
    const auto set = loaded<back_lstm>({{"l.bias", "[4]", {1, 2, 3, 4}},
                                        {"l.kernel", "[1,4]", {5, 6, 7, 8}},
                                        {"l.recurrent_kernel", "[1,4]", {9, 10, 11, 12}}},
                                       convention::tensorflow);
    check_values(set, "l.weight_ih_l0_reverse", {5, 6, 7, 8});  // i f c o, as here
    check_values(set, "l.bias_ih_l0_reverse", {1, 2, 3, 4});
    check_values(set, "l.bias_hh_l0_reverse", {0, 0, 0, 0});
}

TEST_CASE("constants and arrays of either convention are put in order, too") {
    static constexpr std::array kernel{10.0f, 11.0f, 12.0f}, recurrent{20.0f, 21.0f, 22.0f}, bias{1.0f, 2.0f, 3.0f};
    static constexpr std::array given{constant_tensor{"g.kernel", {1, 3}, kernel}, constant_tensor{"g.bias", {3}, bias},
                               constant_tensor{"g.recurrent_kernel", {1, 3}, recurrent}};
    const auto table = planned<early_gru>::parameter_table();
    const auto set = try_from_constants(table, given, {.order = convention::tensorflow});
    check_values(set, "g.weight_hh_l0", {21, 20, 22});
    check_values(set, "g.bias_ih_l0", {2, 1, 3});
    check_values(set, "g.bias_hh_l0", {0, 0, 0});

    const test::scratch_folder folder;
    for (const constant_tensor& t : given)
        save_npy((folder.path() / (std::string(t.name) + ".npy")).string(),
                 std::vector<long long>(t.extent.d, t.extent.d + t.extent.rank), t.values);
    save_npy((folder.path() / "step.npy").string(), {}, std::vector<float>{7});
    const auto read = try_load_npy_folder(folder.path(), table, {.order = convention::tensorflow, .allow_extra = true});
    check_values(read, "g.weight_ih_l0", {11, 10, 12});
    check_values(read, "g.bias_ih_l0", {2, 1, 3});
    check_values(read, "g.bias_hh_l0", {0, 0, 0});
}

TEST_CASE("what does not fit is named as the file names it") {
    struct row {
        std::size_t at;
        tensor given;
        std::string sentence;
    };
    for (const row& r : {
             row{0, {"g.bias", "[3]", {1, 2, 3}}, "f: tensor \"g.bias\": expected [2x3] float32, found [3] float64"},
             row{1, {"g.kernel", "[3,1]", {1, 2, 3}},
                 "f: tensor \"g.kernel\": expected [1x3] float32, found [3x1] float64, which is transposed"},
             row{1, {"g/gru_cell/kernel:0", "[1,4]", {1, 2, 3, 4}},
                 "f: tensor \"g/gru_cell/kernel:0\": expected [1x3] float32, found [1x4] float64"},
             row{2, {"g.recurrent", "[1,3]", {1, 2, 3}},
                 "f: tensor \"g.recurrent_kernel\": expected [1x3] float32, found no tensor of that name but \"g.recurrent\" of "
                 "that extent"},
         }) {
        std::vector<tensor> given = keras_gru;
        given[r.at] = r.given;
        CHECK(loaded<one_gru>(given, convention::tensorflow).message() == r.sentence);
    }
    std::vector<tensor> twice = keras_gru;
    twice[1].name = "g/a_cell/kernel";
    twice.push_back(twice[1]);
    twice.back().name = "g/b_cell/kernel";
    CHECK(loaded<one_gru>(twice, convention::tensorflow).message() ==
          "f: tensor \"g.kernel\": expected [1x3] float32, found no tensor of that name; unused: "
          "\"g/a_cell/kernel\" [1x3] float64, \"g/b_cell/kernel\" [1x3] float64");
    CHECK(loaded<one_gru>(keras_gru, convention::pytorch).message() ==
          "f: tensor \"g.weight_ih_l0\": expected [3x1] float32, found no tensor of that name (and 3 more missing); "
          "\"g.kernel\" is Keras's: load with convention::tensorflow");
    // A name of PyTorch's is not in TensorFlow's order.
    CHECK(loaded<one_gru>({{"g.bias_hh_l0", "[3]", {1, 2, 3}}, {"g.bias_ih_l0", "[3]", {1, 2, 3}},
                           {"g.weight_hh_l0", "[3,1]", {1, 2, 3}}, {"g.weight_ih_l0", "[1,3]", {1, 2, 3}}},
                          convention::pytorch)
              .message() == "f: tensor \"g.weight_ih_l0\": expected [3x1] float32, found [1x3] float64, which is transposed");
    CHECK(loaded<one_gru>({{"g.B", "[1,6]", {1, 2, 3, 4, 5, 6}}, {"g.R", "[2,3,1]", {1, 2, 3, 4, 5, 6}},
                           {"g.W", "[1,3,1]", {1, 2, 3}}},
                          convention::onnx)
              .message() == "f: tensor \"g.R\": expected [1x3x1] float32, found [2x3x1] float64");
}
