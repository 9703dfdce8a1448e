-- The newest notice is never swept, so the next id after it is new without being kept elsewhere.
-- Rows are there to copy on SQLite alone: no earlier version served from another database, whose
-- own count would not follow the ids that are copied.
CREATE TABLE notice_told (
    id {onward_id},
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
INSERT INTO notice_told (id, noun, subject, version, kind, customer, assigned_to,
    formerly_assigned_to, is_open_to_everyone, visibility, created_at)
SELECT id, noun, subject, version, kind, customer, assigned_to,
    formerly_assigned_to, is_open_to_everyone, visibility, created_at FROM notice;
DROP TABLE notice;
ALTER TABLE notice_told RENAME TO notice;
