#include <fusenet/core/shape.hpp>

static_assert(fusenet::shape::image(7, 5, 3).size() == 105);

int main() {}
