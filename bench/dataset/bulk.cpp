#include "dataset/bulk.hpp"

#include <fmt/format.h>

#include <fstream>

#include "base/crypto.hpp"
#include "store/account.hpp"
#include "store/attachment.hpp"
#include "store/comment.hpp"
#include "store/interaction.hpp"
#include "store/post.hpp"
#include "store/request_event.hpp"
#include "store/service_request.hpp"
#include "store/ticket.hpp"

namespace pilotlight::bench {

Bulk::~Bulk() {
    std::unique_lock lock(mutex_);
    written_.wait(lock, [&] { return !is_writing_; });
}

void Bulk::start(store::Store::Work work) {
    {
        std::unique_lock lock(mutex_);
        written_.wait(lock, [&] { return !is_writing_; });
        if (fault_) return;
        is_writing_ = true;
    }
    store_.write(std::move(work), [this](Result<void> outcome) {
        const std::lock_guard lock(mutex_);
        if (!outcome) fault_ = outcome.error();
        is_writing_ = false;
        written_.notify_one();
    });
}

Result<void> Bulk::finish() {
    std::unique_lock lock(mutex_);
    written_.wait(lock, [&] { return !is_writing_; });
    if (fault_) return *fault_;
    return {};
}

void Bulk::write(std::vector<Account> people) {
    start([people = std::move(people)](store::Tx& tx) -> Result<void> {
        for (const auto& person : people) TRY(store::account::insert(tx, person));
        return {};
    });
}

void Bulk::write(std::vector<Story> stories) {
    start([this, stories = std::move(stories)](store::Tx& tx) -> Result<void> {
        for (const auto& story : stories) TRY(write_one(tx, story));
        return {};
    });
}

Result<void> Bulk::write_one(store::Tx& tx, const Story& story) {
    const auto id = TRY(store::service_request::insert(tx, story.request));
    for (const auto& step : story.steps) {
        auto event = step.event;
        event.service_request = id;
        if (step.comment) {
            auto comment = *step.comment;
            comment.service_request = id;
            const auto written = TRY(store::comment::insert(tx, comment));
            event.to_value = fmt::format("{}", written.value);
            ++volume_.comments;
        }
        TRY(store::request_event::insert(tx, event));
        ++volume_.events;
    }
    if (story.has_file) TRY(write_file(tx, story, id));
    if (story.ticket) TRY(write_ticket(tx, story, id));
    ++volume_.requests;
    return {};
}

Result<void> Bulk::write_ticket(store::Tx& tx, const Story& story, ServiceRequestId id) {
    auto ticket = story.ticket->ticket;
    if (ticket.kind == TicketKind::service_case) ticket.service_request = id;
    const auto ticket_id = TRY(store::ticket::insert(tx, ticket));
    for (auto post : story.ticket->posts) {
        post.ticket = ticket_id;
        TRY(store::post::insert(tx, post));
    }
    for (auto interaction : story.ticket->interactions) {
        interaction.ticket = ticket_id;
        TRY(store::interaction::insert(tx, interaction));
    }
    ++volume_.tickets;
    return {};
}

Result<void> Bulk::write_file(store::Tx& tx, const Story& story, ServiceRequestId id) {
    const auto text = fmt::format("Meter reading of request {}\n", id.value);
    const auto draft = files_.spool_folder() / "dataset";
    std::ofstream(draft, std::ios::binary) << text;
    const auto key = TRY(files_.keep(draft));
    TRY(store::attachment::insert(tx,
                                  {.service_request = id,
                                   .uploaded_by = story.request.customer,
                                   .name = "reading.txt",
                                   .media_type = "text/plain",
                                   .size_bytes = static_cast<std::int64_t>(text.size()),
                                   .sha256 = sha256_hex(text),
                                   .storage_key = key,
                                   .created_at = story.request.created_at}));
    ++volume_.attachments;
    return {};
}

}  // namespace pilotlight::bench
