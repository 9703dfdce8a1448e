-- Accounts of every role, and what makes their credentials good or bad.
CREATE TABLE account (
    id {id},
    username {text:150} NOT NULL,
    username_key {text:150} NOT NULL UNIQUE,
    email {text:254} NOT NULL,
    email_key {text:254} UNIQUE,
    first_name {text:150} NOT NULL,
    last_name {text:150} NOT NULL,
    phone_number {text:15} NOT NULL,
    address {text:500} NOT NULL,
    role {text:20} NOT NULL,
    is_active {integer} NOT NULL,
    customer_number {text:20} NOT NULL,
    employee_id {text:50} NOT NULL,
    department {text:100} NOT NULL,
    skills {text:2000} NOT NULL,
    available {integer} NOT NULL,
    open_work {integer} NOT NULL,
    last_assigned_at {integer},
    password_hash {text:255} NOT NULL,
    credentials_changed_at {integer} NOT NULL,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL,
    last_login_at {integer}
);
CREATE UNIQUE INDEX account_customer_number ON account (customer_number);
-- The assignment query walks this in order and takes the first who fits.
CREATE INDEX account_workload ON account (role, is_active, available, open_work, last_assigned_at);
-- At start: whose access tokens must be checked against the database.
CREATE INDEX account_credentials_changed_at ON account (credentials_changed_at);

-- Lists say how many there are without counting rows.
CREATE TABLE account_count (
    role {text:20} NOT NULL,
    is_active {integer} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (role, is_active)
);

CREATE TABLE session (
    id {id},
    account {integer} NOT NULL REFERENCES account (id),
    refresh_digest {text:64} NOT NULL UNIQUE,
    remote_address {text:64} NOT NULL,
    user_agent {text:200} NOT NULL,
    created_at {integer} NOT NULL,
    last_used_at {integer} NOT NULL,
    expires_at {integer} NOT NULL,
    revoked_at {integer}
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expires_at ON session (expires_at);
CREATE INDEX session_revoked_at ON session (revoked_at);

CREATE TABLE invitation (
    id {id},
    code_digest {text:64} NOT NULL UNIQUE,
    role {text:20} NOT NULL,
    created_by {integer} NOT NULL REFERENCES account (id),
    created_at {integer} NOT NULL,
    expires_at {integer} NOT NULL,
    used_by {integer} REFERENCES account (id),
    used_at {integer}
);

-- What was done to accounts, service types and other things that have no history of their own.
CREATE TABLE audit_event (
    id {id},
    actor {integer},
    subject_kind {text:30} NOT NULL,
    subject {integer} NOT NULL,
    action {text:50} NOT NULL,
    detail {text:2000} NOT NULL,
    created_at {integer} NOT NULL
);
CREATE INDEX audit_event_subject ON audit_event (subject_kind, subject);
