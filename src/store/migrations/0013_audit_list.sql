-- What administrators read of the history of everything, newest first. Every change of a request adds
-- to request_event, so it gets one index alone, which holds what it is filtered by.
CREATE INDEX request_event_created_at ON request_event (created_at, id, kind, actor);
CREATE INDEX audit_event_created_at ON audit_event (created_at, id);
CREATE INDEX audit_event_actor ON audit_event (actor, created_at, id);
CREATE INDEX audit_event_kind ON audit_event (subject_kind, created_at, id);
CREATE INDEX audit_event_action ON audit_event (action, created_at, id);
