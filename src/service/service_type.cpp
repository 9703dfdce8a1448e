#include "service/service_type.hpp"

#include <algorithm>

#include "service/audit.hpp"
#include "store/service_type.hpp"

namespace pilotlight::service::service_type {
namespace {

FieldErrors own_faults(const ServiceType& type) {
    FieldErrors faults;
    if (auto fault = slug_fault(type.slug); !fault.empty()) {
        faults.push_back({"slug", std::move(fault)});
    }
    if (type.estimated_time_hours < 1 || type.estimated_time_hours > estimated_time_hours_max) {
        faults.push_back({"estimated_time_hours",
                          "Ensure this value is between 1 and " +
                              std::to_string(estimated_time_hours_max) + "."});
    }
    return faults;
}

bool knows(const ServiceType& type, std::string_view word) {
    return word == type.slug || type.aliases.contains(word);
}

/// A word must lead to one type only.
void find_clashes(const ServiceType& type, const ServiceType& other, FieldErrors& faults) {
    if (other.id == type.id) return;
    if (knows(other, type.slug)) {
        faults.push_back({"slug", "Another service type has this word."});
    }
    for (const auto& word : type.aliases.list()) {
        if (!knows(other, word)) continue;
        faults.push_back({"aliases", "\"" + word + "\" belongs to another service type."});
    }
}

/// The slug of a type that came without one: its name's, numbered when another type has the word.
std::string free_slug(const std::vector<ServiceType>& others, std::string_view name) {
    const auto plain = slug_from(name);
    auto slug = plain;
    const auto is_taken = [&](const ServiceType& other) { return knows(other, slug); };
    for (int number = 2; std::ranges::any_of(others, is_taken); ++number) {
        const auto suffix = "_" + std::to_string(number);
        slug = plain.substr(0, word_length_max - suffix.size()) + suffix;
    }
    return slug;
}

Result<void> check(store::Read& read, const ServiceType& type) {
    auto faults = own_faults(type);
    const auto others = TRY(store::service_type::list(read, true));
    for (const auto& other : others) find_clashes(type, other, faults);
    if (!faults.empty()) return invalid(std::move(faults));
    if (!type.id && others.size() >= store::service_type::service_types_max) {
        return Error{.code = Code::conflict, .message = "There are too many service types."};
    }
    return {};
}

Result<void> tell(store::Tx& tx,
                  const Actor& actor,
                  const ServiceType& type,
                  std::string_view action,
                  Instant now) {
    return audit(tx,
                 {.actor = actor.account,
                  .subject_kind = "service_type",
                  .subject = type.id.value,
                  .action = action,
                  .detail = type.slug},
                 now);
}

}  // namespace

Result<ServiceType> create(store::Tx& tx, const Actor& actor, ServiceType draft, Instant now) {
    if (draft.slug.empty()) {
        const auto others = TRY(store::service_type::list(tx, true));
        draft.slug = free_slug(others, draft.name);
    }
    TRY(check(tx, draft));
    draft.created_at = draft.updated_at = now;
    draft.id = TRY(store::service_type::insert(tx, draft));
    TRY(tell(tx, actor, draft, "created", now));
    return draft;
}

Result<ServiceType> edit(store::Tx& tx,
                         const Actor& actor,
                         ServiceTypeId id,
                         const Decoded<ServiceType>& changes,
                         Instant now) {
    auto found = TRY(store::service_type::find(tx, id));
    if (!found) return not_found();
    if (!changes.apply_to(*found)) return *std::move(found);
    TRY(check(tx, *found));
    found->updated_at = now;
    TRY(store::service_type::update(tx, *found));
    TRY(tell(tx, actor, *found, "edited", now));
    return *std::move(found);
}

}  // namespace pilotlight::service::service_type
