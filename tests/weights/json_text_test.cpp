#include <doctest/doctest.h>

#include <fusenet/weights/json_text.hpp>
#include <string_view>

using namespace fusenet::weight_files;

// Each first and last well-formed sequence of a length, and what lies just outside (RFC 3629, section 4).
static_assert(is_utf8(""));
static_assert(is_utf8(std::string_view("\0\x7f", 2)));
static_assert(is_utf8("\xc2\x80\xdf\xbf"));
static_assert(is_utf8("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"));
static_assert(is_utf8("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
static_assert(!is_utf8("\x80"));
static_assert(!is_utf8("\xc1\xbf"));
static_assert(!is_utf8("\xc2"));
static_assert(!is_utf8("\xc2\xc0"));
static_assert(!is_utf8("\xe0\x9f\xbf"));
static_assert(!is_utf8("\xed\xa0\x80"));
static_assert(!is_utf8("\xe2\x82"));
static_assert(!is_utf8("\xf0\x8f\xbf\xbf"));
static_assert(!is_utf8("\xf4\x90\x80\x80"));
static_assert(!is_utf8("\xf8\x88\x80\x80\x80"));
static_assert(!is_utf8("\xff"));

TEST_CASE("a JSON text escapes what it must and nothing else") {
    CHECK(json_string("a/b\xc3\xa9") == "\"a/b\xc3\xa9\"");
    CHECK(json_string("\"\\") == R"("\"\\")");
    CHECK(json_string(std::string_view("\n\0\x1f", 3)) == R"("\u000a\u0000\u001f")");
}
