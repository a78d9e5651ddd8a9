// run: images through a planned network on the CPU, nest after nest, shared by threads in one parallel region.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <fusenet/backends/cpu/crew.hpp>
#include <fusenet/backends/cpu/emit.hpp>
#include <fusenet/core/executor.hpp>
#include <fusenet/schedule/pieces.hpp>
#include <utility>

namespace fusenet::cpu {

/// Images one behind the other, outputs likewise, and what they are worked on with.
struct images_in_use {
    const void* in = nullptr;  // values of the plan's `input_facts.type`
    float* const* out = nullptr;
    std::size_t first = 0, count = 0;
    const float* weights = nullptr;
    float* arena = nullptr;
    float* together = nullptr;  // as of memory_in_use
    int group = 1;              // so many images are one: those that pass the tail
};

namespace detail {

/// One of the images.
template <class Plan>
class image {
public:
    image(const images_in_use& all, std::size_t i, float* arena)
        : m{static_cast<const element_type<Plan::input_facts.type>*>(all.in) +
                (all.first + i) * static_cast<std::size_t>(Plan::input.size()),
            out_, all.weights, arena, all.together, nullptr, static_cast<int>(i), all.group} {
        for (int k = 0; k < Plan::output_count; ++k)
            out_[k] = all.out[k] + (all.first + i) * static_cast<std::size_t>(Plan::output_at(k).size());
    }
    image(const image&) = delete;
    image& operator=(const image&) = delete;

    const memory_in_use m;

private:
    float* out_[Plan::output_count];
};

/// Nests [first, end) in the calling thread.
template <class Plan, class Contractor>
void run_alone(const memory_in_use& m, int first, int end) {
    [&]<int... N>(std::integer_sequence<int, N...>) __attribute__((always_inline)) {
        [[maybe_unused]] const int done[] = {  // braces: clang folds at most 256 terms
            ([&]() __attribute__((always_inline)) {
                if (N < first || N >= end) return;
                emit<Plan, Contractor>::template run_nest<N>(m, m.arena + Plan::memory.bands[N], 0, 1);
                emit<Plan, Contractor>::template finish_nest<N>(m);
            }(), 0)...,
            0};
    }(std::make_integer_sequence<int, Plan::nest_count>());
}

/// The pieces of every nest, as functions to be called by number.
template <class Plan, class Contractor>
struct nest_functions {
    void (*piece[Plan::nest_count + 1])(const memory_in_use&, int piece, int pieces){};
    void (*finish[Plan::nest_count + 1])(const memory_in_use&){};

    constexpr nest_functions() {
        [&]<int... N>(std::integer_sequence<int, N...>) {
            [[maybe_unused]] const int set[] = {
                (piece[N] = run_piece<N>, finish[N] = emit<Plan, Contractor>::template finish_nest<N>, 0)..., 0};
        }(std::make_integer_sequence<int, Plan::nest_count>());
    }

private:
    template <int N>
    static void run_piece(const memory_in_use& m, int piece, int pieces) {
        float* bands = piece == 0 ? m.arena + Plan::memory.bands[N]
                                  : m.arena + Plan::memory.floats + (piece - 1) * Plan::memory.bands_most;
        emit<Plan, Contractor>::template run_nest<N>(m, bands, piece, pieces);
    }
};

/// A crew's job: nests [first, end) of each image. The first `apart` images are one phase, each of them done by one
/// thread in an arena of its own; of the others each nest is a phase.
template <class Plan, class Contractor>
class nests_of_images {
public:
    nests_of_images(const images_in_use& all, int first, int end, int threads, std::size_t apart)
        : all_(all), first_(first), nests_(end - first), threads_(threads), apart_(apart) {}

    std::uint32_t phases() const {
        return (apart_ > 0) + static_cast<std::uint32_t>(all_.count - apart_) * static_cast<unsigned>(nests_);
    }

    int pieces(std::uint32_t phase) const {
        if (of_images(phase)) return threads_;
        return std::min(threads_, int{Plan::pieces.most[nest_of(phase)]});
    }
    void run(std::uint32_t phase, int piece) {
        if constexpr (Plan::pieces.worth)
            if (!of_images(phase))
                return functions.piece[nest_of(phase)](image_of(phase).m, piece, pieces(phase));
        float* const arena = all_.arena + piece * Plan::memory.floats;
        for (std::size_t i; (i = next_.fetch_add(1, std::memory_order_relaxed)) < apart_;)
            run_alone<Plan, Contractor>(image<Plan>(all_, i, arena).m, first_, first_ + nests_);
    }
    void finish(std::uint32_t phase) {
        if constexpr (Plan::pieces.worth)
            if (!of_images(phase)) functions.finish[nest_of(phase)](image_of(phase).m);
    }

private:
    static constexpr nest_functions<Plan, Contractor> functions{};  // not for networks that threads take whole

    bool of_images(std::uint32_t phase) const { return phase == 0 && apart_ > 0; }
    unsigned walked(std::uint32_t phase) const { return phase - (apart_ > 0); }
    int nest_of(std::uint32_t phase) const {
        return first_ + static_cast<int>(walked(phase) % static_cast<unsigned>(nests_));
    }
    image<Plan> image_of(std::uint32_t phase) const {
        return image<Plan>(all_, apart_ + walked(phase) / static_cast<unsigned>(nests_), all_.arena);
    }

