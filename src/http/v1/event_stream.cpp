#include <random>

#include "http/context.hpp"
#include "http/notice_stream.hpp"
#include "http/notice_text.hpp"
#include "http/schema.hpp"
#include "http/v1/routes.hpp"

namespace pilotlight::http::v1 {
namespace {

// Browsers whose stream ended, all at once when the server starts anew, come again spread over
// this.
constexpr int retry_ms_min = 2'000;
constexpr int retry_ms_max = 5'000;

/// How often a credential that nothing happened to is looked at for its age.
constexpr std::chrono::minutes aged_every{5};

/// The credential that opened a stream, looked at again for as long as the stream goes on. Of one
/// thread at a time.
class Pass {
public:
    Pass(Desk& desk, const Context& context)
        : desk_(desk),
          request_(context.request),
          actor_(context.actor()),
          credential_(context.credential),
          checked_at_(context.now) {}

    /// Costs no read of the database, unless something happened to the account or session, or, at
    /// heartbeats, the credential is one that only the database knows the end of.
    bool holds(bool at_heartbeat) {
        const bool is_doubted = desk_.access.is_doubted(actor_.account, {actor_.session});
        if (!is_doubted && !at_heartbeat) return true;
        const auto now = desk_.clock.now();
        const bool is_known = credential_ == Credential::web_session;
        if (!is_doubted && is_known && now - checked_at_ < aged_every) return true;
        checked_at_ = now;
        return is_still_theirs(identify(*request_, desk_, now));
    }

private:
    /// Another role sees other things: the stream begins anew with it.
    bool is_still_theirs(const Result<std::optional<Caller>>& caller) const {
        if (!caller) return is_passing(caller.error().code);
        return *caller && (*caller)->actor.account == actor_.account &&
               (*caller)->actor.role == actor_.role;
    }
    /// A fault that says nothing about the credential.
    static bool is_passing(Code code) {
        return code == Code::timed_out || code == Code::overloaded || code == Code::internal;
    }

    Desk& desk_;
    const std::shared_ptr<const Request> request_;
    const Actor actor_;
    const Credential credential_;
    Instant checked_at_;
};

int retry_ms() {
    thread_local std::minstd_rand random{std::random_device{}()};
    return std::uniform_int_distribution(retry_ms_min, retry_ms_max)(random);
}

Answer open(const ContextPtr& context) {
    auto& desk = context->desk;
    const auto resume = TRY(resume_position(*context->request));
    auto seat = TRY(desk.streams.take(context->actor().account));
    const auto pass = std::make_shared<Pass>(desk, *context);
    const auto stream = std::make_shared<NoticeStream>(
        NoticeStream::Desk{desk.store, desk.notices, desk.streams},
        Watcher{context->actor(), std::move(seat), [pass](bool at_heartbeat) {
                    return pass->holds(at_heartbeat);
                }});
    TRY(stream->begin(context->read(), resume, retry_ms()));
    Response response{
        .body = StreamBody{stream, std::chrono::milliseconds(desk.settings.stream_heartbeat_ms)}};
    response.set("Content-Type", "text/event-stream");
    response.set("Cache-Control", "no-store, no-transform");
    response.set("X-Accel-Buffering", "no");
    return response;
}

constexpr QueryParameter query[] = {
    {"last_event_id", "Resume after this event, for who cannot send the header Last-Event-ID."}};

constexpr Route table[] = {
    {.method = Method::get,
     .path = "/api/v1/events/stream",
     .permission = Permission::signed_in,
     .handler = open,
     .summary = "What changes, as it happens: server-sent events of the requests and tickets that "
                "one may see",
     .response = given<NoticeData>("Notice"),
     .query = query,
     .is_stream = true},
};

}  // namespace

std::span<const Route> event_stream_routes() {
    return table;
}

}  // namespace pilotlight::http::v1
