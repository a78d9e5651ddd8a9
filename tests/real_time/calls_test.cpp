// needs: own_new
// Counts calls that may wait, by functions of this program in front of the libraries'; and the guard against the
// system's.
#include "calls.hpp"

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <new>
#include <thread>

#include "../support.hpp"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if !defined(__has_feature)
#define FUSENET_HAS_OWN_CALLS 1
#elif !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) && !__has_feature(memory_sanitizer)
#define FUSENET_HAS_OWN_CALLS 1
#endif
#endif
#ifndef FUSENET_HAS_OWN_CALLS
#define FUSENET_HAS_OWN_CALLS 0  // a sanitizer has its own, and calls the system itself
#endif

#if FUSENET_HAS_OWN_CALLS
#include <dlfcn.h>
#include <pthread.h>
#endif
#if FUSENET_HAS_OWN_CALLS && defined(__linux__)
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace {

using fusenet::test::call;

std::atomic<long long> calls[fusenet::test::call_names.size()];

void count(call c) { ++calls[static_cast<std::size_t>(c)]; }

void* counted_new(std::size_t bytes, std::size_t alignment) {
    count(call::operator_new);
    const std::size_t whole = (bytes + alignment - 1) / alignment * alignment;
    if (void* p = std::aligned_alloc(alignment, whole == 0 ? alignment : whole)) return p;
    std::abort();
}
[[gnu::noinline]] void release(void* p) { std::free(p); }  // out of line: GCC 12 misses the new that goes with it

}  // namespace

void* operator new(std::size_t n) { return counted_new(n, alignof(std::max_align_t)); }
void* operator new[](std::size_t n) { return counted_new(n, alignof(std::max_align_t)); }
void* operator new(std::size_t n, std::align_val_t a) { return counted_new(n, static_cast<std::size_t>(a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return counted_new(n, static_cast<std::size_t>(a)); }
void operator delete(void* p) noexcept { release(p); }
void operator delete[](void* p) noexcept { release(p); }
void operator delete(void* p, std::size_t) noexcept { release(p); }
void operator delete[](void* p, std::size_t) noexcept { release(p); }
void operator delete(void* p, std::align_val_t) noexcept { release(p); }
void operator delete[](void* p, std::align_val_t) noexcept { release(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { release(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { release(p); }

#if FUSENET_HAS_OWN_CALLS
namespace {

/// Counts, and goes on to the function of that name in the library behind.
template <class Function, class... Arguments>
auto behind(call c, const char* name, Arguments... arguments) {
    count(c);
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name))(arguments...);
}

}  // namespace

extern "C" {
void* __libc_malloc(std::size_t) noexcept;
void* __libc_calloc(std::size_t, std::size_t) noexcept;
void* __libc_realloc(void*, std::size_t) noexcept;
void* malloc(std::size_t n) noexcept { return count(call::allocation), __libc_malloc(n); }
void* calloc(std::size_t n, std::size_t m) noexcept { return count(call::allocation), __libc_calloc(n, m); }
void* realloc(void* p, std::size_t n) noexcept { return count(call::allocation), __libc_realloc(p, n); }

int pthread_mutex_lock(pthread_mutex_t* m) noexcept {
    return behind<int(pthread_mutex_t*)>(call::mutex, "pthread_mutex_lock", m);
}
int pthread_mutex_trylock(pthread_mutex_t* m) noexcept {
    return behind<int(pthread_mutex_t*)>(call::mutex, "pthread_mutex_trylock", m);
}
int pthread_mutex_unlock(pthread_mutex_t* m) noexcept {
    return behind<int(pthread_mutex_t*)>(call::mutex, "pthread_mutex_unlock", m);
}
int pthread_cond_wait(pthread_cond_t* c, pthread_mutex_t* m) {
    return behind<int(pthread_cond_t*, pthread_mutex_t*)>(call::condition, "pthread_cond_wait", c, m);
}
int pthread_cond_signal(pthread_cond_t* c) noexcept {
    return behind<int(pthread_cond_t*)>(call::condition, "pthread_cond_signal", c);
}
int pthread_cond_broadcast(pthread_cond_t* c) noexcept {
    return behind<int(pthread_cond_t*)>(call::condition, "pthread_cond_broadcast", c);
}
int pthread_once(pthread_once_t* o, void (*function)()) {
    return behind<int(pthread_once_t*, void (*)())>(call::once, "pthread_once", o, function);
}
int pthread_create(pthread_t* t, const pthread_attr_t* a, void* (*function)(void*), void* given) noexcept {
    return behind<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>(call::thread, "pthread_create", t, a,
                                                                                   function, given);
}
}
#endif

namespace fusenet::test {

counts all_calls() {
    counts now{};
    for (std::size_t k = 0; k < now.size(); ++k) now[k] = calls[k];
    return now;
}

bool counted(call c) { return FUSENET_HAS_OWN_CALLS || c == call::operator_new; }

void make_every_call() {
    std::vector<float> some(100);
    for (float& x : some) x = 1;
#if FUSENET_HAS_OWN_CALLS
    void* volatile p = std::malloc(100);
    std::free(p);
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    pthread_cond_signal(&condition);
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, [] {});
    std::thread([] {}).join();
#endif
}

#if FUSENET_HAS_OWN_CALLS && defined(__linux__)
outcome runs_without_system(const std::function<void()>& runs) {
    constexpr int no_guard = 77;
    const pid_t child = fork();
    if (child < 0) return outcome::unknown;
    if (child == 0) {
        runs();  // once before: the first call of a function may be resolved by the system's loader
        sock_filter steps[] = {
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit, 0, 1),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL)};
        const sock_fprog program{sizeof steps / sizeof *steps, steps};
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
            _exit(no_guard);
        runs();
        syscall(SYS_exit, 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return outcome::ended;
    return WEXITSTATUS(status) == 0 ? outcome::fine : outcome::unknown;
}
void call_the_system() { syscall(SYS_getppid); }
#else
outcome runs_without_system(const std::function<void()>&) { return outcome::unknown; }
void call_the_system() {}
#endif

}  // namespace fusenet::test
