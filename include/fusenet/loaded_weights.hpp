// loaded_weights: a model's weights as its kernels stream them, and how a source of values becomes them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fusenet/backends/cpu/pack.hpp>
#include <fusenet/core/aligned_floats.hpp>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/outside_work.hpp>
#include <fusenet/weights/check_values.hpp>
#include <fusenet/weights/value_source.hpp>
#include <span>
#include <utility>

namespace fusenet {

/// The block of packed weights of `Plan`. A failed load leaves it as it was; one that an exception ends, thrown by a
/// source or for want of memory, leaves that or zeros, never the half of each.
template <class Plan>
class loaded_weights {
public:
    float* data() const { return block_.data(); }

    /// Every parameter's fallback; only of a block of zeros. These take no memory until others replace them.
    void take_fallbacks(outside_work<Plan>& outside) {
        fallback_values given(Plan::parameter_table());
        pack(given, block_.data(), outside, true).require();
        holds_ = content::fallbacks;
    }

    /// Checks, folds and packs. Values that lie in memory are packed into place, since nothing can fail any more but
    /// that one is too large for 16 bits. What can fail goes into place where only fallbacks are lost then, which are
    /// packed anew; else into a second block, or, where a library has its part of the block, first into a set.
    [[gnu::cold]] status take(value_source& given, outside_work<Plan>& outside) {
        const std::span<const parameter> table = Plan::parameter_table();
        if (given.table().data() != table.data() && !std::ranges::equal(given.table(), table))
            return failure{given.name() + ": was opened for the parameters of another network"};
        if (const status fits = check_values(given); !fits) return fits;
        if (holds_ != content::weights || (given.lies() && !narrows)) return take_in_place(given, outside);
        if (outside.size() > 0 && !given.lies()) {
            const auto all = try_read_all(given);
            if (!all) return all.why();
            values_in_memory values(*all, given.name());
            return take(values, outside);
        }
        aligned_floats other = block();
        if (outside.size() > 0) {
            const status fits_16_bits = cpu::packer<Plan>(given, other.data(), true).pack();
            return fits_16_bits ? take_in_place(given, outside) : fits_16_bits;
        }
        if (const status packed = pack(given, other.data(), outside, true); !packed) return packed;
        block_ = std::move(other);
        return {};
    }

private:
    enum class content { nothing, fallbacks, weights };

    /// Whether some weights are stored in 16 bits, and one may be too large for that.
    static constexpr bool narrows = [] {
        for (int s = 0; s < Plan::stage_count; ++s)
            if (Plan::stages.stages[s].stored != weight_storage::float32) return true;
        return false;
    }();

    static aligned_floats block() {
        return aligned_floats::when_written(static_cast<std::size_t>(Plan::layout.floats));
    }
    static status pack(value_source& given, float* to, outside_work<Plan>& outside, bool fresh) {
        cpu::packer<Plan> packer(given, to, fresh);
        return outside.load(packer);
    }

    [[gnu::cold]] status take_in_place(value_source& given, outside_work<Plan>& outside) {
        const content before = holds_;
        struct half_done {
            loaded_weights* all;
            ~half_done() {
                if (all) all->clear();
            }
        } guard{this};  // for a source, or a system without memory, that throws
        const status packed = pack(given, block_.data(), outside, before != content::weights);
        guard.all = nullptr;
        if (packed) {
            holds_ = content::weights;
        } else {
            clear();
            if (before == content::fallbacks) take_fallbacks(outside);
        }
        return packed;
    }

    void clear() {
        std::fill_n(block_.data(), block_.size(), 0.f);
        holds_ = content::nothing;
    }

    aligned_floats block_ = block();
    content holds_ = content::nothing;
};

}  // namespace fusenet
