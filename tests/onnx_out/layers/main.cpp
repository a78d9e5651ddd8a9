// Writes all cases of ONNX out into a folder, and the kinds of layers among them into kinds.txt.
#include <fstream>
#include <iostream>

#include "written.hpp"

int main(int argc, char** argv) try {
    using namespace fusenet::test;
    if (argc != 2) throw fusenet::error("usage: write_onnx FOLDER");
    const std::filesystem::path folder = argv[1];
    std::filesystem::remove_all(folder);  // or a case that is no more would be checked for ever
    std::filesystem::create_directories(folder);
    std::ofstream kinds(folder / "kinds.txt");
    int count = 0;
    for (const auto list : {contraction_cases, map_cases, move_cases, network_cases, norm_cases, pool_cases,
                            recurrence_cases})
        for (const onnx_case& one : list()) {
            one.write(one.name, folder, kinds);
            ++count;
        }
    std::cout << count << " files\n";
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
