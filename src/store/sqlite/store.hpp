#pragma once

#include "store/store.hpp"

namespace pilotlight::store::sqlite {

/// The store of a folder: pilotlight.db with its write-ahead log, and "lock".
Result<std::unique_ptr<Store>> open(const Options& options);

}  // namespace pilotlight::store::sqlite
