// expect: map\(f\): f must capture plain values only
// about: network
#include <fusenet/layers/map.hpp>
#include <vector>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
float twice(float x) { return map([gain = 2.0f](auto y) { return y * gain; })(x); }
#else
float twice(float x) { return map([gains = std::vector<float>{2}](auto y) { return y * gains[0]; })(x); }
#endif
