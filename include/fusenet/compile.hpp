// compile<net>: a network ready to run: its plan as constants, its weights prepared, its arena.
#pragma once

#include <fusenet/core/element.hpp>  // first: what complaints say of the way to it stays short

#include <cstddef>
#include <fusenet/backends/cpu/one_isa.hpp>
#include <fusenet/backends/cpu/run.hpp>
#include <fusenet/core/aligned_floats.hpp>
#include <fusenet/core/error.hpp>
#include <fusenet/loadable.hpp>
#include <fusenet/own_threads.hpp>
#include <fusenet/planned.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/value_source.hpp>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace fusenet {

/// compile<net> model("weights.safetensors"); model(image, scores);
///
/// Options as of `planned`. Weights are checked, folded and packed when they are loaded; a failed load leaves the
/// model as it was. Inference allocates nothing and takes no lock, and its answer does not depend on the number of
/// threads nor on whose they are. A library that is asked for promises neither. One model may serve several threads of
/// the caller if each brings its own arena.
///
/// All that includes fusenet in one program must be compiled with the same flags, -m... and FUSENET_HAS_... included:
/// they decide the plan and the vectors, not the names of the functions, of which the linker keeps one of each.
template <const auto& Net, auto... Options>
    requires constexpr_network<Net>
class compile : public planned<Net, Options...>, public loadable<planned<Net, Options...>> {
    using base = loadable<planned<Net, Options...>>;

public:
    using plan = planned<Net, Options...>;
    using input_element = element_type<plan::input_facts.type>;
    static_assert(detail::library_missing_for<plan>() != library::onednn,
                  "fusenet: library::onednn needs oneDNN 3 or later: link fusenet::onednn, which is there if CMake finds "
                  "dnnl; without CMake define FUSENET_HAS_ONEDNN and link dnnl");
    static_assert(detail::library_missing_for<plan>() != library::eigen, "fusenet: library::eigen needs #include <fusenet/eigen.hpp>");
    static_assert(!plan::streams, "fusenet: `streamed` is an option of stream<net>, which keeps what compile<net> begins anew");
    static constexpr long long input_size = plan::input.size();
    static constexpr long long output_size = plan::output.size();

    /// With every parameter at its fallback: gains and variances one, all else zero.
    compile() : compile(no_weights()) { this->weights_.take_fallbacks(this->outside_); }
    explicit compile(const parameter_set& given) : compile(no_weights()) { base::load(given); }
    /// From a safetensors file; needs <fusenet/weights/safetensors.hpp>, which <fusenet.hpp> includes.
    explicit compile(const std::string& path) : compile(no_weights()) { base::load(path); }
    explicit compile(const char* path) : compile(std::string(path)) {}
    /// From any source: a file opened with options, a folder of .npy files, constants.
    explicit compile(value_source& given) : compile(no_weights()) { base::load(given); }
    explicit compile(value_source&& given) : compile(given) {}

    static constexpr int most_threads = fusenet::most_threads;

    /// From now on so many threads, 1 to most_threads, share a run: those of a `team` of the model's own, which is made
    /// here. The arena grows with them. Default 1, and always 1 where there are no threads. Where memory or threads do
    /// not suffice, the model stays as it was.
    compile& threads(int count, sharing by = sharing::image) {
        check_threads(count);
        if (!team_of_its_own::any) count = 1;
        team_of_its_own own(plan::pieces.worth || by == sharing::batch ? count : 1);
        divide(count, by, own.reference());
        own_ = std::move(own);
        return *this;
    }
    /// The same for threads of the caller, an `executor`, which must outlive its use.
    template <executor Executor>
    compile& threads(int count, Executor& others, sharing by = sharing::image) {
        check_threads(count);
        divide(count, by, executor_reference(others));
        own_ = team_of_its_own(1);
        return *this;
    }
    /// How many threads share a run.
    int threads() const { return threads_; }

    /// Bytes of the arena that `run` works in: those of the plan for so many threads and, behind them, what a library
    /// wants, which is only known at run time.
    long long working_bytes() const { return working_bytes(threads_, by_); }
    long long working_bytes(int threads, sharing by = sharing::image) const {
        return static_cast<long long>(arena_floats(threads, by)) * 4;
    }
    /// How many stages a library computes: of those that the plan offers it may decline some, which it is slow at.
    int library_stages() const { return this->outside_.size(); }