    const images_in_use all_;
    const int first_, nests_, threads_;
    const std::size_t apart_;
    std::atomic<std::size_t> next_{0};
};

/// At most so many images in one call of an executor, so that their phases can be counted.
inline constexpr std::size_t most_images = std::size_t{1} << 16;

/// How many of `images` whole threads take: those that they can take evenly, or all where sharing one is not worth it.
template <class Plan>
std::size_t images_apart(std::size_t images, int threads, sharing by) {
    const auto team = static_cast<std::size_t>(threads);
    const bool enough = static_cast<long long>(images) * Plan::pieces.work >= schedule::least_work(Plan::machine);
    if (by != sharing::batch || images < team || !enough) return 0;
    return Plan::pieces.worth ? images / team * team : images;
}

/// Nests [first, end) of all images, by one call of the executor if that is worth it.
template <class Plan, class Contractor>
void run_nests(const images_in_use& all, int first, int end, int threads, sharing by, executor_reference others) {
    const std::size_t apart = threads > 1 ? images_apart<Plan>(all.count, threads, by) : 0;
    if (threads == 1 || (!Plan::pieces.worth && apart == 0)) {
        for (std::size_t i = 0; i < all.count; ++i)
            run_alone<Plan, Contractor>(image<Plan>(all, i, all.arena).m, first, end);
        return;
    }
    using job_type = nests_of_images<Plan, Contractor>;
    job_type job(all, first, end, threads, apart);
    std::uint32_t shared = job.phases();  // what comes behind them nobody shares
    while (shared > 0 && job.pieces(shared - 1) == 1) --shared;
    crew<job_type> all_hands(job, shared);
    if (shared > 0) {
        others(threads, shared_work(all_hands));
        all_hands.work(0);  // what the executor left
    }
    for (std::uint32_t phase = shared; phase < job.phases(); ++phase) {
        job.run(phase, 0);
        job.finish(phase);
    }
}

/// All images, some at a time: each up to the tail, then these together through it.
template <class Plan, class Contractor>
void run_together(images_in_use all, int threads, sharing by, executor_reference others) {
    all.together = all.arena;
    all.arena += Plan::tail.handed;
    for (const std::size_t end = all.first + all.count; all.first < end; all.first += all.count) {
        all.count = std::min(end - all.first, static_cast<std::size_t>(Plan::tail.images));
        if constexpr (Plan::tail.first > 0) run_nests<Plan, Contractor>(all, 0, Plan::tail.first, threads, by, others);
        images_in_use group = all;
        group.count = 1, group.group = static_cast<int>(all.count);
        run_nests<Plan, Contractor>(group, Plan::tail.first, Plan::nest_count, threads, sharing::image, others);
    }
}

/// What a contractor needs to know to run nest `n`.
template <class Plan>
plan::library_call call_of(const memory_in_use& m, int n, float* scratch) {
    const auto& list = Plan::stages;
    const plan::stage& s = list.stages[Plan::nests.nests[n].first];
    auto memory_of = [&](int t) { return emit<Plan>::root_memory(m, list.tensors[t].storage) + list.tensors[t].channel; };
    plan::library_call call{memory_of(s.in), memory_of(s.out), {}, m.arena, scratch};
    for (int k = 0, joins = 0; k < s.steps; ++k)
        if (const int other = list.steps[s.first_step + k].other; other >= 0) call.others[joins++] = memory_of(other);
    return call;
}

}  // namespace detail

/// Nest `Nest` alone, in the calling thread; the arena is one for so many threads.
template <class Plan, int Nest, class Contractor>
void run_nest(const memory_in_use& m, int threads, sharing by, const Contractor& outside) noexcept {
    if (outside.takes(Nest)) {
        outside.run(Nest, detail::call_of<Plan>(m, Nest, m.arena + Plan::arena_floats(threads, by)));
        return;
    }
    emit<Plan, Contractor>::template run_nest<Nest>(m, m.arena + Plan::memory.bands[Nest], 0, 1);
    emit<Plan, Contractor>::template finish_nest<Nest>(m);
}

/// Images, in `threads` pieces that `others` may run at the same time. The arena has Plan::arena_bytes_for(threads, by)
/// bytes, best aligned to 64, and behind them what the contractor wants to work in. With our own kernels it allocates
/// nothing and takes no lock, whatever the executor does, and the answer is the same, bit for bit, for every number of
/// threads.
template <class Plan, class Contractor>
void run(images_in_use all, int threads, sharing by, executor_reference others, const Contractor& outside) noexcept {
    threads = std::clamp(threads, 1, most_threads);
    if constexpr (Plan::tail.images > 1)
        if (all.count > 1) return detail::run_together<Plan, Contractor>(all, threads, by, others);
    auto next_taken = [&](int n) {
        while (n < Plan::nest_count && !outside.takes(n)) ++n;
        return n;
    };
    const std::size_t end = all.first + all.count;
    const std::size_t together = next_taken(0) == Plan::nest_count ? detail::most_images : 1;
    for (; all.first < end; all.first += all.count) {
        all.count = std::min(end - all.first, together);
        for (int n = 0; n < Plan::nest_count;) {
            if (outside.takes(n)) {
                const detail::image<Plan> one(all, 0, all.arena);
                outside.run(n, detail::call_of<Plan>(one.m, n, all.arena + Plan::arena_floats(threads, by)));
                ++n;
            } else {
                const int until = next_taken(n);
                detail::run_nests<Plan, Contractor>(all, n, until, threads, by, others);
                n = until;
            }
        }
    }
}

}  // namespace fusenet::cpu
