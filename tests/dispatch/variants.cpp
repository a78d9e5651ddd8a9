#include "nets.hpp"

#include <fusenet/variant.hpp>

template struct fusenet::variant_of<image_model>;
template struct fusenet::variant_of<signal_model>;
