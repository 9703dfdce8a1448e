-- A create adds to a cell of each of these, and totals walk them: the rows lie in their key itself,
-- in the order in which they are asked for, instead of in a table that an index points into.
CREATE TABLE service_request_cell (
    assigned_to {integer} NOT NULL,
    service_type {integer} NOT NULL,
    status {text:20} NOT NULL,
    priority {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (assigned_to, service_type, status, priority)
) {clustered};
INSERT INTO service_request_cell (assigned_to, service_type, status, priority, n)
SELECT assigned_to, service_type, status, priority, n FROM service_request_count
ORDER BY assigned_to, service_type, status, priority;
DROP TABLE service_request_count;
ALTER TABLE service_request_cell RENAME TO service_request_count;

CREATE TABLE service_request_type_cell (
    status {text:20} NOT NULL,
    service_type {integer} NOT NULL,
    priority {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (status, service_type, priority)
) {clustered};
INSERT INTO service_request_type_cell (status, service_type, priority, n)
SELECT status, service_type, priority, n FROM service_request_type_count
ORDER BY status, service_type, priority;
DROP TABLE service_request_type_count;
ALTER TABLE service_request_type_cell RENAME TO service_request_type_count;

CREATE TABLE service_request_load_cell (
    assigned_to {integer} NOT NULL,
    status {text:20} NOT NULL,
    priority {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (assigned_to, status, priority)
) {clustered};
INSERT INTO service_request_load_cell (assigned_to, status, priority, n)
SELECT assigned_to, status, priority, n FROM service_request_load_count
ORDER BY assigned_to, status, priority;
DROP TABLE service_request_load_count;
ALTER TABLE service_request_load_cell RENAME TO service_request_load_count;

CREATE TABLE service_request_customer_cell (
    customer {integer} NOT NULL,
    status {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (customer, status)
) {clustered};
INSERT INTO service_request_customer_cell (customer, status, n)
SELECT customer, status, n FROM service_request_customer_count ORDER BY customer, status;
DROP TABLE service_request_customer_count;
ALTER TABLE service_request_customer_cell RENAME TO service_request_customer_count;
