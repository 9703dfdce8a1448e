-- The rows of one new request, as Pilotlight writes them; bench/group_commit.py compares what both
-- leave in every table. Named values: :now (microseconds), :text (a description no other row has),
-- :customer, :type, :support (ids), :request (the id of the row that the first statement made).
INSERT INTO service_request (customer, service_type, type_text, title, description, address, status,
    priority, assigned_to, resolution, created_at, updated_at, resolved_at, version, deleted_at,
    first_response_at)
VALUES (:customer, :type, 'leak', 'Gas leak or smell of gas', :text,
    'Flat 302, Sunrise Apartments, Koramangala, Bengaluru - 560095', 'pending', 'urgent', :support,
    '', :now, :now, NULL, 1, NULL, NULL);
INSERT INTO service_request_count (assigned_to, service_type, status, priority, n)
VALUES (:support, :type, 'pending', 'urgent', 1)
ON CONFLICT (assigned_to, service_type, status, priority) DO UPDATE SET
    n = service_request_count.n + excluded.n;
INSERT INTO service_request_type_count (status, service_type, priority, n)
VALUES ('pending', :type, 'urgent', 1)
ON CONFLICT (status, service_type, priority) DO UPDATE SET
    n = service_request_type_count.n + excluded.n;
INSERT INTO service_request_load_count (assigned_to, status, priority, n)
VALUES (:support, 'pending', 'urgent', 1)
ON CONFLICT (assigned_to, status, priority) DO UPDATE SET
    n = service_request_load_count.n + excluded.n;
INSERT INTO service_request_customer_count (customer, status, n) VALUES (:customer, 'pending', 1)
ON CONFLICT (customer, status) DO UPDATE SET n = service_request_customer_count.n + excluded.n;
INSERT INTO request_age (slot, n) VALUES (:now - :now % 900000000, 1)
ON CONFLICT (slot) DO UPDATE SET n = request_age.n + excluded.n;
INSERT INTO service_request_search (rowid, number, title, description, address, owner)
VALUES (:request, 'SR-' || :request, 'Gas leak or smell of gas', :text,
    'Flat 302, Sunrise Apartments, Koramangala, Bengaluru - 560095',
    'c' || :customer || ' a' || :support);
UPDATE account SET open_work = open_work + 1, last_assigned_at = :now WHERE id = :support;
INSERT INTO notice (noun, subject, version, kind, customer, assigned_to, formerly_assigned_to,
    is_open_to_everyone, visibility, created_at)
VALUES ('request', :request, 1, 'opened', :customer, :support, NULL, 0, 'public', :now);
INSERT INTO request_event (service_request, actor, kind, from_value, to_value, note, visibility,
    is_update, created_at)
VALUES (:request, :customer, 'opened', '', 'leak', '', 'public', 0, :now);
INSERT INTO notice (noun, subject, version, kind, customer, assigned_to, formerly_assigned_to,
    is_open_to_everyone, visibility, created_at)
VALUES ('request', :request, 1, 'assigned', :customer, :support, NULL, 0, 'public', :now);
INSERT INTO request_event (service_request, actor, kind, from_value, to_value, note, visibility,
    is_update, created_at)
VALUES (:request, NULL, 'assigned', '', :support, '', 'public', 0, :now);
