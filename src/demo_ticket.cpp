#include "demo_ticket.hpp"

#include <algorithm>
#include <functional>
#include <memory>

#include "demo_ticket_texts.hpp"
#include "service/interaction.hpp"
#include "service/post.hpp"
#include "service/ticket.hpp"

namespace pilotlight::demo {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// One thing that happens. Scenes of all tickets are played in the order of their times, so that
/// ids grow as time goes by.
struct Scene {
    Instant at{};
    std::function<Result<void>(store::Tx&, Instant)> play{};
};
using Script = std::vector<Scene>;

/// Writes the scenes of one ticket; its id is known once the first of them is played.
class TicketScript {
public:
    explicit TicketScript(Script& script) : script_(script) {}

    void open_case(Instant at, const Actor& by, const service::ticket::Case& draft) {
        script_.push_back({at, [=, id = id_](store::Tx& tx, Instant now) -> Result<void> {
                               *id = TRY(service::ticket::open_case(tx, by, draft, now));
                               return {};
                           }});
    }

    void begin(Instant at, const Actor& by, const service::ticket::Conversation& draft) {
        script_.push_back({at, [=, id = id_](store::Tx& tx, Instant now) -> Result<void> {
                               const auto begun =
                                   TRY(service::ticket::open_conversation(tx, by, draft, now));
                               *id = begun.ticket;
                               return {};
                           }});
    }

    void assign(Instant at, const Actor& by, AccountId assignee) {
        script_.push_back({at, [=, id = id_](store::Tx& tx, Instant now) {
                               return service::ticket::assign(tx, by, *id, {assignee}, now);
                           }});
    }

    void say(Instant at, const Actor& by, std::string_view message) {
        script_.push_back({at, [=, id = id_](store::Tx& tx, Instant now) -> Result<void> {
                               TRY(service::post::reply(tx, by, *id, std::string(message), now));
                               return {};
                           }});
    }

    void move(Instant at, const Actor& by, TicketStatus status, std::string_view notes = {}) {
        service::ticket::Edit change{.status = status};
        if (!notes.empty()) change.resolution_notes = notes;
        script_.push_back({at, [=, id = id_](store::Tx& tx, Instant now) {
                               return service::ticket::edit(tx, by, *id, change, now);
                           }});
    }

    void note(Instant at, const Actor& by, const Contact& contact) {
        Interaction draft{.type = contact.type, .notes = std::string(contact.notes)};
        if (contact.minutes > 0) draft.duration_minutes = contact.minutes;
        script_.push_back({at, [=, id = id_](store::Tx& tx, Instant now) -> Result<void> {
                               auto about = draft;
                               about.ticket = *id;
                               TRY(service::interaction::record(tx, by, about, now));
                               return {};
                           }});
    }

private:
    Script& script_;
    std::shared_ptr<TicketId> id_ = std::make_shared<TicketId>();
};

/// Some of each customer's requests, two of meera_customer's among them.
bool has_case(const ToldRequest& request) {
    if (request.status == Status::cancelled) return false;
    return request.position == 1 || request.position == 2 || request.position % 7 == 4;
}

/// A case begins after the work on its request and ends before it, two to four hours after the
/// request was made.
void write_case(Script& script, const Cast& cast, const ToldRequest& request) {
    const auto& story = case_stories[request.position % std::size(case_stories)];
    const auto customer = cast.customer_actor(request.customer);
    const auto desk = cast.staff_actor(asha_position + request.position % 2);
    const auto worker = request.position % 3 == 0 ? desk : cast.staff_actor(tarun_position);
    const auto start = request.start + minutes{130};
    TicketScript ticket(script);
    ticket.open_case(start,
                     request.position % 2 == 0 ? customer : desk,
                     {.service_request = request.id,
                      .subject = std::string(story.subject),
                      .description = std::string(story.description)});
    if (request.status == Status::pending) return;
    ticket.assign(start + minutes{10}, desk, worker.account);
    ticket.move(start + minutes{20}, worker, TicketStatus::in_progress);
    ticket.note(start + minutes{30}, worker, story.contact);
    ticket.say(start + minutes{35}, worker, story.answer);
    if (request.status != Status::resolved) return;
    ticket.move(start + minutes{95}, worker, TicketStatus::resolved, story.resolution);
    if (request.position % 4 == 0) ticket.move(start + minutes{105}, desk, TicketStatus::closed);
}

/// Most were begun under this profile; some show what production makes of them.
Profile profile_of(const Talk& talk) {
    return talk.staff == nina_position ? Profile::production : Profile::demo;
}

void write_talk(Script& script, const Cast& cast, const Talk& talk, Instant now) {
    const auto customer = cast.customer_actor(talk.customer);
    const auto desk = cast.staff_actor(talk.staff);
    const auto start = now - hours{talk.hours_ago};
    TicketScript ticket(script);
    ticket.begin(start,
                 customer,
                 {.subject = std::string(talk.subject),
                  .message = std::string(talk.message),
                  .priority = talk.priority,
                  .profile = profile_of(talk)});
    if (talk.answer.empty()) return;
    ticket.assign(start + minutes{30}, desk, desk.account);
    ticket.move(start + minutes{31}, desk, TicketStatus::in_progress);
    ticket.say(start + minutes{40}, desk, talk.answer);
    if (!talk.contact.notes.empty()) ticket.note(start + hours{3}, desk, talk.contact);
    if (!talk.reply.empty()) ticket.say(start + hours{5}, customer, talk.reply);
    if (is_open(talk.ending)) return;
    ticket.move(start + hours{26}, desk, TicketStatus::resolved, talk.resolution);
    if (talk.ending == TicketStatus::closed) {
        ticket.move(start + hours{50}, desk, TicketStatus::closed);
    }
}

}  // namespace

Result<void> tell_tickets(store::Store& store,
                          const Cast& cast,
                          std::span<const ToldRequest> requests,
                          Instant now) {
    Script script;
    for (const auto& request : requests) {
        if (has_case(request)) write_case(script, cast, request);
    }
    for (const auto& talk : talks) write_talk(script, cast, talk, now);
    std::ranges::stable_sort(script, {}, &Scene::at);
    return store.write_and_wait([&](store::Tx& tx) -> Result<void> {
        for (const auto& scene : script) TRY(scene.play(tx, scene.at));
        return {};
    });
}

}  // namespace pilotlight::demo
