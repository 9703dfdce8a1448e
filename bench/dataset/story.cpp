#include "dataset/story.hpp"

#include <fmt/format.h>

namespace pilotlight::bench {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Half of all activity comes from a fiftieth of the customers; nobody has more than a thousandth.
constexpr double activity_flatness = 40;
constexpr double open_age_max = 0.03;  // the newest part of the requests is still worked on
constexpr int assigned_percent = 95;
constexpr int cancelled_percent = 8;
constexpr std::size_t file_every = 500;
constexpr std::size_t ticket_every = 10;

}  // namespace

Teller::Teller(std::uint64_t seed, const Cast& cast, std::vector<ServiceType> types)
    : random_(seed),
      cast_(cast),
      types_(std::move(types)),
      by_activity_(cast.customers, activity_flatness),
      by_type_(types_.size(), 1) {}

std::string Teller::customer_name(std::size_t number) {
    return fmt::format("bench_customer_{}", number);
}

Account Teller::person(std::size_t position) {
    constexpr std::size_t staff = 1 + Cast::support + Cast::technicians;
    constexpr std::int64_t first_phone = 7'000'000'000;
    Account account{.first_name = texts_.first_name(random_),
                    .last_name = texts_.last_name(random_),
                    .phone_number = fmt::format("+91{}", first_phone + position),
                    .address = texts_.place(random_).address};
    if (position == 0) {
        account.role = Role::admin;
        account.username = "bench_admin";
    } else if (position <= Cast::support) {
        account.role = Role::support;
        account.username = fmt::format("bench_support_{}", position - 1);
    } else if (position < staff) {
        account.role = Role::technician;
        account.username = fmt::format("bench_technician_{}", position - 1 - Cast::support);
    } else {
        account.username = customer_name(position - staff);
        account.is_active = (position - staff) % 100 != 99;  // so that twenty of the small desk
    }
    account.email = account.username + "@example.com";
    account.customer_number = fmt::format("CUST{:08X}", position);
    set_identity_keys(account);
    return account;
}

ServiceRequest Teller::drafted(Instant opened_at) {
    const auto& type = types_[by_type_.draw(random_)];
    ServiceRequest request{.customer = cast_.customer(by_activity_.draw(random_)),
                           .service_type = type.id,
                           .title = texts_.title(random_),
                           .description = texts_.description(random_),
                           .created_at = opened_at,
                           .updated_at = opened_at};
    request.priority = effective_priority(type, std::nullopt);
    if (random_.chance(15)) request.priority = effective_priority(type, Priority::high);
    return request;
}

/// How far it has come, and with whom.
void Teller::decide(Story& story, double age) {
    auto& request = story.request;
    if (age >= open_age_max) {
        const bool given_up = random_.chance(cancelled_percent);
        request.status = given_up ? Status::cancelled : Status::resolved;
    } else if (random_.chance(60)) {
        request.status = Status::in_progress;
    }
    if (!random_.chance(assigned_percent)) return;
    request.assigned_to = random_.chance(70) ? cast_.supporter(random_.below(Cast::support))
                                             : cast_.technician(random_.below(Cast::technicians));
}

Step Teller::line(const Story& story, EventKind kind, std::optional<AccountId> actor) {
    return {.event = {.actor = actor, .kind = kind, .created_at = story.request.updated_at},
            .comment = {}};
}

Instant Teller::later(const Story& story, seconds at_most) {
    const auto span = static_cast<std::size_t>(at_most.count());
    return story.request.updated_at + seconds(1 + static_cast<std::int64_t>(random_.below(span)));
}

void Teller::open(Story& story) {
    auto& request = story.request;
    auto opened = line(story, EventKind::opened, request.customer);
    for (const auto& type : types_) {
        if (type.id == request.service_type) opened.event.to_value = type.slug;
    }
    story.steps.push_back(std::move(opened));
    if (!request.assigned_to) return;
    auto assigned = line(story, EventKind::assigned, {});
    assigned.event.to_value = fmt::format("{}", request.assigned_to->value);
    story.steps.push_back(std::move(assigned));
}

void Teller::work(Story& story) {
    auto& request = story.request;
    const auto worker = request.assigned_to.value_or(cast_.supporter(0));
    const auto move = [&](Status from, Status to, AccountId actor) {
        request.updated_at = later(story, hours{30});
        auto step = line(story, EventKind::status_changed, actor);
        step.event.from_value = name_of(from);
        step.event.to_value = name_of(to);
        if (actor == worker) step.event.note = texts_.staff_note(random_);
        step.event.is_update = actor == worker;
        story.steps.push_back(std::move(step));
        if (actor == worker && !request.first_response_at) {
            request.first_response_at = request.updated_at;
        }
    };
    if (request.status == Status::pending) return;
    if (request.status == Status::cancelled) {
        return move(Status::pending, Status::cancelled, request.customer);
    }
    move(Status::pending, Status::in_progress, worker);
    if (random_.chance(50)) {
        request.updated_at = later(story, hours{20});
        auto note = line(story, EventKind::noted, worker);
        note.event.note = texts_.staff_note(random_);
        note.event.is_update = true;
        if (random_.chance(25)) note.event.visibility = Visibility::internal;
        story.steps.push_back(std::move(note));
    }
    if (request.status == Status::resolved) move(Status::in_progress, Status::resolved, worker);
}

