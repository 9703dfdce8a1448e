CREATE TABLE job (
    id {id},
    kind {text:50} NOT NULL,
    job_key {text:100} NOT NULL,
    state {text:20} NOT NULL,
    run_at {integer} NOT NULL,
    attempts {integer} NOT NULL,
    claimed_until {integer},
    last_error {text:500} NOT NULL,
    created_at {integer} NOT NULL
);
CREATE UNIQUE INDEX job_kind ON job (kind, job_key, state);
CREATE INDEX job_run_at ON job (state, run_at);

-- An answer kept so that a client may send the same creation again without doing it twice.
CREATE TABLE idempotency_key (
    id {id},
    account {integer} NOT NULL REFERENCES account (id),
    idempotency_key {text:100} NOT NULL,
    request_digest {text:64} NOT NULL,
    service_request {integer} NOT NULL,
    created_at {integer} NOT NULL
);
CREATE UNIQUE INDEX idempotency_key_account ON idempotency_key (account, idempotency_key);
CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);
