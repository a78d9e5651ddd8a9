// samples_of: what a sound file holds, at the rate that is asked for, or a sentence about why it cannot be had.
#pragma once

#include <sndfile.h>

#include <cmath>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using open_sound = std::unique_ptr<SNDFILE, int (*)(SNDFILE*)>;

/// The channels' mean; of a file whose rate is a multiple of `rate`, every so many samples. `name` stands in
/// complaints.
inline std::vector<float> samples_of(const open_sound& file, const SF_INFO& info, int rate, const std::string& name) {
    if (!file) throw std::runtime_error(name + ": " + sf_strerror(nullptr));
    if (info.samplerate < rate || info.samplerate % rate != 0)
        throw std::runtime_error(name + ": expected a sample rate of " + std::to_string(rate) +
                                 " Hz or a multiple, found " + std::to_string(info.samplerate));
    if (info.channels < 1) throw std::runtime_error(name + ": it has no channels");
    const auto channels = static_cast<std::size_t>(info.channels);
    const long long step = info.samplerate / rate;
    std::vector<float> frame(channels), samples;
    for (long long at = 0; sf_readf_float(file.get(), frame.data(), 1) == 1; ++at) {
        if (at % step != 0) continue;
        float sum = 0;
        for (const float x : frame) sum += x;
        if (!std::isfinite(sum))
            throw std::runtime_error(name + ": sample " + std::to_string(at) + " is no finite number");
        samples.push_back(sum / static_cast<float>(channels));
    }
    return samples;
}

inline std::vector<float> samples_of(const std::string& path, int rate) {
    SF_INFO info{};
    const open_sound file(sf_open(path.c_str(), SFM_READ, &info), sf_close);
    return samples_of(file, info, rate, path);
}
