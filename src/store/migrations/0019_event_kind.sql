-- Lines of one kind, newest first: one that is rare was sought among all events of all time. The index
-- on the time alone holds no other column now; an actor's lines have had their own since 0015.
-- Nothing deletes an event, so the next id after the newest is new without being kept elsewhere (as
-- with 0017, rows are there to copy on SQLite alone).
CREATE TABLE request_event_onward (
    id {onward_id},
    service_request {integer} NOT NULL REFERENCES service_request (id),
    actor {integer} REFERENCES account (id),
    kind {text:20} NOT NULL,
    from_value {text:500} NOT NULL,
    to_value {text:500} NOT NULL,
    note {text} NOT NULL,
    visibility {text:20} NOT NULL,
    is_update {integer} NOT NULL,
    created_at {integer} NOT NULL
);
INSERT INTO request_event_onward (id, service_request, actor, kind, from_value, to_value, note, visibility,
    is_update, created_at)
SELECT id, service_request, actor, kind, from_value, to_value, note, visibility,
    is_update, created_at FROM request_event;
DROP TABLE request_event;
ALTER TABLE request_event_onward RENAME TO request_event;
CREATE INDEX request_event_update ON request_event (service_request, is_update, id);
CREATE INDEX request_event_actor_created ON request_event (actor, created_at, id);
CREATE INDEX request_event_created ON request_event (created_at, id);
CREATE INDEX request_event_kind ON request_event (kind, created_at, id);
