-- Accounts that may not log in are few: their list passed by all the others.
CREATE INDEX account_active ON account (is_active, id);
