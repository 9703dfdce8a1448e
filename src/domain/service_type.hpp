#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "base/field.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/words.hpp"

namespace pilotlight {

enum class Priority : std::uint8_t { low, medium, high, urgent };
template <>
inline constexpr auto names<Priority> =
    std::array<std::string_view, 4>{"low", "medium", "high", "urgent"};

/// How dangerous the matter is by its kind: an emergency is urgent whatever the caller says.
enum class Hazard : std::uint8_t { none, caution, emergency };
template <>
inline constexpr auto names<Hazard> =
    std::array<std::string_view, 3>{"none", "caution", "emergency"};

struct ServiceType;
using ServiceTypeId = Id<ServiceType>;

/// A kind of request (field.md §3.5). `aliases` are the words that the contracts of other systems
/// use for it; a word belongs to one type only.
struct ServiceType {
    ServiceTypeId id{};
    std::string slug{};
    std::string name{};
    std::string description{};
    std::int64_t estimated_time_hours = 24;
    Priority default_priority = Priority::medium;
    Hazard hazard = Hazard::none;
    Words aliases{};
    bool is_active = true;
    Instant created_at{};
    Instant updated_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &ServiceType::id, {}},
            Field{"slug",
                  &ServiceType::slug,
                  {.access = create_only,
                   .required = true,
                   .blank = false,
                   .length_max = word_length_max,
                   .doc = "Lower-case letters, digits, - and _; never changes."}},
            Field{"name",
                  &ServiceType::name,
                  {.access = writable, .required = true, .blank = false, .length_max = 100}},
            Field{
                "description", &ServiceType::description, {.access = writable, .length_max = 2000}},
            Field{"estimated_time_hours",
                  &ServiceType::estimated_time_hours,
                  {.access = writable, .doc = "1 to 8,760."}},
            Field{"default_priority", &ServiceType::default_priority, {.access = writable}},
            Field{"hazard",
                  &ServiceType::hazard,
                  {.access = writable, .doc = "An emergency is always urgent."}},
            Field{"aliases",
                  &ServiceType::aliases,
                  {.access = writable, .doc = "Words of other systems for this type."}},
            Field{"is_active",
                  &ServiceType::is_active,
                  {.access = writable, .doc = "An inactive type takes no new requests."}},
            Field{"created_at", &ServiceType::created_at, {}},
            Field{"updated_at", &ServiceType::updated_at, {}},
        };
    }
};

/// The type nearest to what a customer wrote freely: the one of that slug, alias or name; else an
/// emergency that is named, else the one it has most words in common with, the more dangerous
/// first; else the one for everything else (alias "other"). None only when there are no types.
const ServiceType* nearest_type(std::span<const ServiceType> types, std::string_view written);

inline constexpr std::int64_t estimated_time_hours_max = 8'760;

/// The word a contract's client sent for the type, as it is shown back: the word itself when the
/// type knows it, else the slug.
std::string_view shown_word(const ServiceType& type, std::string_view word);

/// A slug for the name: "Gas Leak Repair" is "gas_leak_repair"; "type" for a name without ASCII
/// letters and digits.
std::string slug_from(std::string_view name);

/// What is wrong with the type beyond its field rules; "" when nothing is.
std::string slug_fault(std::string_view slug);

}  // namespace pilotlight
