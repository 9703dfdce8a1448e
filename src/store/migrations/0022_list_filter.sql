-- What a list checks along an index lies in it, behind the order that is shown: no row is looked up to
-- be turned down for its type or priority, for the mark of what was deleted, or to be passed over by a
-- page. Not the state: each of its changes would write the indexes that it does not lead too.
{drop_index:service_request_created_at ON service_request};
CREATE INDEX service_request_created_at ON service_request (created_at, id, deleted_at);
{drop_index:service_request_customer ON service_request};
CREATE INDEX service_request_customer ON service_request (customer, created_at, id, deleted_at);
{drop_index:service_request_priority ON service_request};
CREATE INDEX service_request_priority ON service_request (priority, created_at, id, deleted_at);
{drop_index:service_request_service_type ON service_request};
CREATE INDEX service_request_service_type
    ON service_request (service_type, created_at, id, priority, deleted_at);
{drop_index:service_request_status ON service_request};
CREATE INDEX service_request_status
    ON service_request (status, created_at, id, service_type, priority, deleted_at);
{drop_index:service_request_assigned_to ON service_request};
CREATE INDEX service_request_assigned_to
    ON service_request (assigned_to, created_at, id, service_type, priority, deleted_at);
{drop_index:service_request_assigned_status ON service_request};
CREATE INDEX service_request_assigned_status
    ON service_request (assigned_to, status, created_at, id, service_type, priority, deleted_at);

{drop_index:service_request_type_updated ON service_request};
CREATE INDEX service_request_type_updated
    ON service_request (service_type, updated_at, id, priority, deleted_at);
{drop_index:service_request_status_updated ON service_request};
CREATE INDEX service_request_status_updated
    ON service_request (status, updated_at, id, service_type, priority, deleted_at);
{drop_index:service_request_assigned_updated ON service_request};
CREATE INDEX service_request_assigned_updated
    ON service_request (assigned_to, updated_at, id, service_type, priority, deleted_at);
{drop_index:service_request_assigned_status_updated ON service_request};
CREATE INDEX service_request_assigned_status_updated
    ON service_request (assigned_to, status, updated_at, id, service_type, priority, deleted_at);
