-- What a reporter without an account follows their request by: the digest of a token shown once.
CREATE TABLE leak_report (
    id {id},
    service_request {integer} NOT NULL REFERENCES service_request (id),
    token_digest {text:64} NOT NULL UNIQUE,
    created_at {integer} NOT NULL,
    expires_at {integer} NOT NULL
);
CREATE INDEX leak_report_service_request ON leak_report (service_request);
CREATE INDEX leak_report_expires_at ON leak_report (expires_at);
