-- What needs attention is read in the order of close dates and of time in stage, among open deals alone; quiet deals
-- are those whose client is not among the ones spoken with lately.
SET LOCAL lock_timeout = '5s';

-- lint:allow: a tenth of a second for fifty thousand rows, and nothing to wait for before the first release
CREATE INDEX deals_expected_close_date_idx ON deals (organization_id, expected_close_date, id)
    WHERE outcome IS NULL AND deleted_at IS NULL;
-- lint:allow: a tenth of a second for fifty thousand rows, and nothing to wait for before the first release
CREATE INDEX deals_stage_entered_at_idx ON deals (organization_id, stage_entered_at, id)
    WHERE outcome IS NULL AND deleted_at IS NULL;
-- lint:allow: a tenth of a second for fifty thousand rows, and nothing to wait for before the first release
CREATE INDEX clients_last_touch_at_idx ON clients (organization_id, last_touch_at) WHERE deleted_at IS NULL;

INSERT INTO schema_versions (version, name) VALUES (5, 'index_open_deals');
