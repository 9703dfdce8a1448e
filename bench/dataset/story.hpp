#pragma once
// What happened to one request or in one conversation, as the rows that the services would have
// left: drawn here, written by bulk.hpp.

#include <optional>
#include <vector>

#include "dataset/texts.hpp"
#include "domain/attachment.hpp"
#include "domain/comment.hpp"
#include "domain/interaction.hpp"
#include "domain/post.hpp"
#include "domain/request_event.hpp"
#include "domain/service_request.hpp"
#include "domain/service_type.hpp"
#include "domain/ticket.hpp"

namespace pilotlight::bench {

/// The people of a data set. Ids follow one another: the administrator, support, technicians,
/// customers.
struct Cast {
    static constexpr std::size_t support = 40;
    static constexpr std::size_t technicians = 60;

    std::size_t customers = 0;
    std::int64_t first_id = 1;

    std::size_t size() const { return 1 + support + technicians + customers; }
    AccountId supporter(std::size_t rank) const { return at(1 + rank); }
    AccountId technician(std::size_t rank) const { return at(1 + support + rank); }
    /// Neighbours in activity are no neighbours in time of registration.
    AccountId customer(std::size_t rank) const {
        constexpr std::size_t stride = 7'368'787;  // a prime, so that each rank has its own
        return at(1 + support + technicians + rank * stride % customers);
    }

    /// The customer as user names number them.
    std::size_t number_of(AccountId customer) const {
        return static_cast<std::size_t>(customer.value - at(1 + support + technicians).value);
    }

private:
    AccountId at(std::size_t position) const {
        return {first_id + static_cast<std::int64_t>(position)};
    }
};

/// One line of history; a comment stands before the line that tells of it.
struct Step {
    RequestEvent event{};
    std::optional<Comment> comment{};
};

struct TicketStory {
    Ticket ticket{};
    std::vector<Post> posts{};
    std::vector<Interaction> interactions{};
};

struct Story {
    ServiceRequest request{};
    std::size_t locality = 0;
    std::vector<Step> steps{};
    bool has_file = false;
    std::optional<TicketStory> ticket{};
};

/// Draws stories in the order in which their requests were opened. One thread.
class Teller {
public:
    /// The request with a long history: this many lines.
    static constexpr std::size_t busy_lines = 500;

    Teller(std::uint64_t seed, const Cast& cast, std::vector<ServiceType> types);

    Account person(std::size_t position);
    static std::string customer_name(std::size_t number);
    /// `age`: 1 for the first request, towards 0 for the newest, which are still being worked on.
    Story story(Instant opened_at, double age, bool is_busy);

private:
    ServiceRequest drafted(Instant opened_at);
    void decide(Story& story, double age);
    void open(Story& story);
    void work(Story& story);
    void talk(Story& story);
    void stretch(Story& story);
    void settle(Story& story);
    TicketStory ticket_of(const Story& story);
    Step line(const Story& story, EventKind kind, std::optional<AccountId> actor);
    Instant later(const Story& story, std::chrono::seconds at_most);

    Random random_;
    const Cast cast_;
    const std::vector<ServiceType> types_;
    const Texts texts_{};
    const Zipf by_activity_;
    const Zipf by_type_;
};

}  // namespace pilotlight::bench
