-- How many requests were changed in a time is counted, up to a bound. They lie all over the table: with
-- the mark of what was deleted in the index none of their rows is looked up for it.
{drop_index:service_request_updated_id ON service_request};
CREATE INDEX service_request_updated_id ON service_request (updated_at, id, deleted_at);
{drop_index:service_request_customer_updated ON service_request};
CREATE INDEX service_request_customer_updated
    ON service_request (customer, updated_at, id, deleted_at);
{drop_index:service_request_status_updated ON service_request};
CREATE INDEX service_request_status_updated
    ON service_request (status, updated_at, id, deleted_at);
{drop_index:service_request_type_updated ON service_request};
CREATE INDEX service_request_type_updated
    ON service_request (service_type, updated_at, id, deleted_at);
{drop_index:service_request_priority_updated ON service_request};
CREATE INDEX service_request_priority_updated
    ON service_request (priority, updated_at, id, deleted_at);
{drop_index:service_request_assigned_updated ON service_request};
CREATE INDEX service_request_assigned_updated
    ON service_request (assigned_to, updated_at, id, deleted_at);
{drop_index:service_request_assigned_status_updated ON service_request};
CREATE INDEX service_request_assigned_status_updated
    ON service_request (assigned_to, status, updated_at, id, deleted_at);
