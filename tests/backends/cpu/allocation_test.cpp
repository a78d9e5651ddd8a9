// needs: own_new
// Inference allocates nothing: this program's operator new, and where that is possible its malloc, count their calls.
#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

#include "../allocations.hpp"
#include "whole.hpp"

namespace {
std::atomic<long long> counted_so_far = 0;
std::atomic<std::size_t> most_bytes = std::numeric_limits<std::size_t>::max();  // of one allocation; more fails

void* counted(std::size_t bytes, std::size_t alignment) {
    ++counted_so_far;
    if (bytes > most_bytes) throw std::bad_alloc();
    const std::size_t whole = (bytes + alignment - 1) / alignment * alignment;
    if (void* p = std::aligned_alloc(alignment, whole == 0 ? alignment : whole)) return p;
    std::abort();
}
[[gnu::noinline]] void release(void* p) { std::free(p); }  // out of line: GCC 12 misses the new that goes with it
}  // namespace

void* operator new(std::size_t n) { return counted(n, alignof(std::max_align_t)); }
void* operator new[](std::size_t n) { return counted(n, alignof(std::max_align_t)); }
void* operator new(std::size_t n, std::align_val_t a) { return counted(n, static_cast<std::size_t>(a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return counted(n, static_cast<std::size_t>(a)); }
void operator delete(void* p) noexcept { release(p); }
void operator delete[](void* p) noexcept { release(p); }
void operator delete(void* p, std::size_t) noexcept { release(p); }
void operator delete[](void* p, std::size_t) noexcept { release(p); }
void operator delete(void* p, std::align_val_t) noexcept { release(p); }
void operator delete[](void* p, std::align_val_t) noexcept { release(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { release(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { release(p); }

// A sanitizer has its own malloc; elsewhere glibc lets a program put one in front of it.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if !defined(__has_feature)
#define FUSENET_COUNTS_MALLOC
#elif !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) && !__has_feature(memory_sanitizer)
#define FUSENET_COUNTS_MALLOC
#endif
#endif
#if defined(FUSENET_COUNTS_MALLOC)
extern "C" {
void* __libc_malloc(std::size_t) noexcept;
void* __libc_calloc(std::size_t, std::size_t) noexcept;
void* __libc_realloc(void*, std::size_t) noexcept;
void* malloc(std::size_t n) noexcept { return ++counted_so_far, __libc_malloc(n); }
void* calloc(std::size_t n, std::size_t m) noexcept { return ++counted_so_far, __libc_calloc(n, m); }
void* realloc(void* p, std::size_t n) noexcept { return ++counted_so_far, __libc_realloc(p, n); }
}
#endif

long long fusenet::test::allocations() { return counted_so_far; }

namespace {

using namespace fusenet;
using test::allocations;

constexpr auto net = input(24, 20, 6) | conv<3, 3>(16, {.pad = 1}) | batchnorm() | relu() | maxpool<2>() |
                     residual(conv<1, 1>(40) | relu() | depthwise<3>({.pad = 1}) | conv<1, 1>(16)) |
                     concat(conv<1, 1>(5), conv<3, 3>(6, {.pad = 1})) | global_avgpool() | flatten() | dense(10) | softmax();

template <class Model>
void check(int threads, sharing by) {
    CAPTURE(threads);
    parameter_set given = Model::parameters();
    given.randomise(1);
    Model model(given);
    model.threads(threads, by);
    const std::vector<float> in = test::numbers(3 * Model::input_size, 2);
    std::vector<float> out(3 * static_cast<std::size_t>(Model::output_size));
    const long long before = allocations();
    for (int k = 0; k < 10; ++k) model(in, out);
    CHECK(allocations() == before);
#if defined(_OPENMP)
    model.threads(threads, openmp, by);
    model(in, out);  // the first call starts the threads of OpenMP's team
    const long long by_openmp = allocations();
    for (int k = 0; k < 10; ++k) model(in, out);
    CHECK(allocations() == by_openmp);
#endif
}

TEST_CASE("allocation: where memory does not suffice for more threads, a model stays as it was") {
    using model_type = compile<net, test::shared_always>;
    parameter_set given = model_type::parameters();
    given.randomise(1);
    model_type model(given);
    const std::vector<float> in = test::numbers(model_type::input_size, 2);
    std::vector<float> before(10), after(10);
    model(in, before);
    const long long bytes = model.working_bytes();
    most_bytes = static_cast<std::size_t>(bytes);
    bool failed = false;
    try {
        model.threads(64);
    } catch (const std::bad_alloc&) {
        failed = true;
    }
    most_bytes = std::numeric_limits<std::size_t>::max();
    CHECK(failed);
    CHECK(model.threads() == 1);
    CHECK(model.working_bytes() == bytes);
    model(in, after);
    CHECK(after == before);
    model.threads(2);
    model(in, after);
    CHECK(after == before);
}

TEST_CASE("allocation: none while a model runs") {
    const long long before = allocations();
    std::vector<float> some(100);
    CHECK(allocations() > before);  // they are counted
    for (sharing by : {sharing::image, sharing::batch})
        for (int threads : {1, 2, 3}) {
            check<compile<net, test::shared_always>>(threads, by);
            check<compile<net, test::shared_always, layer_by_layer>>(threads, by);
        }
}

}  // namespace
