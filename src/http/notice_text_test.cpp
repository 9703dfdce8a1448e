#include "http/notice_text.hpp"

#include <doctest/doctest.h>

namespace pilotlight::http {
namespace {

TEST_CASE("events on the wire") {
    const Notice notice{.id = {7},
                        .noun = NoticeNoun::ticket,
                        .subject = 42,
                        .version = 3,
                        .kind = "answered",
                        .created_at = *parse_iso8601("2026-11-21T10:00:00Z")};
    CHECK(notice_text(notice) ==
          "id: 7\nevent: ticket\ndata: {\"noun\":\"ticket\",\"id\":42,\"version\":3,"
          "\"kind\":\"answered\",\"at\":\"2026-11-21T10:00:00Z\"}\n\n");
    CHECK(ready_text({7}) == "id: 7\nevent: ready\ndata: {}\n\n");
    CHECK(resync_text({7}, "slow") == "id: 7\nevent: resync\ndata: {\"reason\":\"slow\"}\n\n");
    CHECK(heartbeat_text(std::nullopt) == ": heartbeat\n\n");
    CHECK(heartbeat_text(NoticeId{8}) == ": heartbeat\nid: 8\n\n");
    CHECK(retry_text(2'500) == "retry: 2500\n\n");
}

TEST_CASE("where to resume: the header before the parameter, and whole numbers only") {
    struct Row {
        std::string header;
        std::string parameter;
        std::int64_t position;  // -1: refused; -2: none
    };
    const Row rows[] = {
        {"", "", -2},
        {"12", "", 12},
        {"", "13", 13},
        {"12", "13", 12},
        {"0", "", 0},
        {"-1", "", -1},
        {"1.5", "", -1},
        {"x", "12", -1},
        {"", "12 ", -1},
        {"99999999999999999999", "", -1},
    };
    for (const auto& row : rows) {
        const auto& [header, parameter, expected] = row;
        CAPTURE(row.header);
        CAPTURE(row.parameter);
        RequestHead head;
        if (!header.empty()) head.headers = {{"Last-Event-ID", header}};
        if (!parameter.empty()) head.query = {{"last_event_id", parameter}};
        const auto position = resume_position(head);
        CHECK(static_cast<bool>(position) == (expected != -1));
        if (!position) continue;
        CHECK((*position ? (*position)->value : -2) == expected);
    }
}

}  // namespace
}  // namespace pilotlight::http
