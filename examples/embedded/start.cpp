// What runs before main on a Cortex-M: the vector table, the floating point unit, and memory as C++ expects it.
#include <cstdint>

#include "semihosting.hpp"

#pragma GCC diagnostic ignored "-Wpedantic"  // only this may call main
int main();

extern "C" {
extern std::uint32_t stack_top, data_from, data_begin, data_end, bss_begin, bss_end;
using constructor = void (*)();
extern constructor init_array_begin, init_array_end;

[[noreturn]] void reset() {
    volatile std::uint32_t& coprocessors = *reinterpret_cast<std::uint32_t*>(0xE000ED88);
    coprocessors = coprocessors | 0xFu << 20;  // whoever uses floats before faults
    asm volatile("dsb\n\tisb" ::: "memory");
    const std::uint32_t* from = &data_from;
    for (std::uint32_t* to = &data_begin; to != &data_end;) *to++ = *from++;
    for (volatile std::uint32_t* to = &bss_begin; to != &bss_end; ++to) *to = 0;
    for (constructor* c = &init_array_begin; c != &init_array_end; ++c) (*c)();
    leave(main());
}

[[noreturn]] void fault() {
    say("fault\n");
    leave(2);
}
}

struct vector_table {
    std::uint32_t* stack;
    void (*handlers[15])();
};
[[gnu::section(".vectors"), gnu::used]] extern const vector_table vectors{
    &stack_top, {reset, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault}};
