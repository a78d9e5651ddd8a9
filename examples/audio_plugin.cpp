// An audio plugin as a host calls it: a network that was taught an amplifier's sound, on block after block of samples.
// run:
//
// The audio thread allocates nothing, waits for nobody and calls nothing of the system. Models are loaded by another
// thread, handed over by one atomic pointer, and given back to be deleted there.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fusenet.hpp>
#include <iostream>
#include <memory>
#include <span>
#include <thread>
#include <utility>
#include <vector>

using namespace fusenet;

inline constexpr auto amplifier = input(1, 1) | lstm(16) | dense(1);
using model = stream<amplifier>;
static_assert(model::plan::weight_bytes < 8_KiB);  // the first cache holds it

/// What one thread hands to another, which never waits: one pointer, whose last bit says that it was taken before.
template <class T>
class handed_over {
public:
    handed_over() = default;
    handed_over(const handed_over&) = delete;
    handed_over& operator=(const handed_over&) = delete;
    ~handed_over() { give(nullptr); }

    /// The giving thread's: returns what the other is done with, or what it never took.
    std::unique_ptr<T> give(std::unique_ptr<T> next) noexcept {
        return std::unique_ptr<T>(reinterpret_cast<T*>(at_.exchange(bits(next.release())) & ~used));
    }
    /// The giving thread's: what the other is done with, if there is something.
    std::unique_ptr<T> collect() noexcept {
        std::uintptr_t seen = at_.load();
        if (!(seen & used) || !at_.compare_exchange_strong(seen, 0)) return nullptr;
        return std::unique_ptr<T>(reinterpret_cast<T*>(seen & ~used));
    }
    /// The taking thread's: puts the new one in place of `current`, which goes back; or leaves it.
    void take(T*& current) noexcept {
        const std::uintptr_t seen = at_.load();
        if (seen == 0 || seen & used) return;
        current = reinterpret_cast<T*>(at_.exchange(current ? bits(current) | used : 0));
    }

private:
    static constexpr std::uintptr_t used = 1;
    static_assert(alignof(T) > used && std::atomic<std::uintptr_t>::is_always_lock_free);
    static std::uintptr_t bits(T* p) { return reinterpret_cast<std::uintptr_t>(p); }
    std::atomic<std::uintptr_t> at_ = 0;
};

class plugin {
public:
    plugin() = default;
    plugin(const plugin&) = delete;
    plugin& operator=(const plugin&) = delete;
    ~plugin() { delete current_; }

    /// Any one thread's but the audio's. A model is loaded by `model("amplifier.safetensors")` and the like.
    std::unique_ptr<model> use(std::unique_ptr<model> next) noexcept { return next_.give(std::move(next)); }
    std::unique_ptr<model> collect() noexcept { return next_.collect(); }

    /// The host's, before it begins to play.
    void prepare() noexcept {
        next_.take(current_);
        if (current_) current_->reset();
    }
    /// The audio thread's.
    void process(std::span<const float> in, std::span<float> out) noexcept {
        next_.take(current_);
        float* const to[] = {out.data()};
        if (current_)
            current_->run(in.data(), to, in.size());
        else
            std::copy(in.begin(), in.end(), out.begin());
    }

private:
    handed_over<model> next_;
    model* current_ = nullptr;
};

namespace {

std::unique_ptr<model> load(std::uint64_t seed) {  // a real plugin reads a file
    parameter_set weights = model::parameters();
    weights.randomise(seed);
    return std::make_unique<model>(weights);
}

constexpr int block = 64, rate = 48000;

/// Whether both models, one after the other, sound as they do without a plugin.
bool sounds_right() {
    plugin tested;
    std::vector<float> in(block), heard(block), expected(block);
    for (int k = 0; k < block; ++k) in[static_cast<std::size_t>(k)] = std::sin(0.06f * static_cast<float>(k));
    tested.process(in, heard);
    bool right = heard == in;  // no model yet
    for (const std::uint64_t seed : {1u, 2u}) {
        const std::unique_ptr<model> alone = load(seed);
        right = right && !tested.use(load(seed));  // the one before was collected
        tested.prepare();
        for (int again = 0; again < 3; ++again) {
            tested.process(in, heard);
            alone->step(in, expected);
            right = right && heard == expected;
        }
        right = right && (tested.collect() != nullptr) == (seed == 2);  // the first model, when the second was taken
    }
    return right;
}

}  // namespace

int main() {
    if (!sounds_right()) {
        std::cerr << "the plugin answers otherwise than its model\n";
        return 1;
    }
    plugin played;
    played.use(load(1));
    played.prepare();

    std::atomic<bool> playing = true;
    int taken_back = 0;
    std::thread loader([&] {
        for (std::uint64_t seed = 2; playing; ++seed) {
            if (played.use(load(seed))) ++taken_back;  // deleted here
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    std::vector<float> in(block), out(block);
    float loudest = 0;
    std::chrono::duration<double> worst{}, all{};
    for (int k = 0; k < 10 * rate / block; ++k) {  // ten seconds of sound, as quick as they can be made
        for (int i = 0; i < block; ++i)
            in[static_cast<std::size_t>(i)] = std::sin(0.06f * static_cast<float>(block * k + i));
        const auto start = std::chrono::steady_clock::now();
        played.process(in, out);
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        worst = std::max(worst, passed), all += passed;
        for (const float y : out) loudest = std::max(loudest, std::abs(y));
    }
    playing = false;
    loader.join();
    std::cout << "loudest " << loudest << ", models given back while it played: " << taken_back
              << ", time taken of the time played: " << 100 * all.count() / 10 << " %, the longest block "
              << 1e6 * worst.count() << " of " << 1e6 * block / rate << " microseconds\n";
    return std::isfinite(loudest) ? 0 : 1;
}
