#pragma once

#include "base/field.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"

namespace pilotlight {

enum class JobState : std::uint8_t { queued, dead };
template <>
inline constexpr auto names<JobState> = std::array<std::string_view, 2>{"queued", "dead"};

struct Job;
using JobId = Id<Job>;

/// Work that outlives a restart: claimed by one runner at a time, tried again with growing pauses,
/// kept as dead when it has failed attempts_max times. At most one queued job of a kind and key.
struct Job {
    JobId id{};
    std::string kind{};
    std::string key{};
    JobState state = JobState::queued;
    Instant run_at{};
    std::int64_t attempts = 0;
    std::optional<Instant> claimed_until{};
    std::string last_error{};
    Instant created_at{};

    static constexpr auto fields() {
        return FieldList{
            Field{"id", &Job::id, {}},
            Field{"kind", &Job::kind, {}},
            Field{"job_key", &Job::key, {}},
            Field{"state", &Job::state, {}},
            Field{"run_at", &Job::run_at, {}},
            Field{"attempts", &Job::attempts, {}},
            Field{"claimed_until", &Job::claimed_until, {}},
            Field{"last_error", &Job::last_error, {}},
            Field{"created_at", &Job::created_at, {}},
        };
    }
};

inline constexpr std::int64_t job_attempts_max = 8;

/// The pause before the next try: 1 s, 2 s, 4 s ... at most an hour.
std::chrono::microseconds retry_delay(std::int64_t attempts);

}  // namespace pilotlight
