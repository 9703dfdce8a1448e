-- What somebody has begun to write and not sent yet; theirs alone, kept for a while.
CREATE TABLE draft (
    id {id},
    account {integer} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    slug {text:64} NOT NULL,
    text {text} NOT NULL,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL
);
CREATE UNIQUE INDEX draft_account ON draft (account, slug);
CREATE INDEX draft_updated_at ON draft (updated_at);
