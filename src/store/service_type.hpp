#pragma once

#include "domain/service_type.hpp"
#include "store/connection.hpp"

namespace pilotlight::store::service_type {

inline constexpr int service_types_max = 500;  // in all; a list is never longer

Result<std::optional<ServiceType>> find(Read& read, ServiceTypeId id);
/// By slug or by any alias, in lower case.
Result<std::optional<ServiceType>> find_by_word(Read& read, std::string_view word);
/// All of them, by id; inactive ones only when asked for.
Result<std::vector<ServiceType>> list(Read& read, bool with_inactive);

/// Fails with conflict when the slug is taken.
Result<ServiceTypeId> insert(Tx& tx, const ServiceType& type);
Result<void> update(Tx& tx, const ServiceType& type);

}  // namespace pilotlight::store::service_type
