// expect: to load a file, compile with -DFUSENET_HAS_JSON=1 and nlohmann-json
// about: options
// needs: json
#include <fusenet/compile.hpp>
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers.hpp>

using namespace fusenet;

inline constexpr auto net = input(4) | dense(2);
#ifdef FUSENET_ACCEPT
#include <fusenet/weights/safetensors.hpp>
void load(compile<net>& model) { model.load("weights.safetensors"); }
#else
void load(compile<net>& model) { model.load("weights.safetensors"); }  // without <fusenet/weights/safetensors.hpp>
#endif
