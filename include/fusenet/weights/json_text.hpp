// JSON's texts: what may be one, and how it is written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fusenet::weight_files {

/// Whether the text is well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing past U+10FFFF.
constexpr bool is_utf8(std::string_view s) {
    for (std::size_t i = 0; i < s.size();) {
        const auto first = static_cast<unsigned char>(s[i]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (length == 0 || s.size() - i < length) return false;
        std::uint32_t code = length == 1 ? first : first & (0x7fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(s[i + k]);
            if (next >> 6 != 2) return false;
            code = code << 6 | (next & 0x3fu);
        }
        const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
        if (overlong || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff || first > 0xf4) return false;
        i += length;
    }
    return true;
}

inline std::string json_string(std::string_view s) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out = "\"";
    for (const char letter : s) {
        const auto code = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\')
            out.append(1, '\\').append(1, letter);
        else if (code < 0x20)
            out.append("\\u00").append(1, hex[code / 16]).append(1, hex[code % 16]);
        else
            out += letter;
    }
    return out + '"';
}

}  // namespace fusenet::weight_files
