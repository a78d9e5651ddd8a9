#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <fusenet/weights/byte_source.hpp>
#include <string>

#include "bytes.hpp"

#if __has_include(<sys/resource.h>)
#include <sys/resource.h>
#endif

using namespace fusenet;
using weight_files::byte_source, weight_files::write_file;

TEST_CASE("bytes are read from anywhere, in any order, from a file as from memory") {
    const test::scratch_folder folder;
    const test::bytes content = test::to_bytes("0123456789");
    auto file = byte_source::open(folder.write("a", content));
    REQUIRE(file);
    byte_source memory(content, "memory");
    for (byte_source* source : {&*file, &memory}) {
        CHECK(source->size() == 10);
        for (const std::size_t at : {7u, 0u, 4u, 10u}) {
            test::bytes part(std::min<std::size_t>(3, 10 - at));
            REQUIRE(source->read(at, part));
            CHECK(std::ranges::equal(part, std::span(content).subspan(at, part.size())));
        }
    }
}

TEST_CASE("a file that shrinks while it is read is an error, not an invention") {
    const test::scratch_folder folder;
    const auto path = folder.write("a", test::bytes(100000));
    auto file = byte_source::open(path);
    REQUIRE(file);
    std::filesystem::resize_file(path, 10);
    test::bytes part(90000);
    CHECK(file->read(10000, part).message() == path.string() + ": cannot be read at byte 10000");
}

TEST_CASE("a file that may not be read is refused") {
    const test::scratch_folder folder;
    const auto closed = folder.write("closed", test::bytes(3));
    std::filesystem::permissions(closed, std::filesystem::perms::none);
    if (!std::ifstream(closed))  // root reads it all the same
        CHECK(byte_source::open(closed).message() == closed.string() + ": cannot be opened for reading");
    std::filesystem::create_symlink("itself", folder / "itself");
    const auto refused = byte_source::open(folder / "itself");
    REQUIRE_FALSE(refused);
    CHECK(refused.message().starts_with((folder / "itself").string() + ": "));
}

TEST_CASE("a file is written whole") {
    const test::scratch_folder folder;
    CHECK(write_file(folder / "a", test::to_bytes("one")));
    CHECK(write_file(folder / "a", {}));
    CHECK(test::read_file(folder / "a").empty());
    CHECK(write_file(folder / "a", test::to_bytes("three")));
    CHECK(test::read_file(folder / "a") == test::to_bytes("three"));
    CHECK_FALSE(std::filesystem::exists(folder / "a.part"));
    CHECK(write_file(folder / "none" / "a", {}).message() ==
          (folder / "none" / "a").string() + ": cannot be opened for writing");
}

#if __has_include(<sys/resource.h>)
TEST_CASE("a full disk costs no old file") {
    const test::scratch_folder folder;
    const auto path = folder.write("a", test::to_bytes("old"));
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    const rlimit small{4096, before.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    const status written = write_file(path, test::bytes(1000000));
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK(written.message() == path.string() + ": cannot be written");
    CHECK(test::read_file(path) == test::to_bytes("old"));
    CHECK_FALSE(std::filesystem::exists(folder / "a.part"));
}
#endif
