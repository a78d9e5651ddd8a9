// needs: stb
#include "../../examples/image.hpp"

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

#include <cstdlib>
#include <string_view>

#include "../support.hpp"

namespace {

using bytes = std::vector<std::uint8_t>;
using examples::image;

const std::filesystem::path data = std::filesystem::path(FUSENET_TEST_DATA) / "efficientnet_lite0";

/// A file that goes when its test ends.
struct passing_file {
    std::filesystem::path path;
    passing_file(const std::string& name, const bytes& content)
        : path(std::filesystem::temp_directory_path() / ("fusenet_image_test_" + name)) {
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    }
    ~passing_file() { std::filesystem::remove(path); }
};

/// Smooth colours with a bright stripe, `channels` bytes a pixel.
bytes picture(int height, int width, int channels) {
    bytes out;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                out.push_back(static_cast<std::uint8_t>(x % 16 == 3 ? 250 : (x * 2 + y * (c + 1)) % 200));
    return out;
}

void append(void* to, void* from, int size) {
    const auto* begin = static_cast<std::uint8_t*>(from);
    static_cast<bytes*>(to)->insert(static_cast<bytes*>(to)->end(), begin, begin + size);
}

bytes png(int height, int width, int channels) {
    bytes out;
    REQUIRE(stbi_write_png_to_func(append, &out, width, height, channels, picture(height, width, channels).data(), 0));
    return out;
}

bytes jpeg(int height, int width, int quality) {
    bytes out;
    REQUIRE(stbi_write_jpg_to_func(append, &out, width, height, 3, picture(height, width, 3).data(), quality));
    return out;
}

std::string complaint(const bytes& content) {
    const auto loaded = examples::try_decode(content, "photo");
    return loaded ? "" : loaded.message();
}

}  // namespace

TEST_CASE("a photograph is scaled as Pillow scales it") {
    const auto ours = examples::try_load_image(data / "chelsea.png");
    const auto pillow = examples::try_load_image(data / "chelsea_224_rgb_u8.npy");
    REQUIRE(ours);
    REQUIRE(pillow);
    CHECK(ours->height == 224);
    CHECK(ours->width == 224);
    // Pillow rounds to bytes between its two passes, stb does not.
    CHECK(fusenet::test::max_error(ours->rgb, pillow->rgb) <= 1);
}

TEST_CASE("scaling keeps a picture of the right size, centred") {
    struct row {
        int height, width;
    };
    for (const row& r : {row{20, 20}, row{20, 31}, row{47, 20}}) {
        INFO(r.height, " x ", r.width);
        const image whole{r.height, r.width, picture(r.height, r.width, 3)};
        const auto out = examples::try_scale_and_crop(whole, 20, 16);
        REQUIRE(out);
        const int top = (r.height - 16) / 2, left = (r.width - 16) / 2;
        bool same = true;
        for (int y = 0; y < 16; ++y)
            for (int i = 0; i < 48; ++i)
                same = same && out->rgb[static_cast<std::size_t>(y * 48 + i)] ==
                                   whole.rgb[static_cast<std::size_t>(((top + y) * r.width + left) * 3 + i)];
        CHECK(same);
    }
}

TEST_CASE("a thin picture costs no more than its crop") {
    const image thin{1, 100'000, picture(1, 100'000, 3)};
    const auto out = examples::try_scale_and_crop(thin, 256, 224);
    REQUIRE(out);
    CHECK(out->rgb.size() == 224 * 224 * 3);
}

TEST_CASE("every kind of PNG and JPEG gives three colours") {
    for (const int channels : {1, 2, 3, 4}) {
        INFO(channels, " channels");
        const auto out = examples::try_decode(png(9, 14, channels), "photo");
        REQUIRE(out);
        CHECK(out->height == 9);
        CHECK(out->width == 14);
        const bytes stored = picture(9, 14, channels);
        bool same = out->rgb.size() == 9 * 14 * 3;
        for (std::size_t i = 0; same && i < 9 * 14; ++i)
            for (std::size_t c = 0; c < 3; ++c)
                same = same &&
                       out->rgb[i * 3 + c] == stored[i * static_cast<std::size_t>(channels) + (channels > 2 ? c : 0)];
        CHECK(same);
    }
    const auto out = examples::try_decode(jpeg(40, 56, 95), "photo");
    REQUIRE(out);
    double sum = 0;
    const bytes stored = picture(40, 56, 3);
    REQUIRE(out->rgb.size() == stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) sum += std::abs(out->rgb[i] - stored[i]);
    CHECK(sum / static_cast<double>(stored.size()) < 6);  // quality 95 keeps this picture to a few grey levels
}

TEST_CASE("a file that is no image names itself and the reason") {
    const auto why = [](const std::filesystem::path& path) {
        const auto loaded = examples::try_load_image(path);
        REQUIRE_FALSE(loaded);
        CHECK(loaded.message().starts_with(path.string() + ": "));
        return loaded.message().substr(path.string().size() + 2);
    };
    CHECK(why(data / "no_such.png") == "there is no such file");
    CHECK(why(data / "no_such.npy") == "there is no such file");
    CHECK(why(data) == "is not a regular file");
    CHECK(why(passing_file("empty.png", {}).path).starts_with("is no PNG or JPEG image"));
    CHECK(why(passing_file("text.jpg", {'h', 'e', 'l', 'l', 'o'}).path).starts_with("is no PNG or JPEG image"));
    CHECK(why(data / "chelsea_logits_f32.npy") == "expected uint8 numbers [224x224x3]");
}

TEST_CASE("an image cut anywhere is refused") {
    for (const bytes& whole : {png(12, 17, 3), jpeg(24, 33, 90)}) {
        REQUIRE(complaint(whole) == "");
        for (std::size_t size = 0; size < whole.size(); ++size) {
            INFO(size, " of ", whole.size(), " bytes");
            CHECK(complaint({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}).starts_with("photo: "));
        }
    }
}

TEST_CASE("a PNG with a flipped bit is refused") {
    const bytes whole = png(12, 17, 3);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        INFO("byte ", at);
        bytes flipped = whole;
        flipped[at] ^= 0x10;
        CHECK(complaint(flipped).starts_with("photo: "));
    }
}

TEST_CASE("an image that claims to be enormous is refused before it is decoded") {
    bytes huge = png(4, 4, 3);
    huge[18] = huge[22] = 0x40;  // 16384 in width and height
    CHECK(complaint(huge) == "photo: claims 16388 x 16388 pixels, more than the 100000000 that are read");
}
