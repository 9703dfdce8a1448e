-- The filters of a list in the order of the last change too, so that no page sorts its matches.
CREATE INDEX service_request_updated_id ON service_request (updated_at, id);
CREATE INDEX service_request_customer_updated ON service_request (customer, updated_at, id);
CREATE INDEX service_request_status_updated ON service_request (status, updated_at, id);
CREATE INDEX service_request_type_updated ON service_request (service_type, updated_at, id);
CREATE INDEX service_request_priority_updated ON service_request (priority, updated_at, id);
CREATE INDEX service_request_assigned_updated ON service_request (assigned_to, updated_at, id);
CREATE INDEX service_request_assigned_status_updated
    ON service_request (assigned_to, status, updated_at, id);
{drop_index:service_request_updated_at ON service_request};

-- The updates of a page of requests, newest first.
CREATE INDEX request_event_update ON request_event (service_request, is_update, id);
{drop_index:request_event_service_request ON request_event};

-- Whoever deletes an account asks each table that refers to it.
CREATE INDEX request_event_actor ON request_event (actor);
CREATE INDEX comment_author ON comment (author);
CREATE INDEX attachment_uploaded_by ON attachment (uploaded_by);
CREATE INDEX invitation_created_by ON invitation (created_by);
CREATE INDEX invitation_used_by ON invitation (used_by);

-- No query ever asked for these.
{drop_index:session_revoked_at ON session};
{drop_index:account_credentials_changed_at ON account};

-- Who may see a row: its customer, and from now on its assignee ("c12 a5").
UPDATE service_request_search SET owner = owner || ' a' ||
    (SELECT r.assigned_to FROM service_request r WHERE r.id = service_request_search.{search_id})
    WHERE {search_id} IN (SELECT id FROM service_request WHERE assigned_to IS NOT NULL);
UPDATE ticket_search SET owner = owner || ' a' ||
    (SELECT t.assigned_to FROM ticket t WHERE t.id = ticket_search.{search_id})
    WHERE {search_id} IN (SELECT id FROM ticket WHERE assigned_to IS NOT NULL);
