-- The dashboard's figures, counted where they change; nothing here is found by a scan.
ALTER TABLE service_request ADD COLUMN first_response_at {integer};

-- Open requests by the quarter of an hour in which they were opened.
CREATE TABLE request_age (
    slot {integer} NOT NULL PRIMARY KEY,
    n {integer} NOT NULL
);
-- How long first responses and resolutions took, by the day they came; buckets of
-- domain/dashboard.hpp.
CREATE TABLE request_time (
    measure {text:20} NOT NULL,
    day {integer} NOT NULL,
    bucket {integer} NOT NULL,
    n {integer} NOT NULL,
    PRIMARY KEY (measure, day, bucket)
);

UPDATE service_request SET first_response_at = (
    SELECT MIN(e.created_at) FROM request_event e JOIN account a ON a.id = e.actor
    WHERE e.service_request = service_request.id AND e.visibility = 'public'
    AND e.kind IN ('noted', 'status_changed', 'commented') AND a.role <> 'customer');
INSERT INTO request_age (slot, n)
SELECT created_at - created_at % 900000000, COUNT(*) FROM service_request
WHERE status IN ('pending', 'in_progress') AND deleted_at IS NULL
GROUP BY created_at - created_at % 900000000;
INSERT INTO request_time (measure, day, bucket, n)
SELECT 'first_response', day, bucket, COUNT(*) FROM (
    SELECT first_response_at - first_response_at % 86400000000 AS day,
        CASE
            WHEN first_response_at - created_at < 60000000 THEN 0
            WHEN first_response_at - created_at < 84000000 THEN 1
            WHEN first_response_at - created_at < 120000000 THEN 2
            WHEN first_response_at - created_at < 169000000 THEN 3
            WHEN first_response_at - created_at < 240000000 THEN 4
            WHEN first_response_at - created_at < 339000000 THEN 5
            WHEN first_response_at - created_at < 480000000 THEN 6
            WHEN first_response_at - created_at < 678000000 THEN 7
            WHEN first_response_at - created_at < 960000000 THEN 8
            WHEN first_response_at - created_at < 1357000000 THEN 9
            WHEN first_response_at - created_at < 1920000000 THEN 10
            WHEN first_response_at - created_at < 2714000000 THEN 11
            WHEN first_response_at - created_at < 3840000000 THEN 12
            WHEN first_response_at - created_at < 5429000000 THEN 13
            WHEN first_response_at - created_at < 7680000000 THEN 14
            WHEN first_response_at - created_at < 10859000000 THEN 15
            WHEN first_response_at - created_at < 15360000000 THEN 16
            WHEN first_response_at - created_at < 21719000000 THEN 17
            WHEN first_response_at - created_at < 30720000000 THEN 18
            WHEN first_response_at - created_at < 43438000000 THEN 19
            WHEN first_response_at - created_at < 61440000000 THEN 20
            WHEN first_response_at - created_at < 86876000000 THEN 21
            WHEN first_response_at - created_at < 122880000000 THEN 22
            WHEN first_response_at - created_at < 173752000000 THEN 23
            WHEN first_response_at - created_at < 245760000000 THEN 24
            WHEN first_response_at - created_at < 347504000000 THEN 25
            WHEN first_response_at - created_at < 491520000000 THEN 26
            WHEN first_response_at - created_at < 695009000000 THEN 27
            WHEN first_response_at - created_at < 983040000000 THEN 28
            WHEN first_response_at - created_at < 1390018000000 THEN 29
            WHEN first_response_at - created_at < 1966080000000 THEN 30
            WHEN first_response_at - created_at < 2780037000000 THEN 31
            WHEN first_response_at - created_at < 3932160000000 THEN 32
            WHEN first_response_at - created_at < 5560074000000 THEN 33
            WHEN first_response_at - created_at < 7864320000000 THEN 34
            ELSE 35 END AS bucket
    FROM service_request WHERE first_response_at IS NOT NULL AND deleted_at IS NULL) AS took
GROUP BY day, bucket;
INSERT INTO request_time (measure, day, bucket, n)
SELECT 'resolution', day, bucket, COUNT(*) FROM (
    SELECT resolved_at - resolved_at % 86400000000 AS day,
        CASE
            WHEN resolved_at - created_at < 60000000 THEN 0
            WHEN resolved_at - created_at < 84000000 THEN 1
            WHEN resolved_at - created_at < 120000000 THEN 2
            WHEN resolved_at - created_at < 169000000 THEN 3
            WHEN resolved_at - created_at < 240000000 THEN 4
            WHEN resolved_at - created_at < 339000000 THEN 5
            WHEN resolved_at - created_at < 480000000 THEN 6
            WHEN resolved_at - created_at < 678000000 THEN 7
            WHEN resolved_at - created_at < 960000000 THEN 8
            WHEN resolved_at - created_at < 1357000000 THEN 9
            WHEN resolved_at - created_at < 1920000000 THEN 10
            WHEN resolved_at - created_at < 2714000000 THEN 11
            WHEN resolved_at - created_at < 3840000000 THEN 12
            WHEN resolved_at - created_at < 5429000000 THEN 13
            WHEN resolved_at - created_at < 7680000000 THEN 14
            WHEN resolved_at - created_at < 10859000000 THEN 15
            WHEN resolved_at - created_at < 15360000000 THEN 16
            WHEN resolved_at - created_at < 21719000000 THEN 17
            WHEN resolved_at - created_at < 30720000000 THEN 18
            WHEN resolved_at - created_at < 43438000000 THEN 19
            WHEN resolved_at - created_at < 61440000000 THEN 20
            WHEN resolved_at - created_at < 86876000000 THEN 21
            WHEN resolved_at - created_at < 122880000000 THEN 22
            WHEN resolved_at - created_at < 173752000000 THEN 23
            WHEN resolved_at - created_at < 245760000000 THEN 24
            WHEN resolved_at - created_at < 347504000000 THEN 25
            WHEN resolved_at - created_at < 491520000000 THEN 26
            WHEN resolved_at - created_at < 695009000000 THEN 27
            WHEN resolved_at - created_at < 983040000000 THEN 28
            WHEN resolved_at - created_at < 1390018000000 THEN 29
            WHEN resolved_at - created_at < 1966080000000 THEN 30
            WHEN resolved_at - created_at < 2780037000000 THEN 31
            WHEN resolved_at - created_at < 3932160000000 THEN 32
            WHEN resolved_at - created_at < 5560074000000 THEN 33
            WHEN resolved_at - created_at < 7864320000000 THEN 34
            ELSE 35 END AS bucket
    FROM service_request WHERE resolved_at IS NOT NULL AND deleted_at IS NULL) AS took
GROUP BY day, bucket;
