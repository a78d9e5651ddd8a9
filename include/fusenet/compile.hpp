// compile<net>: a network ready to run: its plan as constants, its weights prepared, its arena.
#pragma once

#include <cstddef>
#include <fusenet/backends/cpu/pack.hpp>
#include <fusenet/backends/cpu/run.hpp>
#include <fusenet/core/error.hpp>
#include <fusenet/outside_work.hpp>
#include <fusenet/planned.hpp>
#include <fusenet/weights/arrange.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <memory>
#include <new>
#include <span>
#include <string>

namespace fusenet {

/// Floats aligned to 64 bytes.
class aligned_floats {
public:
    aligned_floats() = default;
    explicit aligned_floats(std::size_t count)
        : floats_(static_cast<float*>(::operator new((count + 16) * sizeof(float), std::align_val_t(64)))), count_(count) {
        for (std::size_t i = 0; i < count + 16; ++i) floats_[i] = 0;
    }

    float* data() const { return floats_.get(); }
    std::size_t size() const { return count_; }

private:
    struct release {
        void operator()(float* p) const { ::operator delete(p, std::align_val_t(64)); }
    };
    std::unique_ptr<float[], release> floats_;
    std::size_t count_ = 0;
};

/// compile<net> model("weights.safetensors"); model(image, scores);
///
/// Options as of `planned`. Weights are checked, folded and packed when they are loaded; a failed load leaves the
/// model as it was. Inference allocates nothing and takes no lock, and its answer does not depend on the number of
/// threads, unless a library is asked for, which promises neither. One model may serve several threads of the caller
/// if each brings its own arena.
template <const auto& Net, auto... Options>
class compile : public planned<Net, Options...> {
public:
    using plan = planned<Net, Options...>;
    static constexpr long long input_size = plan::input.size();
    static constexpr long long output_size = plan::output.size();

    /// With every parameter at its fallback: gains and variances one, all else zero.
    compile() : compile(parameters()) {}
    explicit compile(const parameter_set& given) : weights_(weight_floats), outside_(weights_.data(), 1) {
        threads(1);
        load(given);
    }
    /// From a safetensors file; needs <fusenet/weights/safetensors.hpp>, which <fusenet.hpp> includes.
    explicit compile(const std::string& path) : compile(from_file(path).value()) {}
    explicit compile(const char* path) : compile(std::string(path)) {}

    /// A fresh set of this network's parameters, to be filled by name and loaded.
    static parameter_set parameters() { return parameter_set(plan::parameter_table()); }

    /// Folds and packs. The set, or the file, must hold this network's tensors and no others, by name and extent; the
    /// order of a set does not matter.
    status try_load(const parameter_set& given) {
        const std::span<const parameter> table = plan::parameter_table();
        constexpr auto floats = static_cast<std::size_t>(plan::parameter_floats);
        if (given.table().data() == table.data() && given.values().size() == floats) return pack(given);
        const auto own = try_arrange(table, given);
        return own ? pack(*own) : status(own.why());
    }
    status try_load(const std::string& path) {
        const auto found = from_file(path);
        return found ? pack(*found) : status(found.why());
    }
    void load(const parameter_set& given) { try_load(given).require(); }
    void load(const std::string& path) { try_load(path).require(); }

    /// How many threads share an image from now on; the arena grows with them. Default 1.
    compile& threads(int count) {
        const int wanted = count < 1 ? 1 : count;
        if (wanted != threads_) outside_.threads(wanted);
        threads_ = wanted;
        arena_ = aligned_floats(arena_floats());
        outside_.at_home_in(arena_.data());
        return *this;
    }
    int threads() const { return threads_; }

    /// Bytes of the arena that `run` works in: those of the plan for so many threads and, behind them, what a library
    /// wants, which is only known at run time.
    long long working_bytes() const { return static_cast<long long>(arena_floats()) * 4; }
    /// How many stages a library computes: of those that the plan offers it may decline some, which it is slow at.
    int library_stages() const { return outside_.size(); }

    /// One or more images, one behind the other, NHWC; outputs likewise, in the network's order. A span of a wrong size
    /// is an error, and nothing is written.
    template <class... Outputs>
        requires(sizeof...(Outputs) == plan::output_count && (std::convertible_to<Outputs&, std::span<float>> && ...))
    void operator()(std::span<const float> in, Outputs&&... out) {
        const std::span<float> outs[] = {out...};
        const std::size_t images = in.size() / static_cast<std::size_t>(input_size);
        if (images < 1 || in.size() % static_cast<std::size_t>(input_size))
            raise(wrong_size("input", input_size, in.size()));
        float* at[plan::output_count];
        for (int k = 0; k < plan::output_count; ++k) {
            if (outs[k].size() != images * static_cast<std::size_t>(plan::output_at(k).size()))
                raise(wrong_size("output", plan::output_at(k).size() * static_cast<long long>(images), outs[k].size()));
            at[k] = outs[k].data();
        }
        run(in.data(), at, images, arena_.data());
    }

    /// The same without checks: `out` points to the outputs, `arena` to working_bytes() bytes that are aligned to 64,
    /// which without a library are arena_bytes_for(threads()). Safe to call from several threads with an arena each.
    void run(const float* in, float* const* out, std::size_t images, float* arena) const noexcept {
        float* at[plan::output_count];
        for (int k = 0; k < plan::output_count; ++k) at[k] = out[k];
        for (std::size_t i = 0; i < images; ++i) {
            cpu::run<plan>({in, at, weights_.data(), arena}, threads_, outside_.contractor());
            in += input_size;
            for (int k = 0; k < plan::output_count; ++k) at[k] += plan::output_at(k).size();
        }
    }

    /// One nest alone, on one thread, for measuring: what it reads must lie in the arena from a whole run. A nest that
    /// oneDNN takes uses all threads().
    template <int Nest>
    void run_nest(const float* in, float* const* out, float* arena) const noexcept {
        cpu::run_nest<plan, Nest>({in, out, weights_.data(), arena}, threads_, outside_.contractor());
    }

private:
    static constexpr std::size_t weight_floats = static_cast<std::size_t>(plan::layout.floats);
    std::size_t arena_floats() const {
        return static_cast<std::size_t>(plan::memory.arena_floats(threads_) + outside_.scratch_floats());
    }
    status pack(const parameter_set& own) {
        outside_.load(cpu::packer<plan>(own.values().data(), weights_.data()));
        return {};
    }
    /// Found by its arguments where this is used: whoever loads no file need not compile the reader.
    static result<parameter_set> from_file(const std::string& path) {
        constexpr bool reader_is_here = requires { try_load_safetensors(path, plan::parameter_table()); };
        static_assert(reader_is_here, "fusenet: to load a file, #include <fusenet/weights/safetensors.hpp>, which needs "
                                      "nlohmann-json");
        if constexpr (reader_is_here) return try_load_safetensors(path, plan::parameter_table());
        else return failure{};
    }
    static std::string wrong_size(const char* what, long long expected, std::size_t found) {
        return std::string(what) + ": expected " + std::to_string(expected) + " floats (or, for a batch, a multiple), found " +
               std::to_string(found);
    }

    aligned_floats weights_;
    outside_work<plan> outside_;
    aligned_floats arena_;
    int threads_ = 1;
};

}  // namespace fusenet
