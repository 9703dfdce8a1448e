#pragma once

#include <string>

namespace pilotlight::http {

/// 128 random bits as 32 hex digits: names for requests and spool files. Unique, not secret. Any
/// thread.
std::string random_id();

}  // namespace pilotlight::http
