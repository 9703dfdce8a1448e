-- A cell of each type, state, priority and assignee is one of tens of thousands on a large desk, and
-- every list added them up for its total. Sums that the desk asks for are kept as well.
CREATE TABLE service_request_type_count (
    status {text:20} NOT NULL,
    service_type {integer} NOT NULL,
    priority {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (status, service_type, priority)
);
CREATE TABLE service_request_load_count (
    assigned_to {integer} NOT NULL,
    status {text:20} NOT NULL,
    priority {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (assigned_to, status, priority)
);
CREATE INDEX service_request_count_assigned_to ON service_request_count (assigned_to);
INSERT INTO service_request_type_count (status, service_type, priority, n)
SELECT status, service_type, priority, SUM(n) FROM service_request_count
GROUP BY status, service_type, priority;
INSERT INTO service_request_load_count (assigned_to, status, priority, n)
SELECT assigned_to, status, priority, SUM(n) FROM service_request_count
GROUP BY assigned_to, status, priority;

-- What one member of staff did, newest first: without the time, all they ever did was sorted.
CREATE INDEX request_event_actor_created ON request_event (actor, created_at, id);
{drop_index:request_event_actor ON request_event};
