#pragma once

#include <string>
#include <vector>

#include "store/sqlite/connection.hpp"

namespace pilotlight::store::sqlite {

/// The names of the full-text tables.
Result<std::vector<std::string>> search_indexes(SqliteConnection& connection);

/// Commits after which their segments are merged as soon as the writer rests, and those after which
/// they are merged between the commits: a search looks into every segment.
inline constexpr int search_segments_at_rest_max = 16;
inline constexpr int search_segments_max = 64;
/// Segments of one level that are worth a merge. At rest as few as can be, which leaves one a level
/// and as many levels as the number of passes has binary digits; between commits as many as FTS5
/// lets one ask for, so that each text is written again seldom.
inline constexpr int merged_at_rest_min = 2;
inline constexpr int merged_between_commits_min = 16;
/// What a step writes of merged segments at least, a few milliseconds; and a page more for each
/// text since the last one, so that steps keep up however many texts a commit holds.
inline constexpr int search_step_pages = 64;

/// Each commit that holds texts leaves a segment in a full-text index. FTS5 would merge four of a
/// size within the next commits; merged by the dozen, between them, the same texts are written less
/// often, and no commit takes longer for it. The writer's thread only.
class SearchMerger {
public:
    explicit SearchMerger(SqliteConnection& connection) : connection_(connection) {}

    /// Of a commit, in the order of their rows.
    void note_texts(std::int64_t texts) {
        texts_ += texts;
        if (texts > 0) ++segments_;
    }

    /// Worth a step when nothing else is to do.
    bool is_due() const { return segments_ >= search_segments_at_rest_max; }
    /// Worth a step now.
    bool is_overdue() const { return segments_ >= search_segments_max; }

    /// What fails is logged, and tried again with the next segments.
    void step();

private:
    Result<void> begin_pass();
    void end_pass();
    Result<bool> merge(const std::string& index);

    SqliteConnection& connection_;
    int segments_ = search_segments_at_rest_max;  // what the last run left is not known
    int segments_in_pass_ = 0;                    // that were there when it began
    bool is_thorough_ = false;                    // the pass: as at rest
    std::int64_t texts_ = 0;                      // since the last step
    std::vector<std::string> to_merge_{};         // in a pass, the next one last; else empty
};

}  // namespace pilotlight::store::sqlite
