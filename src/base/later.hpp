#pragma once

#include <functional>

namespace pilotlight {

/// Has a step run on the thread it was made for, after what that thread has to do already. When the
/// thread ends first: on the one that stops it, or never. For that thread only; may throw.
using Later = std::function<void(std::function<void()>)>;

}  // namespace pilotlight
