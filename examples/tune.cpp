// Finds the target that suits a network on this machine, and writes it as a header for the next build.
// run: tuned_target.hpp
#include <fusenet/tune.hpp>
#include <iostream>

inline constexpr auto net = fusenet::input(56, 56, 24) | fusenet::conv<1, 1>(96) | fusenet::relu6() | fusenet::depthwise<3>({.pad = 1}) |
                            fusenet::relu6() | fusenet::conv<1, 1>(24);

int main(int argc, char** argv) {
    const fusenet::tuning found = fusenet::tune<net>(1, 0.2);
    for (const fusenet::tuned_target& one : found.tried)
        std::cout << one.microseconds << " us with l2 = " << one.machine.l2 << ", balance = " << one.machine.balance << '\n';
    std::cout << "the best is " << found.gain() << " times as fast as the untuned plan\n";
    if (argc > 1) found.write(argv[1], "net_target");
}
