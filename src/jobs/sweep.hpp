#pragma once

#include <functional>

#include "jobs/kinds.hpp"

namespace pilotlight::jobs {

/// Deletes in short transactions, so that other writers get their turn, until one deletes less than
/// it might.
Result<void> sweep(store::Store& store,
                   const std::function<Result<std::int64_t>(store::Tx&)>& some);

}  // namespace pilotlight::jobs
