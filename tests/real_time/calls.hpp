// What a program calls that may wait: allocations, locks, and the system; counted by the functions of calls_test.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <functional>

namespace fusenet::test {

enum class call { operator_new, allocation, mutex, condition, once, thread };
inline constexpr std::array call_names{"operator new", "malloc and its kin", "a mutex", "a condition variable", "once",
                                       "a thread"};
using counts = std::array<long long, call_names.size()>;

/// So often each was called by this program.
counts all_calls();
/// Calls each that is counted in this build; the others stay at 0 and `counted` says so.
void make_every_call();
bool counted(call c);

enum class outcome { fine, ended, unknown };

/// Runs a function in a child of this program, which the system ends at the first call; unknown where there is no such
/// guard.
outcome runs_without_system(const std::function<void()>& runs);
void call_the_system();

}  // namespace fusenet::test
