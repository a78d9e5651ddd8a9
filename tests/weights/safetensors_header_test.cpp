// needs: json
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fusenet/weights/safetensors.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "bytes.hpp"

using namespace fusenet;

namespace {

constexpr std::array table{parameter{"a", {2, 3}, 0, 0}, parameter{"b", {2}, 6, 0}};

constexpr std::string_view a = R"("a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]})";
constexpr std::string_view b = R"("b":{"dtype":"F32","shape":[2],"data_offsets":[24,32]})";

/// What the file of that header and so much data is refused with.
std::string refusal(std::string_view header, std::size_t data_bytes = 32) {
    const auto loaded =
        try_load_safetensors(test::safetensors_file(header, test::bytes(data_bytes)), table, {}, "w.safetensors");
    return loaded ? "accepted" : loaded.message();
}

std::string header_of(std::string_view first, std::string_view second) {
    return "{" + std::string(first) + "," + std::string(second) + "}";
}

}  // namespace

TEST_CASE("the header of a good file is accepted, padded with space or not, with unknown tensors' types or not") {
    CHECK(refusal(header_of(a, b)) == "accepted");
    CHECK(refusal(header_of(b, a) + "     ") == "accepted");
    CHECK(refusal("{ \"__metadata__\" : {\"format\":\"pt\", \"note\":\"\\u00e9\"} , " + std::string(a) + "," +
                  std::string(b) + "}") == "accepted");

    const std::string extra = R"(,"c":{"dtype":"F8_E4M3","shape":[5],"data_offsets":[32,37]})"
                              R"(,"d":{"dtype":"F32","shape":[9,0],"data_offsets":[37,37]}})";
    const std::string header = "{" + std::string(a) + "," + std::string(b) + extra;
    CHECK(try_load_safetensors(test::safetensors_file(header, test::bytes(37)), table, {.allow_extra = true}));
    CHECK(refusal(header, 37) ==
          "w.safetensors: tensor \"c\": expected no tensor of that name, found [5] \"F8_E4M3\" "
          "(and 1 more unexpected)");
}

