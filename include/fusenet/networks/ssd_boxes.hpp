// Boxes of SSD (Liu et al. 2015, arXiv:1512.02325): the priors that a network's numbers are relative to, and
// detections.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <fusenet/core/error.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fusenet::networks::ssd {

/// A rectangle by its centre; all in shares of the image's width and height.
struct prior {
    float x = 0, y = 0, width = 0, height = 0;
};

/// A rectangle by its sides, in shares of the image; it may reach beyond it.
struct box {
    float left = 0, top = 0, right = 0, bottom = 0;
};

struct detection {
    int kind = 0;
    float score = 0;  // above 0, up to 1
    box where;
};

/// A map of cells x cells, and what lies around each cell's centre: a square of side `least`; one of side
/// sqrt(least * most), if there is a most; and for each ratio from 2 to `ratios` two rectangles of the first one's
/// area, one lying and one standing.
struct prior_map {
    int cells = 1;
    double least = 0, most = 0;  // in shares of the image
    int ratios = 1;

    constexpr int each() const { return 1 + (most > 0) + 2 * (ratios - 1); }
    constexpr int count() const { return cells * cells * each(); }
};

namespace detail {

/// Newton's, because std::sqrt is no constant expression.
constexpr double root(double square) {
    double x = square > 1 ? square : 1;
    for (double next = (x + square / x) / 2; next < x; next = (x + square / x) / 2) x = next;
    return x;
}

}  // namespace detail

/// All priors, map after map, row after row, in the order in which Caffe's PriorBox has those of a cell.
template <int Count, std::size_t Maps>
constexpr std::array<prior, Count> priors_of(const prior_map (&maps)[Maps]) {
    std::array<prior, Count> all{};
    std::size_t at = 0;
    for (const prior_map& map : maps) {
        std::array<prior, 16> around{};
        std::size_t shapes = 0;
        const auto add = [&](double width, double height) {
            around[shapes++] = {0, 0, static_cast<float>(width), static_cast<float>(height)};
        };
        add(map.least, map.least);
        if (map.most > 0) add(detail::root(map.least * map.most), detail::root(map.least * map.most));
        for (int ratio = 2; ratio <= map.ratios; ++ratio) {
            const double stretch = detail::root(ratio);
            add(map.least * stretch, map.least / stretch);
            add(map.least / stretch, map.least * stretch);
        }
        for (int y = 0; y < map.cells; ++y)
            for (int x = 0; x < map.cells; ++x)
                for (std::size_t k = 0; k < shapes; ++k) {
                    all[at] = around[k];
                    all[at].x = static_cast<float>((x + 0.5) / map.cells);
                    all[at++].y = static_cast<float>((y + 0.5) / map.cells);
                }
    }
    return all;
}

/// Where a box lies, from its prior and the network's four numbers: moves of the centre in tenths of the prior's
/// extent, and logarithms of its growth in fifths.
inline box decoded(const prior& from, const float* place) {
    const float x = from.x + 0.1f * place[0] * from.width, y = from.y + 0.1f * place[1] * from.height;
    const float width = from.width * std::exp(0.2f * place[2]), height = from.height * std::exp(0.2f * place[3]);
    return {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
}

/// The area of what two boxes share, as a share of what they cover together.
constexpr float overlap(const box& a, const box& b) {
    const auto area = [](const box& r) {
        return r.right > r.left && r.bottom > r.top ? (r.right - r.left) * (r.bottom - r.top) : 0.0f;
    };
    const float common = area(
        {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right), std::min(a.bottom, b.bottom)});
    return common > 0 ? common / (area(a) + area(b) - common) : 0.0f;
}

struct detect_options {
    float least_score = 0.25f;
    float most_overlap = 0.45f;  // of two boxes of one kind that both are kept
    int most_of_kind = 100;      // how many of a kind, the surest, are looked at
    int most = 100;              // how many are kept in all
};

/// Those that no surer one of their kind overlaps by more than is allowed, the surest first.
inline std::vector<detection> distinct(std::vector<detection> found, const detect_options& options = {}) {
    std::stable_sort(found.begin(), found.end(),
                     [](const detection& a, const detection& b) { return a.score > b.score; });
    std::vector<detection> kept;
    std::vector<int> seen;  // of each kind
    for (const detection& one : found) {
        const auto kind = static_cast<std::size_t>(one.kind);
        if (seen.size() <= kind) seen.resize(kind + 1);
        if (static_cast<int>(kept.size()) == options.most) break;
        if (seen[kind]++ >= options.most_of_kind) continue;
        const bool covered = std::any_of(kept.begin(), kept.end(), [&](const detection& other) {
            return other.kind == one.kind && overlap(other.where, one.where) > options.most_overlap;
        });
        if (!covered) kept.push_back(one);
    }
    return kept;
}

/// What a network saw in one image, the surest first. For each prior `places` has four numbers, and `scores` one for
/// each kind before their softmax, of which kind 0 is the background. What Caffe's DetectionOutput answers, but for the
/// order.
inline std::vector<detection> detect(std::span<const float> places, std::span<const float> scores,
                                     std::span<const prior> priors, const detect_options& options = {}) {
    if (priors.empty() || places.size() != 4 * priors.size() || scores.empty() || scores.size() % priors.size())
        raise("ssd::detect: " + std::to_string(priors.size()) + " priors do not fit " + std::to_string(places.size()) +
              " numbers of places and " + std::to_string(scores.size()) + " scores");
    const std::size_t kinds = scores.size() / priors.size();
    const float least = std::log(options.least_score);
    std::vector<detection> found;
    for (std::size_t at = 0; at < priors.size(); ++at) {
        const float* mine = scores.data() + at * kinds;
        const float largest = *std::max_element(mine, mine + kinds);
        if (std::all_of(mine + 1, mine + kinds, [&](float x) { return x - largest <= least; })) continue;  // mostly so
        float sum = 0;
        for (std::size_t kind = 0; kind < kinds; ++kind) sum += std::exp(mine[kind] - largest);
        for (std::size_t kind = 1; kind < kinds; ++kind)
            if (const float score = std::exp(mine[kind] - largest) / sum; score > options.least_score)
                found.push_back({static_cast<int>(kind), score, decoded(priors[at], places.data() + 4 * at)});
    }
    return distinct(std::move(found), options);
}

}  // namespace fusenet::networks::ssd
