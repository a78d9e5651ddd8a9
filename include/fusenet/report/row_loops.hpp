// row_loops: how far a band is made in each step of a nest, as a formula of the step, checked against the walk itself.
#pragma once

#include <algorithm>
#include <fusenet/report/code.hpp>
#include <fusenet/report/summary.hpp>
#include <numeric>

namespace fusenet::report {

/// "7 in each step", "first 8, then 7, last 5", or "5 to 8": the numbers of a sequence.
inline std::string progression(const list<int>& counts) {
    int low = counts[0], high = counts[0];
    bool middle_alike = true;
    for (int k = 0; k < counts.count(); ++k) {
        low = std::min(low, counts[k]), high = std::max(high, counts[k]);
        if (k > 1 && k < counts.count() - 1) middle_alike = middle_alike && counts[k] == counts[1];
    }
    if (low == high) return words(low);
    const int first = counts[0], then = counts[counts.count() > 1 ? 1 : 0], last = counts.back();
    if (counts.count() == 2) return words("first ", first, ", then ", last);
    if (!middle_alike) return words(low, " to ", high);
    std::string shown = first == then ? words(then) : words("first ", first, ", then ", then);
    if (last != then) add(shown, ", last ", last);
    return shown;
}

class row_motions {
public:
    explicit row_motions(const nest_entry& n) : n_(n) {}

    /// The driver's row where a step begins and ends: "y" and "y + 7", or "e" where the last step is shorter.
    std::string end_of_step() const { return even() ? affine("y", 1, n_.step) : "e"; }
    bool even() const { return n_.height % n_.step == 0; }

    /// Where the rows of local t end after a step, as an expression; empty if no simple one is true of every step.
    std::string end_of(int t) const {
        const int height = n_.tensors[t].height;
        if (n_.steps[0][t].want == height) return words(height);
        const ratio slope = slopes()[t];
        // floor((slope.up * end + shift) / slope.down) is true of every step if low <= shift <= high.
        int low = -(1 << 30), high = 1 << 30;
        for (const auto& step : n_.steps) {
            const int least = step[t].want * slope.down - slope.up * step[n_.driver].want;
            low = std::max(low, least);
            if (step[t].want < height) high = std::min(high, least + slope.down - 1);
        }
        if (low > high) return {};
        bool beyond = false;
        for (const auto& step : n_.steps)
            beyond = beyond || floor_div(slope.up * step[n_.driver].want + low, slope.down) > height;
        std::string shown = even() ? affine("y", slope.up, low + slope.up * n_.step) : affine("e", slope.up, low);
        if (slope.down > 1) shown = words('(', shown, ") / ", slope.down);
        return beyond ? words("min(", shown, ", ", height, ")") : shown;
    }

    /// How many rows of local t are new in each step.
    std::string made(int t) const {
        list<int> counts;
        for (const auto& step : n_.steps) counts.add(step[t].want - step[t].have);
        return progression(counts);
    }
    /// How many outlive a step.
    std::string kept(int t) const {
        int low = 1 << 30, high = 0;
        for (int k = 1; k < n_.steps.count(); ++k) {
            const row_motion& m = n_.steps[k][t];
            const int rows = std::max(0, m.have - m.base);
            low = std::min(low, rows), high = std::max(high, rows);
        }
        if (n_.steps.count() < 2) return "0";
        return low == high ? words(low) : words("up to ", high);
    }

private:
    const nest_entry& n_;

    /// Rows for each row of the driver.
    struct ratio {
        int up = 0, down = 1;
        constexpr bool operator<(const ratio& other) const { return up * other.down < other.up * down; }
    };

    /// The product of the strides between each local and the driver; the steepest where there are several ways.
    list<ratio> slopes() const {
        list<ratio> all;
        for (int k = 0; k < n_.tensors.count(); ++k) all.add({k == n_.driver ? 1 : 0, 1});
        for (int s = n_.stages.count() - 1; s >= 0; --s) {
            const nest::local_stage& stage = n_.stages[s];
            const ratio made = all[nest::worked_by(stage)];
            const int up = made.up * stage.reads.stride.h, down = made.down * stage.reads.up.h;
            const int common = std::max(1, std::gcd(up, down));
            if (stage.does != plan::op::total) all[stage.in] = std::max(all[stage.in], {up / common, down / common});
            for (int k = 0; k < stage.join_count; ++k) all[stage.joins[k]] = std::max(all[stage.joins[k]], made);
        }
        return all;
    }
};

}  // namespace fusenet::report
