// Reads a tensor of a file, whatever its number format and order of axes, as float32 in fusenet's order.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/byte_source.hpp>
#include <fusenet/weights/convention.hpp>
#include <fusenet/weights/inventory.hpp>
#include <fusenet/weights/stored_type.hpp>
#include <fusenet/weights/value_source.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fusenet::weight_files {

/// Numbers of a floating type from this byte of a file on; or zeros that no file holds.
struct stored_tensor {
    stored_type type = stored_type::float32;
    std::uint64_t begin = 0;
    bool zeros = false;
};

inline constexpr stored_tensor all_zeros{stored_type::float32, 0, true};

/// Its values from this one on.
constexpr stored_tensor part_of(const stored_tensor& t, std::uint64_t first) {
    return {t.type, t.begin + first * static_cast<std::uint64_t>(facts_of(t.type).bytes)};
}

/// to[column * rows + row] = from[row * columns + column].
inline void turn(const float* from, std::size_t rows, std::size_t columns, float* to) {
    constexpr std::size_t block = 16;  // a cache line of answers
    for (std::size_t first = 0; first < rows; first += block) {
        const std::size_t count = std::min(block, rows - first);
        for (std::size_t column = 0; column < columns; ++column)
            for (std::size_t row = first; row < first + count; ++row)
                to[column * rows + row] = from[row * columns + column];
    }
}

/// Has memory to read into, and keeps the last tensor whose order asks for all of it at once. Sentences call the source
/// by its name.
class tensor_reader {
public:
    explicit tensor_reader(std::string source) : source_(std::move(source)) {}

    /// The values of `p` from index `first` of its outermost axis on, as many whole indices as `to` has room for.
    status read(byte_source& file, const stored_tensor& t, const parameter& p, convention order, long long first,
                std::span<float> to) {
        const auto slice = static_cast<std::size_t>(slice_of(p));
        const auto from = static_cast<std::uint64_t>(first) * slice;
        if (whole_ != &p) whole_ = nullptr, all_ = {};
        switch (disorder_of(p, order)) {
            case disorder::none:
                return as_stored(file, t, p, from, to);
            case disorder::planes: {
                const auto cells = static_cast<std::size_t>(p.flattened.h * p.flattened.w);
                const auto planes = static_cast<std::size_t>(p.flattened.c);
                some_.resize(cells * planes);
                for (std::size_t at = 0; at < to.size(); at += some_.size()) {
                    if (const status read = as_stored(file, t, p, from + at, some_); !read) return read;
                    turn(some_.data(), planes, cells, &to[at]);
                }
                return {};
            }
            case disorder::anywhere:
                break;
        }
        if (!whole_) {
            all_.resize(static_cast<std::size_t>(p.extent.size()));
            if (const status read = as_stored(file, t, p, 0, all_); !read) return read;
            whole_ = &p;
        }
        const auto put = [&](std::size_t here, std::size_t there) { to[static_cast<std::size_t>(here - from)] = all_[there]; };
        file_order(p, order).each(static_cast<std::size_t>(first), to.size() / slice, put);
        return {};
    }

    /// Whether each number of `p` is one that a float32 can hold.
    status check_range(byte_source& file, const stored_tensor& t, const parameter& p) {
        if (t.type != stored_type::float64) return {};
        const auto count = static_cast<std::uint64_t>(p.extent.size());
        some_.resize(1 << 14);
        for (std::uint64_t at = 0; at < count; at += some_.size()) {
            const auto size = std::min<std::uint64_t>(some_.size(), count - at);
            const auto part = std::span(some_).first(static_cast<std::size_t>(size));
            if (const status read = as_stored(file, t, p, at, part); !read) return read;
        }
        return {};
    }

private:
    /// Values in the file's own order.
    status as_stored(byte_source& file, const stored_tensor& t, const parameter& p, std::uint64_t first,
                     std::span<float> to) {
        const auto bytes = static_cast<std::size_t>(facts_of(t.type).bytes);
        if (t.type == stored_type::float32 && std::endian::native == std::endian::little)
            return file.read(t.begin + first * bytes, std::as_writable_bytes(to));
        constexpr std::size_t piece = 1 << 14;
        raw_.resize(piece * bytes);
        for (std::size_t at = 0; at < to.size(); at += piece) {
            const std::span<float> part = to.subspan(at, std::min(piece, to.size() - at));
            const auto raw = std::span(raw_).first(part.size() * bytes);
            if (const status read = file.read(t.begin + (first + at) * bytes, raw); !read) return read;
            if (const std::size_t good = widen(t.type, raw_.data(), part); good < part.size())
                return tensor_failure(source_, p.name.view(),
                                      "value " + std::to_string(first + at + good) + " is too large for a float32");
        }
        return {};
    }

    std::string source_;
    std::vector<std::byte> raw_;
    std::vector<float> some_, all_;
    const parameter* whole_ = nullptr;  // the parameter that all_ holds
};

}  // namespace fusenet::weight_files