TEST_CASE("a header that is not what it must be is refused with a sentence") {
    struct row { std::string header, expected; };
    const std::string depth(100000, '[');
    for (const row& r : {
             row{"", "the header is not JSON: it does not begin with {"},
             row{" {}", "the header is not JSON: it does not begin with {"},
             row{"[]", "the header is not JSON: it does not begin with {"},
             row{"{", "the header is not JSON: it breaks at its byte 2"},
             row{"{]", "the header is not JSON: it breaks at its byte 2"},
             row{"{} {}", "the header is not JSON: it breaks at its byte 4"},
             row{"{\"a\xff\":1}", "the header is not JSON: it breaks at its byte 4"},
             row{std::string("{}\0", 3), "the header is not JSON: it breaks at its byte 3"},
             row{header_of(a, b) + std::string("\0{}", 3),
                 "the header is not JSON: it breaks at its byte " + std::to_string(header_of(a, b).size() + 1)},
             row{"{}", "expected 0 bytes of data after the header, found 32"},
             row{R"({"a":1})", "tensor \"a\": expected an object, found the number 1"},
             row{R"({"a":[]})", "tensor \"a\": expected an object, found an array"},
             row{R"({"a":null})", "tensor \"a\": expected an object, found null"},
             row{R"({"a":true})", "tensor \"a\": expected an object, found true"},
             row{R"({"a":"x"})", "tensor \"a\": expected an object, found the string \"x\""},
             row{R"({"a":)" + depth, "tensor \"a\": expected an object, found an array"},
             row{R"({"a":{"shape":)" + depth, "tensor \"a\": expected whole numbers from 0 to 18446744073709551615 "
                                              "in \"shape\", found an array"},
             row{R"({"a":{"dtype":{}}})", "tensor \"a\": expected a string for \"dtype\", found an object"},
             row{R"({"a":{"dtype":32}})", "tensor \"a\": expected a string for \"dtype\", found the number 32"},
             row{R"({"a":{"shape":"2x3"}})", "tensor \"a\": expected an array for \"shape\", found the string \"2x3\""},
             row{R"({"a":{"shape":6}})", "tensor \"a\": expected an array for \"shape\", found the number 6"},
             row{R"({"a":{"strides":[3,1]}})",
                 "tensor \"a\": expected dtype, shape and data_offsets, found \"strides\""},
             row{R"({"a":{}})", "tensor \"a\": has no field \"dtype\""},
             row{R"({"a":{"dtype":"F32","data_offsets":[0,24]}})", "tensor \"a\": has no field \"shape\""},
             row{R"({"a":{"dtype":"F32","shape":[2,3]}})", "tensor \"a\": has no field \"data_offsets\""},
             row{R"({"a":{"dtype":"F32","dtype":"F16"}})", "tensor \"a\": has two fields \"dtype\""},
             row{R"({"a":{"data_offsets":[0]}})", "tensor \"a\": expected two data_offsets, found 1"},
             row{R"({"a":{"data_offsets":[0,24,24]}})", "tensor \"a\": expected two data_offsets, found 3"},
             row{R"({"a":{"data_offsets":[-1,24]}})", "tensor \"a\": expected whole numbers from 0 to "
                                                      "18446744073709551615 in \"data_offsets\", found the number -1"},
             row{R"({"a":{"shape":[2.0,3]}})", "tensor \"a\": expected whole numbers from 0 to "
                                               "18446744073709551615 in \"shape\", found the number 2.0"},
             row{R"({"a":{"shape":[18446744073709551616]}})",
                 "tensor \"a\": expected whole numbers from 0 to 18446744073709551615 in \"shape\", found the number "
                 "18446744073709551616"},
             row{R"({"a":{"shape":[1e999]}})", "the header is not JSON: it breaks at its byte 20"},
             row{header_of(a, a), "tensor \"a\": is described twice"},
             row{header_of(R"("__metadata__":{})", R"("__metadata__":{})"), "\"__metadata__\": is described twice"},
             row{R"({"__metadata__":{"k":"1","k":"2"}})", "\"__metadata__\": has two keys \"k\""},
             row{R"({"__metadata__":{"k":1}})", "\"__metadata__\": expected a string for \"k\", found the number 1"},
             row{R"({"__metadata__":{"k":{}}})", "\"__metadata__\": expected a string for \"k\", found an object"},
             row{R"({"__metadata__":3})", "\"__metadata__\": expected an object, found the number 3"},
             row{R"({"__metadata__":{"format":"flax"},)" + std::string(a) + "," + std::string(b) + "}",
                 "metadata \"format\": expected \"pt\" or \"tf\", found \"flax\": say the order of its axes in "
                 "load_options"},
         }) {
        INFO(r.header.substr(0, 80));
        CHECK(refusal(r.header) == "w.safetensors: " + r.expected);
    }
}

TEST_CASE("tensors that do not lie in the file as they must are refused with a sentence") {
    struct row { std::string header; std::size_t data; std::string expected; };
    const std::string second = std::string(b);
    for (const row& r : {
             row{header_of(a, b), 31, "tensor \"b\": its data ends at byte 32 of the data, found only 31: the file is "
                                      "cut off"},
             row{header_of(a, b), 33, "expected 32 bytes of data after the header, found 33"},
             row{header_of(R"("a":{"dtype":"F32","shape":[2,3],"data_offsets":[24,0]})", b), 32,
                 "tensor \"a\": its data_offsets [24, 0] end before they begin"},
             row{header_of(R"("a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,20]})", b), 32,
                 "tensor \"a\": expected 24 bytes for [2x3] F32, found data_offsets [0, 20], which are 20 bytes"},
             row{header_of(R"("a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,24]})", b), 32,
                 "tensor \"a\": its shape [4294967296x4294967296] is larger than any file"},
             // 2^62 * 4 floats of 4 bytes wrap round to 0 bytes.
             row{header_of(R"("a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]})", b), 32,
                 "tensor \"a\": its shape [4611686018427387904x4] is larger than any file"},
             row{header_of(a, R"("b":{"dtype":"F32","shape":[2],"data_offsets":[20,28]})"), 28,
                 "tensor \"b\": its data begins at byte 20, expected 24: it overlaps tensor \"a\""},
             row{header_of(a, R"("b":{"dtype":"F32","shape":[6],"data_offsets":[0,24]})"), 24,
                 "tensor \"b\": its data begins at byte 0, expected 24: it overlaps tensor \"a\""},
             row{header_of(a, R"("b":{"dtype":"F32","shape":[2],"data_offsets":[28,36]})"), 36,
                 "tensor \"b\": its data begins at byte 28, expected 24: the bytes between belong to no tensor"},
             row{header_of(a, R"("b":{"dtype":"F32","shape":[2],"data_offsets":[18446744073709551600,)"
                              R"(18446744073709551608]})"),
                 32, "tensor \"b\": its data ends at byte 18446744073709551608 of the data, found only 32: the file "
                     "is cut off"},
         }) {
        INFO(r.header);
        CHECK(refusal(r.header, r.data) == "w.safetensors: " + r.expected);
    }
}

