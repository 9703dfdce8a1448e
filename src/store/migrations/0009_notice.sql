-- What changed, for those who watch: written with the change, read once a process, kept for hours.
CREATE TABLE notice (
    id {id},
    noun {text:20} NOT NULL,
    subject {integer} NOT NULL,
    version {integer} NOT NULL,
    kind {text:20} NOT NULL,
    customer {integer} NOT NULL,
    assigned_to {integer},
    formerly_assigned_to {integer},
    is_open_to_everyone {integer} NOT NULL,
    visibility {text:20} NOT NULL,
    created_at {integer} NOT NULL
);
