// aligned_floats: the memory of a model: aligned for vectors, and in large pages where the system has them.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#if defined(__linux__) && __has_include(<sys/mman.h>)
#include <sys/mman.h>
#endif

namespace fusenet {

namespace detail {

struct release_aligned {
    std::align_val_t alignment{64};
    void operator()(float* p) const { ::operator delete(p, alignment); }
};

}  // namespace detail

/// Floats aligned to 64 bytes, a cache line, and first 0; none once they were moved from. Those that fill large pages
/// ask for them: weights of some MiB are read from end to end, and small pages cost a walk of the page table each.
class aligned_floats {
public:
    aligned_floats() = default;
    explicit aligned_floats(std::size_t count) : floats_(nullptr, detail::release_aligned{alignment_of(count)}), count_(count) {
        const std::size_t all = count + 16, bytes = all * sizeof(float);
        floats_.reset(static_cast<float*>(::operator new(bytes, floats_.get_deleter().alignment)));
#if defined(MADV_HUGEPAGE)
        if (bytes >= large_page) static_cast<void>(::madvise(floats_.get(), bytes / large_page * large_page, MADV_HUGEPAGE));
#endif
        for (std::size_t i = 0; i < all; ++i) floats_[i] = 0;
    }

    float* data() const { return floats_.get(); }
    std::size_t size() const { return floats_ ? count_ : 0; }

private:
    static constexpr std::size_t large_page = std::size_t{2} << 20;
    static constexpr std::align_val_t alignment_of(std::size_t count) {
        return std::align_val_t(count * sizeof(float) >= large_page ? large_page : 64);
    }

    std::unique_ptr<float[], detail::release_aligned> floats_;
    std::size_t count_ = 0;
};

}  // namespace fusenet
