// aligned_floats: the memory of a model: aligned for vectors, and in large pages where the system has them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#if defined(__linux__) && __has_include(<sys/mman.h>)
#include <sys/mman.h>
#endif

namespace fusenet {

namespace detail {

/// Gives memory back to where it came from: to the system, if it was `mapped`, or to operator delete.
struct release_aligned {
    std::align_val_t alignment{64};
    std::size_t mapped = 0;  // bytes
    void operator()(float* p) const {
#if defined(MADV_HUGEPAGE)
        if (mapped) static_cast<void>(::munmap(p, mapped));
        else
#endif
            ::operator delete(p, alignment);
    }
};

}  // namespace detail

/// Floats aligned to 64 bytes, a cache line, and first 0; none once they were moved from. Those that fill large pages
/// ask for them: weights of some MiB are read from end to end, and small pages cost a walk of the page table each.
class aligned_floats {
public:
    aligned_floats() = default;
    /// All of it is at hand: nobody waits for the system at the first use of a page.
    explicit aligned_floats(std::size_t count) : floats_(allocated(count)), count_(count) {
        std::fill_n(floats_.get(), count + spare, 0.f);
    }

    /// The same, but what fills large pages and is never written takes no memory, and nothing is written twice.
    static aligned_floats when_written(std::size_t count) {
        aligned_floats made;
        made.floats_ = mapped(count);
        made.count_ = count;
        return made.floats_ ? std::move(made) : aligned_floats(count);
    }

    float* data() const { return floats_.get(); }
    std::size_t size() const { return floats_ ? count_ : 0; }

private:
    using memory = std::unique_ptr<float[], detail::release_aligned>;
    static constexpr std::size_t spare = 16;
    static constexpr std::size_t large_page = std::size_t{2} << 20;

    static memory allocated(std::size_t count) {
        const std::size_t bytes = (count + spare) * sizeof(float);
        const auto alignment = std::align_val_t(bytes >= large_page ? large_page : 64);
        memory made(static_cast<float*>(::operator new(bytes, alignment)), {alignment});
        ask_for_large_pages(made.get(), bytes);
        return made;
    }

    /// Pages that the system gives when they are written, with zeros; none where it does not, or they would be small.
    static memory mapped([[maybe_unused]] std::size_t count) {
#if defined(MADV_HUGEPAGE)
        const std::size_t bytes = ((count + spare) * sizeof(float) + 4095) / 4096 * 4096;
        if (bytes < large_page) return {};
        constexpr int access = PROT_READ | PROT_WRITE, kind = MAP_PRIVATE | MAP_ANONYMOUS;
        void* const all = ::mmap(nullptr, bytes + large_page, access, kind, -1, 0);
        if (all == MAP_FAILED) return {};
        auto* const begin = static_cast<std::byte*>(all);
        const std::size_t before = (large_page - reinterpret_cast<std::uintptr_t>(begin) % large_page) % large_page;
        if (before) static_cast<void>(::munmap(begin, before));
        if (before < large_page) static_cast<void>(::munmap(begin + before + bytes, large_page - before));
        memory made(reinterpret_cast<float*>(begin + before), {std::align_val_t(64), bytes});
        ask_for_large_pages(made.get(), bytes);
        return made;
#else
        return {};
#endif
    }

    static void ask_for_large_pages([[maybe_unused]] float* p, [[maybe_unused]] std::size_t bytes) {
#if defined(MADV_HUGEPAGE)
        if (bytes >= large_page) static_cast<void>(::madvise(p, bytes / large_page * large_page, MADV_HUGEPAGE));
#endif
    }

    memory floats_;
    std::size_t count_ = 0;
};

}  // namespace fusenet
