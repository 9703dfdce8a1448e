-- Ids are never reused: the number that a customer quotes follows from the id.
CREATE TABLE service_request (
    id {id},
    customer {integer} NOT NULL REFERENCES account (id),
    service_type {integer} NOT NULL REFERENCES service_type (id),
    type_text {text:100} NOT NULL,
    title {text:255} NOT NULL,
    description {text} NOT NULL,
    address {text:500} NOT NULL,
    status {text:20} NOT NULL,
    priority {text:20} NOT NULL,
    assigned_to {integer} REFERENCES account (id),
    resolution {text} NOT NULL,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL,
    resolved_at {integer},
    version {integer} NOT NULL,
    deleted_at {integer}
);
-- One index for each filter that a list offers, in the order that lists are shown.
CREATE INDEX service_request_created_at ON service_request (created_at);
CREATE INDEX service_request_updated_at ON service_request (updated_at);
CREATE INDEX service_request_customer ON service_request (customer, created_at);
CREATE INDEX service_request_status ON service_request (status, created_at);
CREATE INDEX service_request_service_type ON service_request (service_type, created_at);
CREATE INDEX service_request_priority ON service_request (priority, created_at);
CREATE INDEX service_request_assigned_to ON service_request (assigned_to, created_at);
CREATE INDEX service_request_assigned_status ON service_request (assigned_to, status, created_at);

-- Counted where they change, so that a list's total and the dashboard cost the same at any size.
-- assigned_to 0: nobody.
CREATE TABLE service_request_count (
    status {text:20} NOT NULL,
    service_type {integer} NOT NULL,
    priority {text:20} NOT NULL,
    assigned_to {integer} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (status, service_type, priority, assigned_to)
);
CREATE TABLE service_request_customer_count (
    customer {integer} NOT NULL,
    status {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (customer, status)
);

-- Append-only: the history of each request.
CREATE TABLE request_event (
    id {id},
    service_request {integer} NOT NULL REFERENCES service_request (id),
    actor {integer} REFERENCES account (id),
    kind {text:20} NOT NULL,
    from_value {text:500} NOT NULL,
    to_value {text:500} NOT NULL,
    note {text} NOT NULL,
    visibility {text:20} NOT NULL,
    is_update {integer} NOT NULL,
    created_at {integer} NOT NULL
);
CREATE INDEX request_event_service_request ON request_event (service_request, is_update);

CREATE TABLE comment (
    id {id},
    service_request {integer} NOT NULL REFERENCES service_request (id),
    author {integer} NOT NULL REFERENCES account (id),
    text {text} NOT NULL,
    visibility {text:20} NOT NULL,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL
);
CREATE INDEX comment_service_request ON comment (service_request);

CREATE TABLE attachment (
    id {id},
    service_request {integer} NOT NULL REFERENCES service_request (id),
    uploaded_by {integer} NOT NULL REFERENCES account (id),
    name {text:255} NOT NULL,
    media_type {text:100} NOT NULL,
    size_bytes {integer} NOT NULL,
    sha256 {text:64} NOT NULL,
    storage_key {text:100} NOT NULL UNIQUE,
    created_at {integer} NOT NULL
);
CREATE INDEX attachment_service_request ON attachment (service_request);

{search_table:service_request_search}
