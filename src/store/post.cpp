#include "store/post.hpp"

namespace pilotlight::store::post {
namespace {

constexpr auto by_id =
    query_of<Post>("post_by_id", "SELECT {columns} FROM post WHERE id = ? AND deleted_at IS NULL");
constexpr auto insert_post =
    query_of<Post>("post_insert", "INSERT INTO post {insert} {returning_id}");
constexpr auto update_post = query_of<Post>("post_update", "UPDATE post SET {assign} WHERE id = ?");
// The first of a conversation is never deleted, so deleted ones need no regard.
constexpr Query first_id{"post_first", "SELECT id FROM post WHERE ticket = ? ORDER BY id LIMIT 1"};
constexpr std::string_view list_head =
    "SELECT {columns:p}, a.id, a.username, a.email, a.first_name, a.last_name, a.role "
    "FROM post p JOIN account a ON a.id = p.author";

Result<std::vector<View>> fetch(Read& read, const Selection& selection) {
    constexpr int author_at = static_cast<int>(field_count<Post>);
    std::vector<View> list;
    TRY(read.each(selection.query(), selection.values(), [&](const Row& row) {
        auto& view = list.emplace_back();
        view.post = store::read<Post>(row);
        view.author = read_person(row, author_at);
        from_row(row, author_at + person_columns, view.author_role);
    }));
    return list;
}

}  // namespace

Result<std::optional<Post>> find(Read& read, PostId id) {
    return read.one<Post>(by_id, {to_value(id)});
}

Result<std::optional<View>> view(Read& read, PostId id) {
    Selection selection("post_view", list_head, by_id.columns);
    selection.where("p.id = ?", to_value(id)).where("p.deleted_at IS NULL");
    auto found = TRY(fetch(read, selection));
    if (found.empty()) return std::optional<View>{};
    return std::optional(std::move(found.front()));
}

Result<std::vector<View>> list(Read& read, TicketId ticket, const Page& page) {
    Selection selection("post_list", list_head, by_id.columns);
    selection.where("p.ticket = ?", to_value(ticket)).where("p.deleted_at IS NULL");
    if (page.after) selection.where("p.id > ?", page.after->id);
    selection.tail("ORDER BY p.id LIMIT ?").value(std::int64_t{page.limit});
    if (page.offset > 0) selection.tail("OFFSET ?").value(page.offset);
    return fetch(read, selection);
}

Result<std::optional<PostId>> first_of(Read& read, TicketId ticket) {
    const auto id = TRY(read.number(first_id, {to_value(ticket)}));
    if (!id) return std::optional<PostId>{};
    return std::optional(PostId{*id});
}

Result<PostId> insert(Tx& tx, const Post& post) {
    const auto id = TRY(tx.insert(insert_post, post));
    return PostId{id};
}

Result<void> update(Tx& tx, const Post& post) {
    TRY(tx.update(update_post, post));
    return {};
}

}  // namespace pilotlight::store::post
