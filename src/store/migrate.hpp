#pragma once
// The schema's ledger: which migrations a database has had, and with which text.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/migration.hpp"
#include "store/store.hpp"

namespace pilotlight::store {

/// Brings the store to the last of `steps`, each in one transaction with its row in the ledger.
/// conflict, and nothing is changed, when the store has a step that is not among them or had it
/// with another text. Any store; SQL by the dialect's list only.
Result<void> migrate(Store& store, std::span<const Migration> steps);

/// The number of the last step that the database has had; 0 for a new one.
Result<int> schema_version(Read& read);

/// What keeps the database from being exactly at the last of `steps`, in sentences.
Result<std::vector<std::string>> check_schema(Read& read, std::span<const Migration> steps);

/// The statements of a migration, without comments between them and without the ";" at the end.
std::vector<std::string> statements_of(std::string_view text);

}  // namespace pilotlight::store
