// What an engine's source says: how it makes a case, which engine.cpp offers to compare.py behind C functions.
#pragma once

#include <memory>
#include <string>

namespace small {

/// A network with its weights and its state.
struct running {
    virtual ~running() = default;
    /// The next `pieces` pieces of its signal, or so many images.
    virtual void run(const float* in, float* out, long long pieces) = 0;
    /// The signal begins anew.
    virtual void reset() {}
};

/// Makes the case that a JSON text of compare.py's describes; throws where this engine has none of that name.
std::unique_ptr<running> make(const std::string& task);

}  // namespace small
