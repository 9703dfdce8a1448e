// What users type into a search: store/search.hpp, and the full-text index behind it. Byte 1: whose
// requests.

#include "base/text.hpp"
#include "desk_ground.hpp"
#include "store/search.hpp"
#include "store/service_request.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {

void run(std::string_view input) {
    if (input.empty()) return;
    store::service_request::Filter filter;
    if ((input.front() & 1) != 0) filter.customer = AccountId{1};
    if ((input.front() & 2) != 0) filter.assigned_to = AccountId{2};
    input.remove_prefix(1);
    filter.search = input;
    for (const auto dialect : {store::Dialect::postgres, store::Dialect::mariadb}) {
        const auto text = store::compile_search(input, {.customer = AccountId{1}}, dialect);
        expect(is_utf8(text), "a search is text");
        expect(text.find('\0') == std::string::npos, "no NUL ends it early");
    }
    if (input.empty()) return;
    const auto scope = ground().desk().store.read();
    expect(static_cast<bool>(scope), "the store can be read");
    auto& read = ***scope;
    const auto found = store::service_request::list(
        read, filter, store::service_request::Sort::newest, {.limit = 10});
    const auto count = store::service_request::search_count(read, filter);
    expect(found && count, "no text can make a search fail");
    expect(static_cast<std::int64_t>(found->size()) <= *count, "no more rows than are counted");
    for (const auto& row : *found) {
        expect(!filter.customer || row.request.customer == *filter.customer, "only theirs");
    }
}

}  // namespace pilotlight::fuzz
