CREATE TABLE service_type (
    id {id},
    slug {text:50} NOT NULL UNIQUE,
    name {text:100} NOT NULL,
    description {text:2000} NOT NULL,
    estimated_time_hours {integer} NOT NULL,
    default_priority {text:20} NOT NULL,
    hazard {text:20} NOT NULL,
    aliases {text:2000} NOT NULL,
    is_active {integer} NOT NULL,
    created_at {integer} NOT NULL,
    updated_at {integer} NOT NULL
);
