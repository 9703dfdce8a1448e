-- As with requests (0015, 0016): what a list of all tickets adds up is kept without the assignee, of
-- whom there may be hundreds, and the rest lies in the order of the assignee.
CREATE TABLE ticket_kind_count (
    kind {text:20} NOT NULL,
    status {text:20} NOT NULL,
    priority {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (kind, status, priority)
) {clustered};
INSERT INTO ticket_kind_count (kind, status, priority, n)
SELECT kind, status, priority, SUM(n) FROM ticket_count GROUP BY kind, status, priority;

CREATE TABLE ticket_cell (
    assigned_to {integer} NOT NULL,
    kind {text:20} NOT NULL,
    status {text:20} NOT NULL,
    priority {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (assigned_to, kind, status, priority)
) {clustered};
INSERT INTO ticket_cell (assigned_to, kind, status, priority, n)
SELECT assigned_to, kind, status, priority, n FROM ticket_count
ORDER BY assigned_to, kind, status, priority;
DROP TABLE ticket_count;
ALTER TABLE ticket_cell RENAME TO ticket_count;

CREATE TABLE ticket_customer_cell (
    customer {integer} NOT NULL,
    kind {text:20} NOT NULL,
    status {text:20} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (customer, kind, status)
) {clustered};
INSERT INTO ticket_customer_cell (customer, kind, status, n)
SELECT customer, kind, status, n FROM ticket_customer_count ORDER BY customer, kind, status;
DROP TABLE ticket_customer_count;
ALTER TABLE ticket_customer_cell RENAME TO ticket_customer_count;
