// segments: from the probabilities of chunks to stretches of speech, as the package silero-vad cuts them.
#pragma once

#include <algorithm>
#include <vector>

struct segment {
    long long first = 0, end = 0;  // samples
};

/// Speech begins with a chunk whose probability is at least `threshold`, and ends where it stays below `lower` for
/// `silence` samples. What is no longer than `shortest` is dropped, and the rest widened by `margin` on each side.
class speech_segments {
public:
    int chunk = 512;
    float threshold = 0.5f, lower = 0.35f;
    long long silence = 1600, shortest = 4000, margin = 480;

    /// The next chunk's; returns whether a stretch of speech ended.
    bool take(float probability) {
        const long long now = at_;
        at_ += chunk;
        if (probability >= threshold) {
            quiet_since_ = none;
            if (begun_ == none) begun_ = now;
            return false;
        }
        if (probability >= lower || begun_ == none) return false;
        if (quiet_since_ == none) quiet_since_ = now;
        if (now - quiet_since_ < silence) return false;
        return end_at(quiet_since_);
    }
    /// The signal has ended after so many samples; returns whether a stretch of speech ended with it.
    bool stop(long long samples) { return begun_ != none && end_at(samples); }
    /// All stretches of a signal of so many samples, at its end.
    std::vector<segment> finish(long long samples) {
        stop(samples);
        std::vector<segment> widened = found_;
        for (std::size_t i = 0; i < widened.size(); ++i) {
            if (i == 0) widened[i].first = std::max(0LL, widened[i].first - margin);
            if (i + 1 == widened.size()) {
                widened[i].end = std::min(samples, widened[i].end + margin);
                break;
            }
            const long long between = widened[i + 1].first - widened[i].end, share = std::min(margin, between / 2);
            widened[i].end += share;
            widened[i + 1].first -= share;
        }
        return widened;
    }
    /// The last that ended, not widened.
    segment last() const { return found_.back(); }

private:
    static constexpr long long none = -1;
    long long at_ = 0, begun_ = none, quiet_since_ = none;
    std::vector<segment> found_;

    bool end_at(long long end) {
        const bool long_enough = end - begun_ > shortest;
        if (long_enough) found_.push_back({begun_, end});
        begun_ = quiet_since_ = none;
        return long_enough;
    }
};
