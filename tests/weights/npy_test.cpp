#include <doctest/doctest.h>

#include <cmath>
#include <fusenet/weights/npy.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "bytes.hpp"

using namespace fusenet;
using test::test_data;

namespace {

using extent = std::vector<long long>;

test::bytes npy_file(std::string_view dictionary, std::size_t data_bytes, char version = 1, char minor = 0) {
    const std::string magic = std::string("\x93NUMPY") + version + minor;
    return test::joined(test::to_bytes(magic), test::little(dictionary.size(), version == 1 ? 2 : 4),
                        test::to_bytes(dictionary), test::bytes(data_bytes));
}

std::string refusal(const test::bytes& file) {
    const auto loaded = try_load_npy(file, "x.npy");
    return loaded ? "accepted" : loaded.message().substr(std::string_view("x.npy: ").size());
}

}  // namespace

TEST_CASE("what NumPy wrote is read: every version and type") {
    const std::vector<double> steps{0, 0.5, -1, 1.5, -2, 2.5};
    struct row { std::string_view file; stored_type type; extent shape; std::vector<double> values; };
    for (const row& r : {
             row{"float32.npy", stored_type::float32, {2, 3}, steps},
             row{"version2.npy", stored_type::float32, {2, 3}, steps},
             row{"version3.npy", stored_type::float32, {2, 3}, steps},
             row{"float64.npy", stored_type::float64, {}, {-0.375}},
             row{"uint8.npy", stored_type::uint8, {1, 2, 2}, {0, 1, 128, 255}},
             row{"int32.npy", stored_type::int32, {4}, {-2147483648.0, -1, 0, 2147483647}},
             row{"int64.npy", stored_type::int64, {2}, {-1099511627776.0, 3}},
             row{"empty.npy", stored_type::float32, {0, 4}, {}},
         }) {
        INFO(r.file);
        const npy_array a = load_npy(test_data(r.file));
        CHECK(a.type == r.type);
        CHECK(a.shape == r.shape);
        CHECK(a.as<double>() == r.values);
        CHECK(a.as<float>() == std::vector<float>(r.values.begin(), r.values.end()));
        CHECK(a.size() == static_cast<long long>(r.values.size()));
    }
}

TEST_CASE("what NumPy wrote and we do not read is refused with a sentence") {
    struct row { std::string_view file, expected; };
    for (const row& r : {
             row{"fortran.npy", "expected C order, found Fortran order: save numpy.ascontiguousarray(a) instead"},
             row{"big_endian.npy", "expected little-endian numbers, found big-endian ones, \">f4\""},
             row{"float16.npy", "expected numbers of type <f4, <f8, |u1, <i8 or <i4, found \"<f2\""},
             row{"structured.npy", "the header is no NumPy dictionary: expected one type in quotes for \"descr\", "
                                   "found \"[('a', '<f4'), ('b',\""},
         }) {
        CHECK(try_load_npy(test_data(r.file)).message() == test_data(r.file).string() + ": " + std::string(r.expected));
    }
}

TEST_CASE("dictionaries are read as Python would, or refused") {
    struct row { std::string dictionary, expected; };
    const std::string order = "'fortran_order': False", shape = "'shape': (2,)", descr = "'descr': '<f4'";
    const std::string broken = "the header is no NumPy dictionary: expected ";
    for (const row& r : {
             row{"{" + descr + "," + order + "," + shape + "}", "accepted"},
             row{" {\"shape\":(2 , ) ,\n" + order + " , \"descr\":\"<f4\" , } \n", "accepted"},
             row{"{" + descr + "," + order + ",'shape': (2L, 1L)}", "accepted"},
             row{"{" + descr + "," + order + ",'shape': ( 1,2, )}", "accepted"},
             row{"", broken + "{, found its end"},
             row{"[]", broken + "{, found \"[]\""},
             row{"{", broken + "a field's name and a colon, found its end"},
             row{"{descr: '<f4'}", broken + "a field's name and a colon, found \"descr: '<f4'}\""},
             row{"{'descr", broken + "a field's name and a colon, found \"'descr\""},
             row{"{'descr'}", broken + "a field's name and a colon, found \"}\""},
             row{"{'descr': <f4}", broken + "one type in quotes for \"descr\", found \"<f4}\""},
             row{"{" + descr + " " + order + "}", broken + "a comma or }, found \"'fortran_order': Fal\""},
             row{"{'fortran_order': 0}", broken + "True or False for \"fortran_order\", found \"0}\""},
             row{"{'shape': (2)}", broken + "a tuple of whole numbers for \"shape\", found \")}\""},
             row{"{'shape': 2}", broken + "a tuple of whole numbers for \"shape\", found \"2}\""},
             row{"{'shape': (-2,)}", broken + "a tuple of whole numbers for \"shape\", found \"-2,)}\""},
             row{"{'shape': (2.5,)}", broken + "a tuple of whole numbers for \"shape\", found \".5,)}\""},
             row{"{'shape': (9223372036854775808,)}",
                 broken + "a tuple of whole numbers for \"shape\", found \"8,)}\""},
             row{"{'shape': (2,", broken + "a tuple of whole numbers for \"shape\", found its end"},
             row{"{'order': 'C'}", "the header has an unknown field \"order\""},
             row{"{" + shape + "," + shape + "}", "the header has two fields \"shape\""},
             row{"{" + shape + "," + order + "}", "the header has no field \"descr\""},
             row{"{" + shape + "," + descr + "}", "the header has no field \"fortran_order\""},
             row{"{" + descr + "," + order + "}", "the header has no field \"shape\""},
             row{"{" + descr + "," + order + "," + shape + "} x", broken + "nothing after }, found \"x\""},
             row{"{" + descr + "," + order + ",'shape': (3,)}",
                 "expected 12 bytes of data for [3] float32, found 8: the file is cut off"},
             row{"{" + descr + "," + order + ",'shape': (1,)}",
                 "expected 4 bytes of data for [1] float32, found 8"},
             row{"{" + descr + "," + order + ",'shape': (0,)}",
                 "expected 0 bytes of data for [0] float32, found 8"},
             row{"{" + descr + "," + order + ",'shape': (9223372036854775807, 3)}",
                 "its shape [9223372036854775807x3] is larger than any file"},
             row{"{'descr': '|O'," + order + "," + shape + "}",
                 "expected numbers of type <f4, <f8, |u1, <i8 or <i4, found \"|O\""},
         }) {
        INFO(r.dictionary);
        CHECK(refusal(npy_file(r.dictionary, 8)) == r.expected);
        CHECK(refusal(npy_file(r.dictionary, 8, 2)) == r.expected);
    }
}

