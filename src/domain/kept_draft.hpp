#pragma once

#include "domain/account.hpp"

namespace pilotlight {

struct KeptDraft;
using KeptDraftId = Id<KeptDraft>;

inline constexpr std::size_t draft_text_length_max = 20'000;  // characters
inline constexpr std::size_t draft_slug_length_max = 64;
inline constexpr std::int64_t drafts_per_account_max = 100;
inline constexpr std::chrono::days draft_lifetime{30};  // after the last change

/// What somebody has begun to write: theirs alone, under a name that the writing page chooses
/// ("request-42-reply"). Kept to the letter.
struct KeptDraft {
    KeptDraftId id{};
    AccountId account{};
    std::string slug{};
    std::string text{};
    Instant created_at{};
    Instant updated_at{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &KeptDraft::id, {.access = stored_only}},
            Field{"account", &KeptDraft::account, {.access = stored_only}},
            Field{"slug", &KeptDraft::slug, {.access = stored_only}},
            Field{"text",
                  &KeptDraft::text,
                  {.access = writable, .required = true, .length_max = draft_text_length_max}},
            Field{"created_at", &KeptDraft::created_at, {}},
            Field{"updated_at", &KeptDraft::updated_at, {}},
        };
    }
};

/// Lower-case letters, digits and inner dashes, at most draft_slug_length_max.
bool is_draft_slug(std::string_view text);

}  // namespace pilotlight