    /// One or more images, one behind the other, of input_element as input(...) says; outputs likewise, NHWC, in the
    /// network's order. It is an error, and nothing is written, if a span has a wrong size, or if an output overlaps the input or another.
    template <class... Outputs>
        requires(sizeof...(Outputs) == plan::output_count && (std::convertible_to<Outputs&, std::span<float>> && ...))
    void operator()(std::span<const input_element> in, Outputs&&... out) {
        require_whole("run");
        const std::span<float> outs[] = {out...};
        const std::size_t images = in.size() / static_cast<std::size_t>(input_size);
        if (images < 1 || in.size() % static_cast<std::size_t>(input_size))
            raise(detail::wrong_size("input", input_size, "values or, for a batch, a multiple", in.size()));
        float* at[plan::output_count];
        detail::place_outputs<plan>(std::as_bytes(in), outs, images, false, at);
        run(in.data(), at, images, arena_.data());
    }

    /// The same without checks: `out` points to the outputs, `arena` to working_bytes() bytes, which without a library
    /// are arena_bytes_for(threads()). Input, outputs and arena must not overlap. An arena is best aligned to 64, which is
    /// quicker; right it is with the alignment of a float. Not of a model that was moved from. Safe to call from several
    /// threads with an arena each.
    void run(const input_element* in, float* const* out, std::size_t images, float* arena) const noexcept {
        cpu::run<plan>({in, out, 0, images, this->weights_.data(), arena}, threads_, by_, others_, this->outside_.contractor());
    }
    /// The same in `count` pieces, at most most_threads, that `others` may run at the same time; the arena has
    /// working_bytes(count, by) bytes. An executor that throws ends the program.
    template <executor Executor>
    void run(const input_element* in, float* const* out, std::size_t images, float* arena, int count, Executor& others,
             sharing by = sharing::image) const noexcept {
        cpu::run<plan>({in, out, 0, images, this->weights_.data(), arena}, count, by, executor_reference(others),
                       this->outside_.contractor());
    }

    /// One nest alone, on one thread, for measuring: what it reads must lie in the arena from a whole run. A nest that
    /// oneDNN takes uses all threads().
    template <int Nest>
    void run_nest(const input_element* in, float* const* out, float* arena) const noexcept {
        cpu::run_nest<plan, Nest>({in, out, this->weights_.data(), arena}, threads_, by_, this->outside_.contractor());
    }

    /// An image of the wrong type: a sentence in place of a list of candidates.
    template <image_of_other_element<input_element> Image, class... Outputs>
    void operator()(const Image&, Outputs&&...) {
        refuse_element<input_element>();
    }
    template <other_element<input_element> Other, class... Rest>
    void run(const Other*, Rest&&...) const {
        refuse_element<input_element>();
    }

private:
    using team_of_its_own = own_threads<resolved(plan::wanted)>;

    struct no_weights {};
    explicit compile(no_weights) : arena_(arena_floats(1, sharing::image)) {
        this->outside_.at_home_in(arena_.data());
    }

    std::size_t arena_floats(int threads, sharing by) const {
        return static_cast<std::size_t>(plan::arena_floats(threads, by) + this->outside_.scratch_floats());
    }
    void check_threads(int count) const {
        require_whole("threads");
        if (count < 1 || count > most_threads)
            raise("threads: expected 1 to " + std::to_string(most_threads) + ", found " + std::to_string(count));
    }
    void divide(int count, sharing by, executor_reference others) {
        if (count != threads_ || by != by_) {
            struct following {
                outside_work<plan>& library;
                int back_to;
                bool done = false;
                ~following() {
                    if (!done) library.threads(back_to);
                }
            } change{this->outside_, threads_};
            this->outside_.threads(count);  // before the arena, of which it wants its part
            aligned_floats arena(arena_floats(count, by));
            change.done = true;
            arena_ = std::move(arena);
            threads_ = count;
            by_ = by;
            this->outside_.at_home_in(arena_.data());
        }
        others_ = others;
    }
    void require_whole(const char* what) const {
        if (!arena_.data()) raise(std::string(what) + detail::moved_from);
    }
    aligned_floats arena_;
    int threads_ = 1;
    sharing by_ = sharing::image;
    team_of_its_own own_{1};
    executor_reference others_ = own_.reference();
};

}  // namespace fusenet
