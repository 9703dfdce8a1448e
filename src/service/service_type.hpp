#pragma once

#include "base/decode.hpp"
#include "domain/account.hpp"
#include "domain/service_type.hpp"
#include "store/connection.hpp"

namespace pilotlight::service::service_type {

/// A new kind of request. invalid_input for a slug or alias that another type has; without a slug
/// it gets one from its name.
Result<ServiceType> create(store::Tx& tx, const Actor& actor, ServiceType draft, Instant now);

/// Changes all but the slug.
Result<ServiceType> edit(store::Tx& tx,
                         const Actor& actor,
                         ServiceTypeId id,
                         const Decoded<ServiceType>& changes,
                         Instant now);

}  // namespace pilotlight::service::service_type
