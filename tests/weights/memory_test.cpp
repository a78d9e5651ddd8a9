// needs: json
// What loading costs: beside the packed weights and the arena little, though the file is tens of MiB.
#include <doctest/doctest.h>

#include <fstream>
#include <fusenet/compile.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/weights/npy_folder.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <string>
#include <vector>

#include "bytes.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

using namespace fusenet;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FUSENET_TEST_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define FUSENET_TEST_SANITIZED
#endif
#endif

namespace {

/// 1x1 and 3x3 filters, what folds into them, an image that was flattened, and rows of 50176 values.
inline constexpr auto net = input(14, 14, 256) | named("a", conv<3, 3>(256, {.pad = 1})) | named("n", batchnorm()) |
                            relu() | named("b", conv<1, 1>(256)) | relu() | flatten() | named("c", dense(150));
using model_type = compile<net>;
using narrow_type = compile<net, weight_storage::bfloat16>;

#if !defined(FUSENET_TEST_SANITIZED)
/// KiB of this line of the process's status; 0 where there is none.
long long status_of(const std::string& name) {
    std::ifstream status("/proc/self/status");
    long long kib = 0;
    for (std::string word; status >> word;)
        if (word == name && status >> kib) return kib;
    return 0;
}

/// Makes the present the most that the process ever had; whether the system can do that. What was freed before must not
/// count as held now: it might be given back, or used again, while a model is loaded.
bool forget_the_peak() {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
    std::ofstream("/proc/self/clear_refs") << 5;
    const long long now = status_of("VmRSS:"), most = status_of("VmHWM:");
    return now > 0 && most < now + 1024;
}
#endif

template <class Load>
void takes_little(Load load) {
#if defined(FUSENET_TEST_SANITIZED)
    static_cast<void>(load);
    MESSAGE("skipped: a sanitizer's own memory would be counted");
#else
    if (!forget_the_peak()) {
        MESSAGE("skipped: this system does not tell, or not reset, the most memory that a process had");
        return;
    }
    const long long before = status_of("VmRSS:");
    const auto model = load();
    const long long grown = (status_of("VmHWM:") - before) * 1024;
    using loaded = decltype(model);
    const long long needed = loaded::weight_bytes + loaded::arena_bytes;
    CAPTURE(needed);
    CHECK(loaded::weight_bytes > (15 << 20));
#if defined(__GLIBC__)
    CHECK(grown > loaded::weight_bytes - (1 << 20));  // they were counted
#endif
    CHECK(grown < needed + (8 << 20));                // a second copy, or one of the last layer's, is 15 MiB or more
#endif
}

void write_file_of_random_weights(const std::filesystem::path& path) {
    parameter_set set = model_type::parameters();
    set.randomise(1);
    save_safetensors(path, set);
}

}  // namespace

TEST_CASE("loading a file takes little memory beside the packed weights") {
    const test::scratch_folder folder;
    const std::string path = (folder / "w.safetensors").string();
    write_file_of_random_weights(path);
    takes_little([&] { return model_type(path); });
    takes_little([&] {
        model_type model;  // whose fallbacks are given up for the file
        model.load(path);
        return model;
    });
    static_assert(narrow_type::weight_bytes < model_type::weight_bytes * 6 / 10);
    takes_little([&] { return narrow_type(path); });
}

TEST_CASE("loading a folder of arrays takes little memory beside the packed weights") {
    const test::scratch_folder folder;
    {
        parameter_set set = model_type::parameters();
        set.randomise(1);
        for (const auto& entry : set)
            save_npy(folder / (std::string(entry.row.name.view()) + ".npy"),
                     {entry.row.extent.d, entry.row.extent.d + entry.row.extent.rank}, entry.values);
    }
    takes_little([&] { return model_type(open_npy_folder(folder.path(), model_type::parameter_table())); });
}
