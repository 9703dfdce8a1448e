#include "service/kept_draft.hpp"

#include "service/desk_fixture.hpp"
#include "store/kept_draft.hpp"

namespace pilotlight::service {
namespace {

class DraftFixture : public DeskFixture {
public:
    Actor asha = enrol("asha", Role::support);
    Actor meera = enrol("meera", Role::customer);

    Result<KeptDraft> keep(const Actor& actor, std::string_view slug, std::string text) {
        now += std::chrono::seconds{1};
        return in_tx([&](store::Tx& tx) { return kept_draft::keep(tx, actor, slug, text, now); });
    }
    std::string text_of(const Actor& actor, std::string_view slug) {
        auto scope = store->read();
        REQUIRE(scope);
        const auto draft = kept_draft::find(***scope, actor, slug, now);
        if (draft) return draft->text;
        CHECK(draft.error().code == Code::not_found);
        return "(none)";
    }
};

TEST_CASE_FIXTURE(DraftFixture, "a draft is its writer's, and the last text counts") {
    REQUIRE(keep(asha, "request-1-reply", "Dear "));
    REQUIRE(keep(asha, "request-1-reply", "  Dear Meera,\n"));
    REQUIRE(keep(meera, "request-1-reply", "mine"));
    CHECK(text_of(asha, "request-1-reply") == "  Dear Meera,\n");
    CHECK(text_of(meera, "request-1-reply") == "mine");
    CHECK(text_of(meera, "another") == "(none)");
}

TEST_CASE_FIXTURE(DraftFixture, "removing takes one's own once") {
    REQUIRE(keep(asha, "note", "x"));
    const auto remove = [&](const Actor& actor) {
        return in_tx([&](store::Tx& tx) { return kept_draft::remove(tx, actor, "note"); });
    };
    CHECK_FALSE(remove(meera));
    CHECK(text_of(asha, "note") == "x");
    CHECK(remove(asha));
    CHECK_FALSE(remove(asha));
    CHECK(text_of(asha, "note") == "(none)");
}

TEST_CASE_FIXTURE(DraftFixture, "their number is bounded, those that are there may change") {
    for (std::int64_t i = 0; i < drafts_per_account_max; ++i) {
        REQUIRE(keep(asha, "d" + std::to_string(i), "x"));
    }
    const auto one_more = keep(asha, "one-more", "x");
    REQUIRE_FALSE(one_more);
    CHECK(one_more.error().code == Code::conflict);
    CHECK(keep(asha, "d0", "changed"));
    CHECK(keep(meera, "one-more", "x"));
}

TEST_CASE_FIXTURE(DraftFixture, "a slug that is none is refused") {
    const auto refused = keep(asha, "No Slug", "x");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fields.front().field == "key");
}

TEST_CASE_FIXTURE(DraftFixture, "old drafts are absent, and then swept") {
    const auto kept = keep(asha, "old", "x");
    REQUIRE(kept);
    const auto sweep = [&] {
        return *in_tx(
            [&](store::Tx& tx) { return store::kept_draft::sweep(tx, now - draft_lifetime, 10); });
    };
    now = kept->updated_at + draft_lifetime;
    CHECK(text_of(asha, "old") == "x");
    CHECK(sweep() == 0);
    now += std::chrono::microseconds{1};
    CHECK(text_of(asha, "old") == "(none)");
    CHECK(sweep() == 1);
    CHECK(sweep() == 0);
}

}  // namespace
}  // namespace pilotlight::service
