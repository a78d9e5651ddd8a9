// needs: sndfile
// Whatever bytes a sound file has: examples/voice refuses it with a sentence, or reads finite samples, no more than the
// file can hold.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <string_view>

#include "../../examples/sound_file.hpp"
#include "demand.hpp"

namespace {

constexpr int rate = 16000;

/// Bytes as libsndfile reads a file.
struct file_in_memory {
    const std::uint8_t* data;
    sf_count_t size, at = 0;

    static file_in_memory& of(void* self) { return *static_cast<file_in_memory*>(self); }
    static sf_count_t length(void* self) { return of(self).size; }
    static sf_count_t tell(void* self) { return of(self).at; }
    static sf_count_t seek(sf_count_t offset, int whence, void* self) {
        file_in_memory& f = of(self);
        const sf_count_t to = whence == SEEK_SET ? offset : whence == SEEK_CUR ? f.at + offset : f.size + offset;
        if (to < 0 || to > f.size) return -1;
        return f.at = to;
    }
    static sf_count_t read(void* to, sf_count_t count, void* self) {
        file_in_memory& f = of(self);
        const sf_count_t got = std::clamp<sf_count_t>(count, 0, f.size - f.at);
        if (got > 0) std::memcpy(to, f.data + f.at, static_cast<std::size_t>(got));
        f.at += got;
        return got;
    }
    static sf_count_t write(const void*, sf_count_t, void*) { return 0; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    file_in_memory bytes{data, static_cast<sf_count_t>(size)};
    SF_VIRTUAL_IO as_file{file_in_memory::length, file_in_memory::seek, file_in_memory::read, file_in_memory::write,
                          file_in_memory::tell};
    SF_INFO info{};
    const open_sound file(sf_open_virtual(&as_file, SFM_READ, &info, &bytes), sf_close);
    try {
        const auto samples = samples_of(file, info, rate, "f");
        demand(bool(file) && info.channels > 0 && info.samplerate % rate == 0, "what is no sound is refused");
        demand(std::ranges::all_of(samples, [](float x) { return std::isfinite(x); }), "samples are finite");
    } catch (const std::exception& refused) {
        const std::string_view why = refused.what();
        demand(why.starts_with("f: ") && why.size() > 10, "a refusal says why");
    }
    return 0;
}
