// stored_values: a network's weights that lie in files, read where and when they are wanted.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/byte_source.hpp>
#include <fusenet/weights/convention.hpp>
#include <fusenet/weights/stored_tensor.hpp>
#include <fusenet/weights/value_source.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fusenet {

namespace weight_files {

/// A tensor in a file of its own, which had so many bytes.
struct stored_file {
    std::filesystem::path path;
    std::uint64_t bytes = 0;
    stored_tensor tensor;
};

}  // namespace weight_files

/// Values in one file, which stays open, or in a file for each row. Whoever changes a file while it is read is found
/// out if its size changes, or a number becomes one that cannot be.
class stored_values final : public value_source {
public:
    /// Each row's tensor in one file. Fails if a number is too large for a float32.
    static result<stored_values> try_of(std::span<const parameter> table, convention order,
                                        std::vector<weight_files::stored_tensor> rows, weight_files::byte_source file) {
        stored_values made(table, file.name(), order);
        for (const weight_files::stored_tensor& t : rows) made.rows_.push_back({{}, 0, t});
        made.file_ = std::move(file);
        return checked(std::move(made));
    }
    /// Each row's file.
    static result<stored_values> try_of(std::span<const parameter> table, convention order,
                                        std::vector<weight_files::stored_file> rows, std::string name) {
        stored_values made(table, std::move(name), order);
        made.rows_ = std::move(rows);
        return checked(std::move(made));
    }

    bool all_zero(std::size_t row) const override { return rows_[row].tensor.zeros; }
    status read(std::size_t row, long long first, std::span<float> to) override {
        if (rows_[row].tensor.zeros) return std::ranges::fill(to, 0.0f), status();
        if (const status open = open_file_of(row); !open) return open;
        return reader_.read(*file_, rows_[row].tensor, table()[row], order_, first, to);
    }

private:
    stored_values(std::span<const parameter> table, std::string name, convention order)
        : value_source(table, name), order_(order), reader_(std::move(name)) {}

    static result<stored_values> checked(stored_values made) {
        for (std::size_t row = 0; row < made.rows_.size(); ++row) {
            if (made.rows_[row].tensor.type != stored_type::float64) continue;
            if (const status open = made.open_file_of(row); !open) return open.why();
            const status fits = made.reader_.check_range(*made.file_, made.rows_[row].tensor, made.table()[row]);
            if (!fits) return fits.why();
        }
        return made;
    }

    status open_file_of(std::size_t row) {
        if (rows_[row].path.empty() || row == open_row_) return {};
        auto file = weight_files::byte_source::open(rows_[row].path);
        if (!file) return file.why();
        if (file->size() != rows_[row].bytes)
            return failure{file->name() + ": expected " + std::to_string(rows_[row].bytes) +
                           " bytes as before, found " + std::to_string(file->size())};
        file_ = *std::move(file);
        open_row_ = row;
        return {};
    }

    convention order_;
    std::vector<weight_files::stored_file> rows_;
    std::optional<weight_files::byte_source> file_;
    std::size_t open_row_ = static_cast<std::size_t>(-1);
    weight_files::tensor_reader reader_;
};

}  // namespace fusenet
