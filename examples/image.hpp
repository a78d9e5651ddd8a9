// image: photographs from files, scaled and cropped as ImageNet's networks expect them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <fusenet/core/error.hpp>
#include <fusenet/weights/npy.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

// stb's headers are libraries that are compiled where these are set; static, so that many sources may do so.
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_FAILURE_USERMSG
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#include <stb/stb_image.h>
#include <stb/stb_image_resize.h>

namespace examples {

/// height x width x 3 bytes: rows of pixels, each red, green, blue.
struct image {
    int height = 0, width = 0;
    std::vector<std::uint8_t> rgb;
};

/// A file that claims more pixels than this is refused before any memory is taken for them.
inline constexpr long long most_pixels = 100'000'000;

inline fusenet::result<std::vector<std::uint8_t>> try_read_file(const std::filesystem::path& path) {
    const auto fail = [&](const std::string& why) { return fusenet::failure{path.string() + ": " + why}; };
    std::error_code code;
    const auto kind = std::filesystem::status(path, code).type();
    if (kind == std::filesystem::file_type::not_found) return fail("there is no such file");
    if (kind != std::filesystem::file_type::regular) return fail(code ? code.message() : "is not a regular file");
    const auto size = std::filesystem::file_size(path, code);
    if (code) return fail(code.message());
    std::vector<std::uint8_t> bytes(size);
    std::ifstream file(path, std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size)))
        return fail("cannot be read");
    return bytes;
}

/// stb_image fills what is missing of a JPEG with grey; a whole one ends its scan with the marker FF D9.
inline bool is_whole_jpeg(std::span<const std::uint8_t> bytes) {
    const auto last = [&](std::uint8_t marker) {
        const std::uint8_t wanted[]{0xFF, marker};
        return std::ranges::find_end(bytes, wanted).begin();
    };
    const auto end = last(0xD9);
    return end != bytes.end() && last(0xDA) < end;
}

/// stb_image does not look at the checksum (CRC-32) that ends each chunk of a PNG.
///
///     4 bytes n, 4 of type, n of data, 4 of checksum over type and data; the last chunk is IEND
inline bool is_whole_png(std::span<const std::uint8_t> bytes) {
    const auto number = [&](std::size_t at) {
        return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 | std::uint32_t{bytes[at + 2]} << 8 |
               std::uint32_t{bytes[at + 3]};
    };
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        const std::size_t size = number(at);
        if (size > bytes.size() - at - 12) return false;
        std::uint32_t sum = ~0u;
        for (const std::uint8_t byte : bytes.subspan(at + 4, size + 4)) {
            sum ^= byte;
            for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320u : 0);
        }
        if (number(at + 8 + size) != ~sum) return false;
        if (number(at + 4) == 0x49454E44) return true;  // IEND
        at += size + 12;
    }
    return false;
}

/// A PNG or JPEG with its colours as stored: grey becomes three equal values, transparency is dropped.
inline fusenet::result<image> try_decode(const std::vector<std::uint8_t>& bytes, const std::string& name) {
    const auto fail = [&](const std::string& why) { return fusenet::failure{name + ": " + why}; };
    const int size = static_cast<int>(std::min<std::size_t>(bytes.size(), INT32_MAX));
    int width = 0, height = 0, channels = 0;
    if (!stbi_info_from_memory(bytes.data(), size, &width, &height, &channels))
        return fail("is no PNG or JPEG image that can be read (" + std::string(stbi_failure_reason()) + ")");
    if (1LL * width * height > most_pixels)
        return fail("claims " + std::to_string(width) + " x " + std::to_string(height) + " pixels, more than the " +
                    std::to_string(most_pixels) + " that are read");
    if (bytes[0] == 0xFF ? !is_whole_jpeg(bytes) : !is_whole_png(bytes)) return fail("the image is damaged or cut off");
    std::uint8_t* pixels = stbi_load_from_memory(bytes.data(), size, &width, &height, &channels, 3);
    if (!pixels) return fail("the image is damaged (" + std::string(stbi_failure_reason()) + ")");
    image out{height, width, {pixels, pixels + 3LL * width * height}};
    stbi_image_free(pixels);
    return out;
}

/// The central side x side pixels of the picture scaled so that its shorter side has `scaled` of them.
///
/// Catmull-Rom, widened where it shrinks, with clamped edges: what Pillow calls BICUBIC, to within a grey level nearly
/// everywhere. Only the pixels that are kept are computed.
inline fusenet::result<image> try_scale_and_crop(const image& from, int scaled, int side) {
    const long long shorter = std::min(from.height, from.width);
    const auto region = [&](int length) {
        const long long whole = (2LL * length * scaled + shorter) / (2 * shorter);
        const long long begin = (whole - side) / 2;
        return std::pair(static_cast<float>(begin) / static_cast<float>(whole),
                         static_cast<float>(begin + side) / static_cast<float>(whole));
    };
    const auto [left, right] = region(from.width);
    const auto [top, bottom] = region(from.height);
    image out{side, side, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * side * side))};
    const int done = stbir_resize_region(from.rgb.data(), from.width, from.height, 0, out.rgb.data(), side, side, 0,
                                         STBIR_TYPE_UINT8, 3, STBIR_ALPHA_CHANNEL_NONE, 0, STBIR_EDGE_CLAMP,
                                         STBIR_EDGE_CLAMP, STBIR_FILTER_CATMULLROM, STBIR_FILTER_CATMULLROM,
                                         STBIR_COLORSPACE_LINEAR, nullptr, left, top, right, bottom);
    if (!done) return fusenet::failure{"there is no memory to scale the image"};
    return out;
}

/// The network's input, side x side: a PNG or JPEG scaled and cropped, or a .npy file that holds just these bytes.
inline fusenet::result<image> try_load_image(const std::filesystem::path& path, int side = 224, int scaled = 256) {
    if (path.extension() == ".npy") {
        auto array = fusenet::try_load_npy(path);
        if (!array) return array.why();
        if (array->type != fusenet::stored_type::uint8 || array->shape != std::vector<long long>{side, side, 3})
            return fusenet::failure{path.string() + ": expected uint8 numbers [" + std::to_string(side) + "x" +
                                    std::to_string(side) + "x3]"};
        image out{side, side, std::vector<std::uint8_t>(array->bytes.size())};
        std::memcpy(out.rgb.data(), array->bytes.data(), out.rgb.size());
        return out;
    }
    const auto bytes = try_read_file(path);
    if (!bytes) return bytes.why();
    const auto whole = try_decode(*bytes, path.string());
    if (!whole) return whole.why();
    return try_scale_and_crop(*whole, scaled, side);
}

}  // namespace examples
