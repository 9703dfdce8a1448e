#include "store/comment.hpp"

namespace pilotlight::store::comment {
namespace {

constexpr auto insert_comment =
    query_of<Comment>("comment_insert", "INSERT INTO comment {insert} RETURNING id");
constexpr auto by_id = query_of<Comment>(
    "comment_by_id",
    "SELECT {columns:m}, a.first_name, a.last_name, a.username, a.role FROM comment m "
    "JOIN account a ON a.id = m.author WHERE m.id = ?");

View read_view(const Row& row) {
    constexpr int names_at = static_cast<int>(field_count<Comment>);
    View view{.comment = store::read<Comment>(row),
              .author_name =
                  full_name(row.text(names_at), row.text(names_at + 1), row.text(names_at + 2))};
    from_row(row, names_at + 3, view.author_role);
    return view;
}

}  // namespace

Result<std::vector<View>> list(Read& read,
                               ServiceRequestId request,
                               bool with_internal,
                               const Page& page) {
    Selection selection("comment_list",
                        "SELECT {columns:m}, a.first_name, a.last_name, a.username, a.role "
                        "FROM comment m JOIN account a ON a.id = m.author",
                        by_id.columns);
    selection.where("m.service_request = ?", to_value(request));
    if (!with_internal) selection.where("m.visibility = 'public'");
    if (page.after) selection.where("m.id > ?", page.after->id);
    selection.tail("ORDER BY m.id LIMIT ?").value(std::int64_t{page.limit});
    std::vector<View> views;
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        views.push_back(read_view(row));
    }));
    return views;
}

Result<CommentId> insert(Tx& tx, const Comment& comment) {
    const auto id = TRY(tx.insert(insert_comment, comment));
    return CommentId{id};
}

Result<std::optional<View>> find(Read& read, CommentId id) {
    std::optional<View> found;
    TRY(read.each(by_id, {to_value(id)}, [&](const Row& row) { found = read_view(row); }));
    return found;
}

}  // namespace pilotlight::store::comment
