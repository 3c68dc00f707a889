-- The daily clean-up runs one job an organization; only its own scheduling job may learn which there are.
SET LOCAL lock_timeout = '5s';

CREATE FUNCTION app.list_organizations(p_job bigint) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.id FROM public.organizations o
    WHERE o.deleted_at IS NULL AND EXISTS (
        SELECT FROM public.procrastinate_jobs j
        WHERE j.id = p_job AND j.status::text = 'doing' AND j.task_name = 'cleanup.schedule')
    ORDER BY o.id
$$;
GRANT SELECT (task_name) ON procrastinate_jobs TO lovedcrm_gate;
GRANT CREATE ON SCHEMA app TO lovedcrm_gate;
ALTER FUNCTION app.list_organizations(bigint) OWNER TO lovedcrm_gate;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate;
REVOKE ALL ON FUNCTION app.list_organizations(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.list_organizations(bigint) TO lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (3, 'list_organizations_for_cleanup');
