-- A large import fills tables faster than autovacuum looks at them; until then every plan, those of foreign keys
-- included, is made for an empty table. The worker may have the planner look again, where a table has doubled since.
SET LOCAL lock_timeout = '5s';

CREATE FUNCTION app.refresh_statistics() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE r record;
BEGIN
    FOR r IN SELECT c.oid::regclass AS name FROM pg_class c
             WHERE c.relnamespace = 'public'::regnamespace
               AND c.relname IN ('clients', 'contacts', 'identities', 'deals', 'deal_stage_visits', 'timeline_entries',
                                 'tags', 'client_tags', 'deal_tags', 'import_problems')
               AND pg_relation_size(c.oid) / 8192 > 2 * greatest(c.relpages, 0) + 8
             ORDER BY c.relname LOOP
        EXECUTE format('ANALYZE %s', r.name);
    END LOOP;
END $$;
ALTER FUNCTION app.refresh_statistics() OWNER TO lovedcrm_owner;
REVOKE ALL ON FUNCTION app.refresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.refresh_statistics() TO lovedcrm_app;

INSERT INTO schema_versions (version, name) VALUES (4, 'refresh_statistics');
