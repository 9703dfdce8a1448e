#include "store/comment.hpp"

namespace pilotlight::store::comment {
namespace {

constexpr auto insert_comment =
    query_of<Comment>("comment_insert", "INSERT INTO comment {insert} {returning_id}");
constexpr auto update_comment =
    query_of<Comment>("comment_update", "UPDATE comment SET {assign} WHERE id = ?");
constexpr Query delete_comment{"comment_delete", "DELETE FROM comment WHERE id = ?"};
constexpr std::string_view head =
    "SELECT {columns:m}, a.id, a.username, a.email, a.first_name, a.last_name, a.role "
    "FROM comment m JOIN account a ON a.id = m.author";
constexpr auto by_id = query_of<Comment>(
    "comment_by_id",
    "SELECT {columns:m}, a.id, a.username, a.email, a.first_name, a.last_name, a.role "
    "FROM comment m JOIN account a ON a.id = m.author WHERE m.id = ?");

View read_view(const Row& row) {
    constexpr int author_at = static_cast<int>(field_count<Comment>);
    View view{.comment = store::read<Comment>(row), .author = read_person(row, author_at)};
    from_row(row, author_at + person_columns, view.author_role);
    return view;
}

Result<std::vector<View>> fetch(Read& read, const Selection& selection) {
    std::vector<View> views;
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        views.push_back(read_view(row));
    }));
    return views;
}

}  // namespace

Result<std::vector<View>> list(Read& read,
                               ServiceRequestId request,
                               bool with_internal,
                               const Page& page) {
    Selection selection("comment_list", head, by_id.columns);
    selection.where("m.service_request = ?", to_value(request));
    if (!with_internal) selection.where("m.visibility = 'public'");
    if (page.after) selection.where("m.id > ?", page.after->id);
    selection.tail("ORDER BY m.id LIMIT ?").value(std::int64_t{page.limit});
    if (page.offset > 0) selection.tail("OFFSET ?").value(page.offset);
    return fetch(read, selection);
}

Result<std::int64_t> count(Read& read, ServiceRequestId request, bool with_internal) {
    Selection sum("comment_count", "SELECT COUNT(*) FROM comment", nullptr);
    sum.where("service_request = ?", to_value(request));
    if (!with_internal) sum.where("visibility = 'public'");
    std::int64_t total = 0;
    TRY(read.each(sum.query(), sum.values(), [&](const Row& row) { total = row.integer(0); }));
    return total;
}

Result<std::vector<Place>> newest_of(Read& read,
                                     std::span<const ServiceRequestId> requests,
                                     bool with_internal) {
    std::vector<Place> places;
    if (requests.empty()) return places;
    Selection selection("comment_newest_of",
                        "SELECT p.id, p.service_request FROM (SELECT c.id, c.service_request, "
                        "ROW_NUMBER() OVER (PARTITION BY c.service_request ORDER BY c.id DESC) AS "
                        "place FROM comment c",
                        nullptr);
    selection.where_in("c.service_request", requests);
    if (!with_internal) selection.where("c.visibility = 'public'");
    selection.tail(") p WHERE p.place <= ?").value(std::int64_t{comments_shown_max});
    selection.tail("ORDER BY p.place, p.service_request");
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        places.push_back({{row.integer(0)}, {row.integer(1)}});
    }));
    return places;
}

Result<std::vector<View>> of_ids(Read& read, std::span<const CommentId> ids) {
    if (ids.empty()) return std::vector<View>{};
    Selection selection("comment_of_ids", head, by_id.columns);
    selection.where_in("m.id", ids).tail("ORDER BY m.id");
    return fetch(read, selection);
}

Result<std::optional<View>> find(Read& read, CommentId id) {
    std::optional<View> found;
    TRY(read.each(by_id, {to_value(id)}, [&](const Row& row) { found = read_view(row); }));
    return found;
}

Result<CommentId> insert(Tx& tx, const Comment& comment) {
    const auto id = TRY(tx.insert(insert_comment, comment));
    return CommentId{id};
}

Result<void> update(Tx& tx, const Comment& comment) {
    TRY(tx.update(update_comment, comment));
    return {};
}

Result<void> remove(Tx& tx, CommentId id) {
    TRY(tx.change(delete_comment, {to_value(id)}));
    return {};
}

}  // namespace pilotlight::store::comment