TEST_CASE("a header's length that lies is refused") {
    const auto file = [](std::uint64_t length, std::size_t rest) {
        return test::joined(test::little(length, 8), test::bytes(rest, std::byte{'{'}));
    };
    struct row { test::bytes file; std::string expected; };
    for (const row& r : {
             row{{}, "expected the 8 bytes of a header's length, found a file of 0 bytes: it is cut off"},
             row{test::bytes(7), "expected the 8 bytes of a header's length, found a file of 7 bytes: it is cut off"},
             row{file(0, 0), "the header is not JSON: it does not begin with {"},
             row{file(5, 4),
                 "expected a header of 5 bytes, found a file of 12 bytes: it is cut off, or no .safetensors file"},
             row{file(100'000'001, 4), "expected a header of at most 100000000 bytes, found one that claims "
                                       "100000001: this is no .safetensors file"},
             row{file(std::numeric_limits<std::uint64_t>::max(), 4),
                 "expected a header of at most 100000000 bytes, found one that claims 18446744073709551615: this is "
                 "no .safetensors file"},
         }) {
        CHECK(try_load_safetensors(r.file, table, {}, "w").message() == "w: " + r.expected);
    }
}

TEST_CASE("a header that lies in any one of its numbers is refused") {
    const std::string header = header_of(a, b);
    int lies = 0;
    for (std::size_t at = 0; at < header.size(); ++at) {
        const auto is_digit = [&](std::size_t i) { return i < header.size() && header[i] >= '0' && header[i] <= '9'; };
        const bool in_dtype = at > 0 && (header[at - 1] == 'F' || (at > 1 && header[at - 2] == 'F'));
        if (!is_digit(at) || is_digit(at - 1) || in_dtype) continue;
        std::size_t end = at;
        while (is_digit(end)) ++end;
        const std::string truth = header.substr(at, end - at);
        for (const std::string lie : {"0", "1", "2", "3", "4", "7", "8", "23", "25", "28", "31", "33", "4294967296",
                                      "9223372036854775807", "18446744073709551615", "18446744073709551616", "-1",
                                      "2.5", "1e3", "null", "\"2\"", "[]", "{}", ""}) {
            if (lie == truth) continue;
            const std::string lying = header.substr(0, at) + lie + header.substr(end);
            INFO(lying);
            CHECK(refusal(lying) != "accepted");
            ++lies;
        }
    }
    CHECK(lies > 150);
}

TEST_CASE("no changed bit of a header gives other weights") {
    std::vector<float> numbers{1, 2, 3, 4, 5, 6, 7, 8};
    const auto file = test::safetensors_file(R"({"__metadata__":{"format":"pt"},)" + header_of(a, b).substr(1) + "  ",
                                             test::packed(numbers));
    REQUIRE(try_load_safetensors(file, table));
    const std::size_t header_end = file.size() - 32;
    int refused = 0;
    for (std::size_t at = 0; at < header_end; ++at)
        for (int bit = 0; bit < 8; ++bit) {
            test::bytes changed = file;
            changed[at] ^= static_cast<std::byte>(1 << bit);
            const auto loaded = try_load_safetensors(changed, table);
            if (!loaded) {
                ++refused;
            } else if (!std::ranges::equal(loaded->values(), numbers)) {
                FAIL_CHECK("bit ", bit, " of byte ", at);
            }
        }
    CHECK(refused > static_cast<int>(header_end) * 7);  // what is left is text of the metadata, and space
}
