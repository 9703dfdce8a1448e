#pragma once

#include <span>
#include <string_view>

namespace pilotlight::store {

/// One step of the schema, from src/store/migrations/NNNN_name.sql; append-only: a released file is
/// never edited. Statements end with ";" at the end of a line. Braces are the dialect's list.
struct Migration {
    int number;
    std::string_view name;
    std::string_view text;
};

/// All steps in number order, from 1 without a gap; embedded by cmake/migrations.cmake.
std::span<const Migration> migrations();

}  // namespace pilotlight::store
