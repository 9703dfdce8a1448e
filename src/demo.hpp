#pragma once

#include <string>
#include <string_view>

#include "service/file_store.hpp"
#include "store/store.hpp"

namespace pilotlight {

inline constexpr std::string_view demo_password = "PilotlightDemo@2026";

/// Fills an empty store with people, requests in every state with their histories, and files; the
/// same people and texts every time, told as of the weeks before `now`. Does nothing to a store
/// that holds accounts.
Result<void> fill_demo(store::Store& store, service::FileStore& files, Instant now);

/// What the demo profile prints at its start: that it is no place for real data, and the log-ins.
std::string demo_banner(std::string_view address);

}  // namespace pilotlight
