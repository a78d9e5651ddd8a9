// Maps for kernels in memory that betrays them: no float too many, and other channels beside those of the map.
#pragma once

#include <fusenet/backends/cpu/epilogue.hpp>
#include <fusenet/backends/reference/tensor.hpp>
#include <fusenet/core/window.hpp>
#include <limits>
#include <memory>
#include <vector>

#include "../../support.hpp"

namespace fusenet::test {

/// A map whose cells lie `before` channels behind and `after` channels in front of what belongs to others. What is
/// read from them is not a number; what is written into them is noticed.
class guarded_map {
public:
    explicit guarded_map(shape s, int before = 0, int after = 0)
        : extent_(s), before_(before), pitch_(before + s.c + after),
          memory_(std::make_unique<float[]>(static_cast<std::size_t>(s.h) * static_cast<std::size_t>(s.w * pitch_))) {
        std::fill_n(memory_.get(), 1LL * s.h * s.w * pitch_, std::numeric_limits<float>::quiet_NaN());
    }
    guarded_map(const reference::tensor<double>& values, int before = 0, int after = 0)
        : guarded_map(values.extent, before, after) {
        reference::each_value(extent_, [&](int y, int x, int c) { at(y, x, c) = static_cast<float>(values.at(y, x, c)); });
    }

    cpu::view view() { return {memory_.get() + before_, pitch_, extent_.h, extent_.w, extent_.c}; }
    cpu::epilogue<> ending() { return {{}, view()}; }
    float& at(int y, int x, int c) { return memory_[static_cast<std::size_t>((1LL * y * extent_.w + x) * pitch_ + before_ + c)]; }

    std::vector<float> values() {
        std::vector<float> all;
        reference::each_value(extent_, [&](int y, int x, int c) { all.push_back(at(y, x, c)); });
        return all;
    }
    /// Whether the channels of others are as they were.
    bool kept_others() {
        for (int cell = 0; cell < extent_.h * extent_.w; ++cell)
            for (int c = 0; c < pitch_; ++c)
                if ((c < before_ || c >= before_ + extent_.c) && !std::isnan(memory_[static_cast<std::size_t>(cell * pitch_ + c)]))
                    return false;
        return true;
    }

private:
    shape extent_;
    int before_;
    int pitch_;
    std::unique_ptr<float[]> memory_;
};

/// Numbers that are floats, for the reference in double.
inline reference::tensor<double> some_values(shape s, unsigned seed, float low = -1, float high = 1) {
    reference::tensor<double> t(s);
    const auto drawn = numbers(s.size(), seed, low, high);
    std::ranges::copy(drawn, t.cells.begin());
    return t;
}

/// What fp32 may differ from double by where `terms` products of numbers up to 1 are summed: about ten times what
/// the roundings of random sums reach.
constexpr double rounding(int terms) { return 1e-6 + 2e-7 * terms; }

}  // namespace fusenet::test
