// Files for the tests of the weights room: built by hand, so that they can be wrong in every way.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace fusenet::test {

using bytes = std::vector<std::byte>;

inline bytes to_bytes(std::string_view text) {
    bytes out;
    for (const char letter : text) out.push_back(static_cast<std::byte>(letter));
    return out;
}

inline bytes little(std::uint64_t number, int count) {
    bytes out;
    for (int i = 0; i < count; ++i) out.push_back(static_cast<std::byte>(number >> (8 * i) & 0xff));
    return out;
}

template <class... Rest>
bytes joined(bytes first, const Rest&... rest) {
    (first.insert(first.end(), rest.begin(), rest.end()), ...);
    return first;
}

/// The little-endian bytes of the numbers' bit patterns.
template <class Number>
bytes packed(const std::vector<Number>& numbers) {
    bytes out;
    for (const Number number : numbers) {
        static_assert(sizeof(Number) == 4 || sizeof(Number) == 8);
        using bits = std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>;
        out = joined(std::move(out), little(std::bit_cast<bits>(number), sizeof(Number)));
    }
    return out;
}

inline bytes safetensors_file(std::string_view header, const bytes& data) {
    return joined(little(header.size(), 8), to_bytes(header), data);
}

/// A folder for one test, gone when the test ends.
class scratch_folder {
public:
    scratch_folder() {
        std::random_device draw;
        path_ = std::filesystem::temp_directory_path() / ("fusenet_test_" + std::to_string(draw()));
        std::filesystem::create_directories(path_);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

    std::filesystem::path write(std::string_view name, const bytes& content) const {
        std::ofstream file(path_ / name, std::ios::binary);
        file.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

inline bytes read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return to_bytes(std::string(std::istreambuf_iterator<char>(file), {}));
}

inline std::filesystem::path test_data(std::string_view name) {
    return std::filesystem::path(FUSENET_TEST_DATA) / "weights" / name;
}

}  // namespace fusenet::test
