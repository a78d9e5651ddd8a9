#include "keyword.hpp"
#include <fusenet/variant.hpp>
template struct fusenet::variant_of<fusenet::compile<keyword>>;
