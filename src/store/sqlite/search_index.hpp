#pragma once

#include <string>
#include <vector>

#include "store/sqlite/connection.hpp"

namespace pilotlight::store::sqlite {

/// The names of the full-text tables.
Result<std::vector<std::string>> search_indexes(Read& read);

/// Commits after which their segments are merged as soon as the writer rests, and those after which
/// they are merged between the commits: a search looks into every segment.
inline constexpr int search_segments_at_rest_max = 16;  // FTS5 takes no more for usermerge
inline constexpr int search_segments_max = 64;
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

    SqliteConnection& connection_;
    int segments_ = search_segments_at_rest_max;  // what the last run left is not known
    int segments_in_pass_ = 0;                    // that were there when it began
    std::int64_t texts_ = 0;                      // since the last step
    std::vector<std::string> to_merge_{};         // in a pass, the next one last; else empty
};

/// Leaves one segment of each full-text index, where SearchMerger leaves a dozen of each size: as
/// many pages a step, until all of the index is written anew. The writer's thread only.
class WholeSearchMerger {
public:
    /// False when nothing is left; the step after that begins anew. What a step does may be taken
    /// back with its transaction: then the index keeps some segments until the next time.
    Result<bool> step(Tx& tx);

private:
    std::vector<std::string> to_merge_{};  // the next one last
    bool is_begun_ = false;                // the last of these
};

}  // namespace pilotlight::store::sqlite
