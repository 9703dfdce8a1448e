#include "store/service_type.hpp"

#include "store/list.hpp"

namespace pilotlight::store::service_type {
namespace {

constexpr auto by_id =
    query_of<ServiceType>("service_type_by_id", "SELECT {columns} FROM service_type WHERE id = ?");
constexpr auto by_slug = query_of<ServiceType>("service_type_by_slug",
                                               "SELECT {columns} FROM service_type WHERE slug = ?");
constexpr auto by_alias = query_of<ServiceType>(
    "service_type_by_alias",
    "SELECT {columns} FROM service_type WHERE aliases LIKE ? ESCAPE '!' LIMIT 1");
constexpr auto every = query_of<ServiceType>(
    "service_type_list", "SELECT {columns} FROM service_type WHERE is_active >= ? ORDER BY id");
constexpr auto insert_type = query_of<ServiceType>(
    "service_type_insert", "INSERT INTO service_type {insert} {returning_id}");
constexpr auto update_type =
    query_of<ServiceType>("service_type_update", "UPDATE service_type SET {assign} WHERE id = ?");

}  // namespace

Result<std::optional<ServiceType>> find(Read& read, ServiceTypeId id) {
    return read.one<ServiceType>(by_id, {to_value(id)});
}

Result<std::optional<ServiceType>> find_by_word(Read& read, std::string_view word) {
    auto found = TRY(read.one<ServiceType>(by_slug, {word}));
    // A comma parts aliases, so no alias holds one: "a,b" would be found across two of them.
    if (found || word.empty() || word.find(',') != std::string_view::npos) return found;
    const auto pattern = like_word(word);
    return read.one<ServiceType>(by_alias, {to_value(pattern)});
}

Result<std::vector<ServiceType>> list(Read& read, bool with_inactive) {
    return read.all<ServiceType>(every, {to_value(!with_inactive)});
}

Result<ServiceTypeId> insert(Tx& tx, const ServiceType& type) {
    const auto id = TRY(tx.insert(insert_type, type));
    return ServiceTypeId{id};
}

Result<void> update(Tx& tx, const ServiceType& type) {
    TRY(tx.update(update_type, type));
    return {};
}

}  // namespace pilotlight::store::service_type
