#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace pilotlight {

/// The versions of a thing that a change may meet: any, or one of those that the client has seen.
class ExpectedVersion {
public:
    ExpectedVersion() = default;                                        // any
    ExpectedVersion(std::int64_t version) : versions_(std::in_place) {  // NOLINT: one of one
        versions_->push_back(version);
    }
    explicit ExpectedVersion(std::vector<std::int64_t> any_of) : versions_(std::move(any_of)) {}

    bool allows(std::int64_t version) const {
        return !versions_ || std::ranges::find(*versions_, version) != versions_->end();
    }

private:
    std::optional<std::vector<std::int64_t>> versions_{};
};

}  // namespace pilotlight
