-- The job queue's own schema, as its library of the pinned version ships it, and the worker's way into an organization.
SET LOCAL lock_timeout = '5s';

-- migrate:include procrastinate

DO $$
DECLARE r record;
BEGIN
    FOR r IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c
             WHERE c.relnamespace = 'public'::regnamespace AND c.relname LIKE 'procrastinate\_%' AND c.relkind IN ('r', 'S') LOOP
        IF r.relkind = 'r' THEN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO lovedcrm_app', r.name);
        ELSE
            EXECUTE format('GRANT USAGE, SELECT ON %s TO lovedcrm_app', r.name);
        END IF;
    END LOOP;
END $$;

-- A job enters the organization that its own row names, and only while a worker runs it.
CREATE FUNCTION app.enter_job(p_job bigint)
RETURNS TABLE (status text, organization_id uuid, user_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT o.id, m.user_id INTO organization_id, user_id
    FROM public.procrastinate_jobs j
    JOIN public.organizations o ON o.id = (j.args ->> 'organization_id')::uuid AND o.deleted_at IS NULL
    LEFT JOIN public.memberships m ON m.organization_id = o.id AND m.user_id = (j.args ->> 'user_id')::uuid
    WHERE j.id = p_job AND j.status::text = 'doing';
    IF NOT FOUND THEN
        status := 'job_dead';
        RETURN NEXT;
        RETURN;
    END IF;
    status := 'ok';
    PERFORM app.set_context(organization_id, user_id);
    RETURN NEXT;
END $$;
GRANT SELECT (id, args, status) ON procrastinate_jobs TO lovedcrm_gate;
GRANT CREATE ON SCHEMA app TO lovedcrm_gate;
ALTER FUNCTION app.enter_job(bigint) OWNER TO lovedcrm_gate;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate;
REVOKE ALL ON FUNCTION app.enter_job(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.enter_job(bigint) TO lovedcrm_app;

INSERT INTO schema_versions (version, name) VALUES (2, 'create_job_queue');
