#pragma once

#include <atomic>

#include "base/instant.hpp"
#include "base/password.hpp"
#include "base/settings.hpp"
#include "base/throttle.hpp"
#include "base/worker_pool.hpp"
#include "http/notice_tail.hpp"
#include "http/stream_seats.hpp"
#include "service/access.hpp"
#include "service/file_store.hpp"
#include "service/presence.hpp"
#include "store/store.hpp"

namespace pilotlight::http {

/// What the program knows of itself.
struct ProgramFacts {
    std::string_view version{};
    Instant started_at{};
    std::chrono::steady_clock::time_point steady_start = std::chrono::steady_clock::now();
    std::span<const Source> sources{};  // of each of setting_rows()
};

/// Everything a handler may use; made in main, outlives the server. Each member is safe to use from
/// any thread.
struct Desk {
    const Settings& settings;
    const Clock& clock;
    store::Store& store;
    service::Access& access;
    service::FileStore& files;
    WorkerPool& pool;        // password hashing and file IO
    WorkerPool& long_reads;  // answers for whose reads an IO thread has no time
    NoticeTail& notices;
    StreamSeats& streams;
    Throttle login_failures_by_account;
    Throttle login_failures_by_address;
    Throttle registrations_by_address;
    Throttle leak_reports_by_address;
    Throttle leak_reports;  // all together, under one key
    Throttle changes_by_customer;
    Throttle files_by_customer;
    service::PresenceBoard presence{};
    std::atomic<std::int64_t> imported_iterations_max{-1};  // of log-ins; -1: not looked up yet
    ProgramFacts program{};

    PasswordPolicy password_policy() const {
        return settings.profile == Profile::demo ? PasswordPolicy::length_only
                                                 : PasswordPolicy::strict;
    }
};

}  // namespace pilotlight::http
