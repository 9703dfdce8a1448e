-- The kinds of request that Pilotlight ships (field.md 3.5); an administrator may add and change.
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('leak', 'Gas leak or smell of gas',
    'Smell of gas, hissing, a damaged pipe, fire, or a carbon monoxide alarm.',
    1, 'urgent', 'emergency', ',gas_leak,gas_leak_inspection,', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('no_gas', 'No gas supply',
    'The supply has stopped at one address or several.',
    4, 'high', 'caution', ',outage,', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('low_pressure', 'Low pressure',
    'Flames are weak or appliances go out.',
    24, 'high', 'caution', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('high_pressure', 'High pressure',
    'Flames are too strong or noisy.',
    4, 'urgent', 'caution', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('relight', 'Relight or appliance check',
    'A pilot light is out, or an appliance needs a check after an interruption.',
    24, 'medium', 'caution', ',appliance_check,', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('repair', 'Repair',
    'Repair of a pipe, valve, regulator or fitting.',
    48, 'medium', 'caution', ',pipe_repair,', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('maintenance', 'Maintenance',
    'Planned maintenance of pipes and fittings.',
    72, 'low', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('safety_check', 'Safety inspection',
    'A leak test or safety inspection on request.',
    72, 'medium', 'none', ',inspection,', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('new_connection', 'New connection',
    'A new gas connection for a home or business.',
    240, 'medium', 'none', ',installation,', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('alteration', 'Alteration',
    'Move or change of the pipe or meter on the premises.',
    240, 'low', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('shift', 'Moving house',
    'Transfer of the service to other premises.',
    120, 'low', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('name_change', 'Change of name',
    'The account is to run in another name.',
    120, 'low', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('disconnect', 'Disconnection',
    'Temporary or permanent disconnection.',
    72, 'medium', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('reconnect', 'Reconnection',
    'Supply again after a disconnection.',
    24, 'high', 'caution', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('meter_read', 'Meter reading',
    'A reading sent by the customer, with a photo if possible.',
    24, 'low', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('meter_test', 'Meter test',
    'The meter is thought to read wrong.',
    240, 'medium', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('meter_replace', 'Meter replacement',
    'A damaged, stopped or old meter is to be replaced.',
    120, 'medium', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('billing', 'Bill or refund',
    'A bill is wrong, doubled, or a refund is due.',
    72, 'medium', 'none', ',billing_dispute,', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('payment', 'Payment',
    'A payment is missing or failed.',
    48, 'medium', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('locate', 'Locate pipes before digging',
    'Mark the pipes before excavation.',
    48, 'high', 'caution', ',excavation_notice,', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('planned_work', 'Planned work enquiry',
    'A question about announced work.',
    72, 'low', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('complaint', 'Complaint',
    'A formal complaint about service or conduct.',
    120, 'medium', 'none', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('tamper_theft', 'Tampering or theft',
    'A tampered meter or an unlawful connection.',
    24, 'high', 'caution', '', 1, 0, 0);
INSERT INTO service_type (slug, name, description, estimated_time_hours, default_priority, hazard,
    aliases, is_active, created_at, updated_at)
VALUES ('feedback', 'Feedback',
    'Praise, ideas and everything else.',
    240, 'low', 'none', ',other,', 1, 0, 0);
