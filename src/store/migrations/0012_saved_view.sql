-- Filters of the list of requests that somebody uses often, under a name of their own.
CREATE TABLE saved_view (
    id {id},
    account {integer} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name {text:100} NOT NULL,
    filters {text:4000} NOT NULL,
    position {integer} NOT NULL,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL
);
CREATE UNIQUE INDEX saved_view_account ON saved_view (account, name);
