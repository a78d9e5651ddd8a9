#include <fusenet.hpp>
#include <vector>

using namespace fusenet;

inline constexpr auto net = input(8, 8, 16) | conv<3, 3>(16) | relu();

int main() {
    compile<net, library::onednn> model;
    std::vector<float> in(model.input_size), out(model.output_size, 1.f);
    model(in, out);
    return model.library_stages() == 1 && out[0] == 0 ? 0 : 1;  // weights are 0 until others are loaded
}
