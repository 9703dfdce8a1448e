-- Cases and conversations count their ids together: a number never means two things.
CREATE TABLE ticket (
    id {id},
    kind {text:20} NOT NULL,
    customer {integer} NOT NULL REFERENCES account (id),
    service_request {integer} REFERENCES service_request (id),
    subject {text:255} NOT NULL,
    description {text} NOT NULL,
    status {text:20} NOT NULL,
    priority {text:20} NOT NULL,
    assigned_to {integer} REFERENCES account (id),
    resolution_notes {text} NOT NULL,
    visibility {text:20} NOT NULL,
    post_count {integer} NOT NULL,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL,
    last_activity_at {integer} NOT NULL,
    resolved_at {integer},
    version {integer} NOT NULL,
    deleted_at {integer}
);
-- One index for each filter that a list offers, in both orders that lists are shown in. Kinds are
-- of very different size, so they stand before state and priority too.
CREATE INDEX ticket_kind ON ticket (kind, id);
CREATE INDEX ticket_status ON ticket (status, id);
CREATE INDEX ticket_kind_status ON ticket (kind, status, id);
CREATE INDEX ticket_priority ON ticket (priority, id);
CREATE INDEX ticket_kind_priority ON ticket (kind, priority, id);
CREATE INDEX ticket_customer ON ticket (customer, id);
CREATE INDEX ticket_assigned_to ON ticket (assigned_to, id);
CREATE INDEX ticket_assigned_status ON ticket (assigned_to, status, id);
CREATE INDEX ticket_service_request ON ticket (service_request, id);
CREATE INDEX ticket_activity ON ticket (last_activity_at, id);
CREATE INDEX ticket_kind_activity ON ticket (kind, last_activity_at, id);
CREATE INDEX ticket_status_activity ON ticket (status, last_activity_at, id);
CREATE INDEX ticket_priority_activity ON ticket (priority, last_activity_at, id);
CREATE INDEX ticket_customer_activity ON ticket (customer, last_activity_at, id);
CREATE INDEX ticket_assigned_activity ON ticket (assigned_to, last_activity_at, id);

-- Counted where they change. assigned_to 0: nobody.
CREATE TABLE ticket_count (
    kind {text:20} NOT NULL,
    status {text:20} NOT NULL,
    priority {text:20} NOT NULL,
    assigned_to {integer} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (kind, status, priority, assigned_to)
);
CREATE TABLE ticket_customer_count (
    customer {integer} NOT NULL,
    kind {text:20} NOT NULL,
    status {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (customer, kind, status)
);

{search_table:ticket_search}

CREATE TABLE post (
    id {id},
    ticket {integer} NOT NULL REFERENCES ticket (id),
    author {integer} NOT NULL REFERENCES account (id),
    message {text} NOT NULL,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL,
    deleted_at {integer}
);
CREATE INDEX post_ticket ON post (ticket, id);
CREATE INDEX post_author ON post (author);

CREATE TABLE interaction (
    id {id},
    ticket {integer} NOT NULL REFERENCES ticket (id),
    customer {integer} NOT NULL REFERENCES account (id),
    representative {integer} NOT NULL REFERENCES account (id),
    type {text:20} NOT NULL,
    notes {text} NOT NULL,
    duration_minutes {integer},
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL,
    deleted_at {integer}
);
CREATE INDEX interaction_ticket ON interaction (ticket, id);
CREATE INDEX interaction_customer ON interaction (customer, id);
CREATE INDEX interaction_representative ON interaction (representative, id);
CREATE INDEX interaction_type ON interaction (type, id);

-- The statistics: of everybody (account 0), of a customer, of a representative.
CREATE TABLE interaction_count (
    party {text:20} NOT NULL,
    account {integer} NOT NULL,
    type {text:20} NOT NULL,
    n {integer} NOT NULL,
    minutes {integer} NOT NULL,
    PRIMARY KEY (party, account, type)
);
