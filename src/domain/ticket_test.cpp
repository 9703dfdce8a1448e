#include "domain/ticket.hpp"

#include <doctest/doctest.h>

#include "domain/interaction.hpp"
#include "domain/post.hpp"

namespace pilotlight {
namespace {

using enum TicketStatus;

const Instant now = *parse_iso8601("2026-11-21T10:00:00Z");
const Instant later = now + std::chrono::hours{1};

TEST_CASE("every step between states of a ticket") {
    // clang-format off
    const bool table[4][4] = {
        // to: open  in_progress  resolved  closed     from:
        {      true, true,        true,     true },  // open
        {      true, true,        true,     true },  // in_progress
        {      true, true,        true,     true },  // resolved
        {      true, true,        false,    true },  // closed
    };
    // clang-format on
    for (std::size_t from = 0; from < 4; ++from) {
        for (std::size_t to = 0; to < 4; ++to) {
            CAPTURE(from);
            CAPTURE(to);
            const auto a = static_cast<TicketStatus>(from);
            const auto b = static_cast<TicketStatus>(to);
            CHECK(may_move(a, b) == table[from][to]);
            Ticket ticket{.status = a, .resolution_notes = "done"};
            const auto moved = move(ticket, b, now);
            CHECK(bool(moved) == table[from][to]);
            CHECK(ticket.status == (moved ? b : a));
            if (!moved) CHECK(moved.error().code == Code::conflict);
        }
    }
}

TEST_CASE("resolving needs notes, may be repeated, and reopening undoes its time") {
    Ticket ticket;
    const auto bare = move(ticket, resolved, now);
    REQUIRE_FALSE(bare);
    CHECK(bare.error().fields.front().field == "resolution_notes");
    CHECK(bare.error().fields.front().message == "Resolution notes are required");
    CHECK_FALSE(resolve(ticket, "  ", now));
    CHECK(ticket.status == open);
    REQUIRE(resolve(ticket, " valve changed ", now));
    CHECK(ticket.status == resolved);
    CHECK(ticket.resolution_notes == "valve changed");
    CHECK(ticket.resolved_at == now);
    REQUIRE(resolve(ticket, "seal too", later));
    CHECK(ticket.resolution_notes == "seal too");
    CHECK(ticket.resolved_at == later);
    REQUIRE(move(ticket, closed, later));
    CHECK(ticket.resolved_at == later);
    const auto reopened_by_notes = resolve(ticket, "again", later);
    REQUIRE_FALSE(reopened_by_notes);
    CHECK(reopened_by_notes.error().code == Code::conflict);
    CHECK(ticket.resolution_notes == "seal too");
    REQUIRE(move(ticket, in_progress, later));
    CHECK_FALSE(ticket.resolved_at);
    CHECK(ticket.resolution_notes == "seal too");
}

TEST_CASE("what is resolved has notes, whatever else is edited") {
    for (const auto status : {open, in_progress, resolved, closed}) {
        CAPTURE(name_of(status));
        CHECK(check_resolution({.status = status, .resolution_notes = "done"}));
        CHECK(bool(check_resolution({.status = status, .resolution_notes = " "})) ==
              (status != resolved));
    }
}

TEST_CASE("who sees, works on and edits a ticket") {
    const Actor owner{{1}, Role::customer};
    const Actor stranger{{2}, Role::customer};
    const Actor support{{3}, Role::support};
    const Actor technician{{4}, Role::technician};
    const Actor assigned{{5}, Role::technician};
    const Actor admin{{6}, Role::admin};
    const Ticket ticket{
        .kind = TicketKind::service_case, .customer = owner.account, .assigned_to = AccountId{5}};
    struct Row {
        const Actor& actor;
        bool sees;
        bool works;
        bool edits;
        bool sees_public_conversation;
    };
    const Row rows[] = {
        {owner, true, false, true, true},
        {stranger, false, false, false, true},
        {support, true, true, false, true},
        {technician, false, false, false, true},
        {assigned, true, true, false, true},
        {admin, true, true, false, true},
    };
    auto talk = ticket;
    talk.kind = TicketKind::conversation;
    auto shown_case = ticket;
    shown_case.visibility = talk.visibility = TicketVisibility::everyone;
    for (const auto& row : rows) {
        CAPTURE(row.actor.account.value);
        CHECK(may_see(row.actor, ticket) == row.sees);
        CHECK(may_see(row.actor, shown_case) == row.sees);
        CHECK(may_see(row.actor, talk) == row.sees_public_conversation);
        CHECK(may_work_on(row.actor, talk) == row.works);
        CHECK(may_work_on(row.actor, ticket) == row.works);
        CHECK(owner_may_edit(row.actor, ticket) == row.edits);
    }
    auto busy = ticket;
    busy.status = in_progress;
    CHECK_FALSE(owner_may_edit(owner, busy));
}

TEST_CASE("a post is its author's, and the first of a conversation stays") {
    const Actor author{{1}, Role::customer};
    const Actor admin{{2}, Role::admin};
    Ticket ticket{.kind = TicketKind::conversation};
    const Post post{.id = {7}, .author = author.account};
    CHECK(check_removal(author, ticket, post, {6}));
    CHECK(check_removal(admin, ticket, post, {6}).error().code == Code::forbidden);
    CHECK(check_removal(author, ticket, post, {7}).error().code == Code::conflict);
    CHECK(check_removal(admin, ticket, post, {7}).error().code == Code::forbidden);
    ticket.kind = TicketKind::service_case;
    CHECK(check_removal(author, ticket, post, {7}));
}

TEST_CASE("an interaction lasts at most a day") {
    const auto fault = [](std::optional<std::int64_t> minutes) {
        const auto checked = check_duration({.duration_minutes = minutes});
        return checked ? std::string() : checked.error().fields.front().message;
    };
    CHECK(fault(std::nullopt).empty());
    CHECK(fault(0).empty());
    CHECK(fault(1440).empty());
    CHECK(fault(-1) == "Ensure this value is greater than or equal to 0.");
    CHECK(fault(1441) == "Ensure this value is less than or equal to 1440.");
    CHECK(label_of(InteractionType::call) == "Phone Call");
    CHECK(label_of(InteractionType::other) == "Other");
}

TEST_CASE("who sees and corrects an interaction") {
    const Interaction interaction{.customer = {1}, .representative = {3}};
    struct Row {
        Actor actor;
        bool sees;
        bool edits;
    };
    const Row rows[] = {
        {{{1}, Role::customer}, true, false},
        {{{2}, Role::customer}, false, false},
        {{{3}, Role::support}, true, true},
        {{{3}, Role::technician}, true, true},
        {{{3}, Role::customer}, false, false},  // who wrote it down and is staff no more
        {{{4}, Role::support}, true, false},
        {{{4}, Role::technician}, false, false},
        {{{5}, Role::admin}, true, true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.actor.account.value);
        CHECK(may_see(row.actor, interaction) == row.sees);
        CHECK(may_edit(row.actor, interaction) == row.edits);
    }
}

}  // namespace
}  // namespace pilotlight
