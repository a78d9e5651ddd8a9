// executor: threads that share work, whoever owns them: a callable that is given the pieces of one run.
#pragma once

#include <memory>
#include <type_traits>

namespace fusenet {

/// The most that share a model's work.
inline constexpr int most_threads = 1024;

/// What threads divide: each image, or the images of a batch, each thread in an arena of its own; those of a batch that
/// are left over they divide each.
enum class sharing : unsigned char { image, batch };

/// The pieces of one run, as an executor sees them: work(k) does piece k, and helps with what else is to be done, until
/// nothing is left. Two pointers, to be copied as one likes; valid until the executor returns.
class shared_work {
public:
    shared_work() = default;
    template <class Job>
        requires requires(Job& job, int piece) { job.work(piece); }
    explicit shared_work(Job& job) noexcept
        : job_(&job), call_([](void* j, int piece) noexcept { static_cast<Job*>(j)->work(piece); }) {}

    void operator()(int piece) const noexcept { call_(job_, piece); }

private:
    void* job_ = nullptr;
    void (*call_)(void*, int) noexcept = nullptr;
};

/// executor(pieces, work) calls work(k) once for each k in [0, pieces), best all at the same time, each in a thread of
/// its own, one of them perhaps the caller's; and returns when these calls have returned. It must not throw.
///
/// Nothing goes wrong if it calls some later than others, one after the other, or not at all: whoever has come does the
/// work of those who have not, the caller of the executor in the end. It is then only slower; the answer is the same.
template <class E>
concept executor = std::is_invocable_v<E&, int, shared_work>;

/// An executor by reference, its type forgotten; it must outlive this.
class executor_reference {
public:
    template <executor E>
        requires(!std::is_same_v<std::remove_const_t<E>, executor_reference>)
    explicit executor_reference(E& e) noexcept
        : executor_(const_cast<void*>(static_cast<const void*>(std::addressof(e)))),
          call_([](void* to, int pieces, shared_work work) { (*static_cast<E*>(to))(pieces, work); }) {}

    void operator()(int pieces, shared_work work) const { call_(executor_, pieces, work); }

private:
    void* executor_;
    void (*call_)(void*, int, shared_work);
};

/// The calling thread alone.
struct calling_thread {
    void operator()(int, shared_work) const noexcept {}
};

static_assert(executor<calling_thread> && executor<executor_reference>);

}  // namespace fusenet
