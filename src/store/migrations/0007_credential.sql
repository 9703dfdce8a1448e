-- Credentials beside the pair of tokens: sessions that a browser carries as a cookie, and one lasting
-- token an account.
ALTER TABLE session ADD COLUMN kind {text:20} NOT NULL DEFAULT 'token';

CREATE TABLE api_token (
    id {id},
    account {integer} NOT NULL UNIQUE REFERENCES account (id),
    nonce {text:32} NOT NULL,
    digest {text:64} NOT NULL UNIQUE,
    created_at {integer} NOT NULL,
    last_used_at {integer} NOT NULL,
    revoked_at {integer}
);
