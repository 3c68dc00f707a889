-- One client where there were two: the one that went stays as a row that says where it went.
SET LOCAL lock_timeout = '5s';

ALTER TABLE clients ADD COLUMN merged_into_id uuid;
ALTER TABLE clients
    ADD CONSTRAINT clients_merged_into_id_fkey FOREIGN KEY (organization_id, merged_into_id)
        REFERENCES clients (organization_id, id) ON DELETE SET NULL (merged_into_id) NOT VALID;
ALTER TABLE clients VALIDATE CONSTRAINT clients_merged_into_id_fkey;
-- lint:allow: no row has it yet
CREATE INDEX clients_merged_into_id_idx ON clients (organization_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
GRANT UPDATE (merged_into_id) ON clients TO lovedcrm_app;

-- Who shares a handle is read from the index alone.
-- lint:allow: nothing to wait for before the first release
CREATE INDEX identities_shared_idx ON identities (organization_id, kind, match_key, client_id);

-- A name without what companies add to theirs, and without gaps: 'padaria aurora ltda.' and 'padaria-aurora' are alike.
CREATE FUNCTION app.name_key(p_sort_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(regexp_replace(' ' || p_sort_name || ' ',
        '[ .,-]+(ltda|mei|me|epp|eireli|s\.?/?a|inc|llc|ltd|s\.?l|s\.?r\.?l|cia|corp|gmbh)(?=[ .,-])', ' ', 'g'), '[^a-z0-9]+', '', 'g')
$$;
ALTER FUNCTION app.name_key(text) OWNER TO lovedcrm_owner;
REVOKE ALL ON FUNCTION app.name_key(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.name_key(text) TO lovedcrm_app;
-- lint:allow: writes the table anew, and there is nothing to wait for before the first release
ALTER TABLE clients ADD COLUMN name_key text GENERATED ALWAYS AS (app.name_key(sort_name)) STORED;
-- lint:allow: nothing to wait for before the first release
CREATE INDEX clients_name_key_idx ON clients (organization_id, name_key, id) WHERE deleted_at IS NULL;

INSERT INTO schema_versions (version, name) VALUES (22, 'merge_clients');
