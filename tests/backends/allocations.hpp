// How often this program has allocated, by operator new and where that can be seen by malloc.
#pragma once

namespace fusenet::test {

long long allocations();  // counted in cpu/allocation_test.cpp

}  // namespace fusenet::test
