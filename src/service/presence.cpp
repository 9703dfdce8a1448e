#include "service/presence.hpp"

#include <algorithm>

namespace pilotlight::service {
namespace {

bool is_over(const Present& person, Instant now) {
    return person.seen_at + presence_lifetime <= now;
}

void drop_expired(std::vector<Present>& people, Instant now) {
    std::erase_if(people, [now](const Present& person) { return is_over(person, now); });
}

}  // namespace

bool PresenceBoard::has_room(ServiceRequestId request, Instant now) {
    if (by_request_.size() < presence_requests_max || by_request_.contains(request)) return true;
    for (auto& [id, people] : by_request_) drop_expired(people, now);
    std::erase_if(by_request_, [](const auto& entry) { return entry.second.empty(); });
    return by_request_.size() < presence_requests_max;
}

bool PresenceBoard::say(ServiceRequestId request, Present person) {
    const auto now = person.seen_at;
    const std::lock_guard lock(mutex_);
    if (!has_room(request, now)) return false;
    auto& people = by_request_[request];
    drop_expired(people, now);
    const auto there = std::ranges::find(people, person.account, &Present::account);
    if (there != people.end()) {
        person.since = there->since;
        *there = std::move(person);
        return true;
    }
    if (people.size() >= presence_people_max) return false;
    person.since = now;
    people.push_back(std::move(person));
    return true;
}

void PresenceBoard::leave(ServiceRequestId request, AccountId account) {
    const std::lock_guard lock(mutex_);
    const auto found = by_request_.find(request);
    if (found == by_request_.end()) return;
    std::erase_if(found->second,
                  [account](const Present& person) { return person.account == account; });
    if (found->second.empty()) by_request_.erase(found);
}

std::vector<Present> PresenceBoard::at(ServiceRequestId request, Instant now) const {
    std::vector<Present> people;
    {
        const std::lock_guard lock(mutex_);
        const auto found = by_request_.find(request);
        if (found != by_request_.end()) people = found->second;
    }
    drop_expired(people, now);
    return people;
}

std::size_t PresenceBoard::size() const {
    const std::lock_guard lock(mutex_);
    return by_request_.size();
}

}  // namespace pilotlight::service
