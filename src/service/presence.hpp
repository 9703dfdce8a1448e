#pragma once
// Who has a request open just now. In memory only: it is of no use after a restart, and nothing is
// written for it.

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/service_request.hpp"

namespace pilotlight {

enum class PresenceState : std::uint8_t { viewing, replying };
template <>
inline constexpr auto names<PresenceState> = std::array<std::string_view, 2>{"viewing", "replying"};

namespace service {

inline constexpr std::chrono::seconds presence_lifetime{60};
inline constexpr std::size_t presence_requests_max = 10'000;  // watched at once
inline constexpr std::size_t presence_people_max = 50;        // at one request

/// One person at one request.
struct Present {
    AccountId account{};
    std::string name{};
    PresenceState state = PresenceState::viewing;
    Instant since{};    // when this visit began
    Instant seen_at{};  // said last; presence_lifetime later it is over
};

/// Memory is bounded: at the limits what has expired goes first, and then nobody more is taken in.
/// Any thread.
class PresenceBoard {
public:
    /// Says that the person is there. False when there is no room for one more.
    bool say(ServiceRequestId request, Present person);
    /// The person has closed it.
    void leave(ServiceRequestId request, AccountId account);
    /// Who is there, by the start of their visit.
    std::vector<Present> at(ServiceRequestId request, Instant now) const;
    /// Requests that are kept in mind.
    std::size_t size() const;

private:
    using People = std::vector<Present>;

    bool has_room(ServiceRequestId request, Instant now);

    mutable std::mutex mutex_{};
    std::unordered_map<ServiceRequestId, People> by_request_{};  // guarded by mutex_
};

}  // namespace service
}  // namespace pilotlight
