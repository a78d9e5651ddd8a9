// Bytes that are read in pieces, from a file or from memory, and files that are written whole or not at all.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <fusenet/core/error.hpp>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace fusenet::weight_files {

class byte_source {
public:
    byte_source(std::span<const std::byte> memory, std::string name)
        : name_(std::move(name)), size_(memory.size()), memory_(memory) {}

    /// Fails on what is not a readable regular file: a pipe or a device could block, or have no end.
    static result<byte_source> open(const std::filesystem::path& path) {
        std::error_code code;
        const auto kind = std::filesystem::status(path, code).type();
        const std::string name = path.string();
        if (kind == std::filesystem::file_type::not_found) return failure{name + ": there is no such file"};
        if (kind == std::filesystem::file_type::directory) return failure{name + ": is a directory, expected a file"};
        if (kind != std::filesystem::file_type::regular)
            return failure{name + ": " + (code ? code.message() : "is not a regular file")};
        byte_source out({}, name);
        out.size_ = std::filesystem::file_size(path, code);
        out.file_.open(path, std::ios::binary);
        if (code || !out.file_) return failure{name + ": cannot be opened for reading"};
        return out;
    }

    /// The file's name as it was given, for messages.
    const std::string& name() const { return name_; }
    std::uint64_t size() const { return size_; }

    /// Fills `to` from that byte on, which must lie inside.
    status read(std::uint64_t offset, std::span<std::byte> to) {
        if (!file_.is_open()) {
            std::ranges::copy(memory_.subspan(static_cast<std::size_t>(offset), to.size()), to.begin());
            return {};
        }
        if (!file_ || offset != at_) {
            file_.clear();
            file_.seekg(static_cast<std::streamoff>(offset));
        }
        file_.read(reinterpret_cast<char*>(to.data()), static_cast<std::streamsize>(to.size()));
        at_ = offset + to.size();
        if (file_) return {};
        return failure{name_ + ": cannot be read at byte " + std::to_string(offset)};
    }

private:
    std::string name_;
    std::uint64_t size_ = 0;
    std::span<const std::byte> memory_;
    std::ifstream file_;
    std::uint64_t at_ = 0;  // where the file stands: a seek would throw away what it has read ahead
};

/// Writes beside the file and then renames, so that a full disk never costs the old file; write(stream) does it.
template <class Write>
    requires requires(Write write, std::ostream& to) { write(to); }
status write_file(const std::filesystem::path& path, Write write) {
    std::error_code code;
    std::filesystem::path target = path;
    if (std::filesystem::exists(path, code)) {
        if (!std::filesystem::is_regular_file(path, code))
            return failure{path.string() + ": exists and is not a regular file"};
        target = std::filesystem::canonical(path, code);  // a link stays one
        if (code) return failure{path.string() + ": " + code.message()};
    }
    std::filesystem::path part = target;
    part += ".part";
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    if (!file) return failure{path.string() + ": cannot be opened for writing"};
    write(file);
    file.close();
    if (file) std::filesystem::rename(part, target, code);
    if (file && !code) return {};
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return failure{path.string() + ": cannot be written" + (code ? ": " + code.message() : "")};
}
inline status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    return write_file(path, [bytes](std::ostream& to) {
        to.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    });
}

}  // namespace fusenet::weight_files