/// Half of the requests have no comment, a quarter one, and so on.
void Teller::talk(Story& story) {
    auto& request = story.request;
    const auto worker = request.assigned_to.value_or(cast_.supporter(0));
    while (random_.chance(45)) {
        request.updated_at = later(story, hours{12});
        const bool by_staff = random_.chance(30);
        auto step = line(story, EventKind::commented, by_staff ? worker : request.customer);
        step.comment = Comment{.author = *step.event.actor,
                               .text = texts_.comment(random_),
                               .created_at = request.updated_at,
                               .updated_at = request.updated_at};
        if (by_staff && !request.first_response_at) request.first_response_at = request.updated_at;
        story.steps.push_back(std::move(step));
    }
}

/// Notes and comments in turn until the history is as long as it shall be.
void Teller::stretch(Story& story) {
    const auto worker = story.request.assigned_to.value_or(cast_.supporter(0));
    while (story.steps.size() < busy_lines) {
        story.request.updated_at = later(story, minutes{30});
        const bool is_comment = story.steps.size() % 2 == 0;
        const auto kind = is_comment ? EventKind::commented : EventKind::noted;
        auto step = line(story, kind, worker);
        if (is_comment) {
            step.comment = Comment{.author = worker,
                                   .text = texts_.comment(random_),
                                   .created_at = story.request.updated_at,
                                   .updated_at = story.request.updated_at};
        } else {
            step.event.note = texts_.staff_note(random_);
            step.event.is_update = true;
        }
        story.steps.push_back(std::move(step));
    }
}

/// What follows from the history.
void Teller::settle(Story& story) {
    auto& request = story.request;
    request.version = static_cast<std::int64_t>(story.steps.size());
    if (request.status != Status::resolved) return;
    request.resolution = texts_.staff_note(random_);
    for (const auto& step : story.steps) {
        if (step.event.to_value == name_of(Status::resolved)) {
            request.resolved_at = step.event.created_at;
        }
    }
}

TicketStory Teller::ticket_of(const Story& story) {
    const auto& request = story.request;
    const auto worker = request.assigned_to.value_or(cast_.supporter(0));
    TicketStory told{.ticket = {.customer = request.customer,
                                .subject = request.title,
                                .priority = request.priority,
                                .assigned_to = request.assigned_to,
                                .created_at = request.created_at,
                                .updated_at = request.updated_at,
                                .last_activity_at = request.updated_at}};
    auto& ticket = told.ticket;
    if (!is_open(request.status)) {
        ticket.status = TicketStatus::closed;
        ticket.resolution_notes = texts_.staff_note(random_);
        ticket.resolved_at = request.updated_at;
    }
    if (random_.chance(50)) {
        ticket.kind = TicketKind::service_case;
        ticket.description = texts_.description(random_);
        for (auto more = random_.below(3); more > 0; --more) {
            told.interactions.push_back(
                {.customer = request.customer,
                 .representative = worker,
                 .type = static_cast<InteractionType>(random_.below(names<InteractionType>.size())),
                 .notes = texts_.staff_note(random_),
                 .duration_minutes = static_cast<std::int64_t>(1 + random_.below(40)),
                 .created_at = request.updated_at,
                 .updated_at = request.updated_at});
        }
        return told;
    }
    for (auto more = 1 + random_.below(5); more > 0; --more) {
        told.posts.push_back({.author = more % 2 == 1 ? request.customer : worker,
                              .message = texts_.comment(random_),
                              .created_at = request.updated_at,
                              .updated_at = request.updated_at});
    }
    ticket.post_count = static_cast<std::int64_t>(told.posts.size());
    return told;
}

Story Teller::story(Instant opened_at, double age, bool is_busy) {
    Story story{.request = drafted(opened_at)};
    auto place = texts_.place(random_);
    story.request.address = std::move(place.address);
    story.locality = place.locality;
    decide(story, age);
    open(story);
    work(story);
    talk(story);
    if (is_busy) stretch(story);
    settle(story);
    story.has_file = random_.below(file_every) == 0;
    if (random_.below(ticket_every) == 0) story.ticket = ticket_of(story);
    return story;
}

}  // namespace pilotlight::bench