TEST_CASE("a prefix that is not .npy's is refused with a sentence") {
    const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";
    test::bytes other = npy_file(good, 8);
    other[3] = std::byte{'X'};
    test::bytes long_text = npy_file(good, 8, 2);
    long_text[10] = std::byte{1};  // 65536 more
    test::bytes past_end = npy_file(good, 8);
    past_end[8] = std::byte{200};
    struct row { test::bytes file; std::string expected; };
    for (const row& r : {
             row{{}, "expected a .npy file, found only 0 bytes"},
             row{test::bytes(11), "expected a .npy file, found only 11 bytes"},
             row{other, "expected a .npy file, found one that does not begin with \\x93NUMPY"},
             row{npy_file(good, 8, 4), "expected version 1.0, 2.0 or 3.0 of the .npy format, found 4.0"},
             row{npy_file(good, 8, 0), "expected version 1.0, 2.0 or 3.0 of the .npy format, found 0.0"},
             row{npy_file(good, 8, 1, 1), "expected version 1.0, 2.0 or 3.0 of the .npy format, found 1.1"},
             row{long_text, "expected a header of at most 65535 bytes, found one that claims " +
                                std::to_string(65536 + good.size())},
             row{past_end, "expected a header of 200 bytes, found a file of " + std::to_string(past_end.size()) +
                               " bytes: it is cut off"},
         }) {
        CHECK(refusal(r.file) == r.expected);
    }
}

TEST_CASE("an array cut anywhere is refused") {
    for (const std::string_view name : {"float32.npy", "version2.npy", "uint8.npy"}) {
        const auto whole = test::read_file(test_data(name));
        REQUIRE(try_load_npy(whole));
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const test::bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
            const auto loaded = try_load_npy(cut, "cut.npy");
            if (loaded || !loaded.message().starts_with("cut.npy: ")) FAIL_CHECK(name, " cut to ", length, " bytes");
        }
    }
}

TEST_CASE("an array is written as NumPy writes it") {
    const std::vector<float> steps{-0.0f, 0.5f, -1, 1.5f, -2, 2.5f};
    CHECK(*try_encode_npy({2, 3}, steps) == test::read_file(test_data("float32.npy")));
    CHECK(*try_encode_npy({0, 4}, {}) == test::read_file(test_data("empty.npy")));

    const test::scratch_folder folder;
    constexpr float inf = std::numeric_limits<float>::infinity();
    struct row { extent shape; std::vector<float> values; };
    for (const row& r : {row{{}, {1}}, row{{3}, {-0.0f, inf, 0x1p-149f}}, row{{2, 1, 2}, {1, 2, 3, 4}},
                         row{extent(30, 1), {1}}}) {
        save_npy(folder / "a.npy", r.shape, r.values);
        const npy_array back = load_npy(folder / "a.npy");
        CHECK(back.shape == r.shape);
        CHECK(back.as<float>() == r.values);
        CHECK(std::filesystem::file_size(folder / "a.npy") % 64 == 4 * r.values.size() % 64);
    }
}

TEST_CASE("an array that is not what its shape says is not written") {
    const std::vector<float> two{1, 2};
    const auto message = [&](const extent& shape) { return try_encode_npy(shape, two).message(); };
    CHECK(message({3}) == "expected a shape that holds the values, found the shape (3,) and 2 values");
    CHECK(message({}) == "expected a shape that holds the values, found the shape () and 2 values");
    CHECK(message({-1, -2}) == "expected no negative extent, found the shape (-1, -2) and 2 values");
    CHECK(message({1LL << 62, 1LL << 62}).starts_with("expected a shape that holds the values"));
    CHECK(message(extent(40000, 1)).starts_with("expected a shape that holds the values"));

    const test::scratch_folder folder;
    CHECK(try_save_npy(folder / "a.npy", {3}, two).message() ==
          (folder / "a.npy").string() + ": expected a shape that holds the values, found the shape (3,) and 2 values");
    CHECK_FALSE(std::filesystem::exists(folder / "a.npy"));
    CHECK_THROWS_AS(save_npy(folder / "a.npy", {3}, two), error);
    CHECK_THROWS_AS(load_npy(folder / "a.npy"), error);
}
