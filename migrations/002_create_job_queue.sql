-- The job queue's own schema, as its library of the pinned version ships it, and the worker's way into an organization.
SET LOCAL lock_timeout = '5s';

-- migrate:include procrastinate

-- The queue's login is lovedcrm_auth, which could enter every organization anyway. The business login may only
-- leave jobs of the organization that it is in: it sees, takes and changes none.
GRANT SELECT, INSERT, UPDATE, DELETE
    ON procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers TO lovedcrm_auth;
GRANT INSERT ON procrastinate_jobs, procrastinate_events TO lovedcrm_app;
GRANT SELECT (id, args) ON procrastinate_jobs TO lovedcrm_app;
DO $$
DECLARE r record;
BEGIN
    FOR r IN SELECT c.oid::regclass AS name FROM pg_class c
             WHERE c.relnamespace = 'public'::regnamespace AND c.relname LIKE 'procrastinate\_%' AND c.relkind = 'S' LOOP
        EXECUTE format('GRANT USAGE, SELECT ON %s TO lovedcrm_auth', r.name);
    END LOOP;
END $$;
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq TO lovedcrm_app;

ALTER TABLE procrastinate_jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY procrastinate_jobs_own ON procrastinate_jobs FOR ALL TO lovedcrm_app
    USING ((args ->> 'organization_id') = (SELECT app.organization_id())::text)
    WITH CHECK ((args ->> 'organization_id') = (SELECT app.organization_id())::text AND status = 'todo');
CREATE POLICY procrastinate_jobs_queue ON procrastinate_jobs FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true);
CREATE POLICY procrastinate_jobs_gate ON procrastinate_jobs FOR SELECT TO lovedcrm_gate USING (true);

-- What a worker shows at the door of a job's organization: a seal that only the queue's login can get.
CREATE FUNCTION app.job_pass(p_job bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT app.context_mac('job|' || j.id::text || '|' || (j.args ->> 'organization_id'))
    FROM public.procrastinate_jobs j WHERE j.id = p_job AND j.status::text = 'doing'
$$;

-- A job enters the organization that its own row names, and only while the worker that shows its pass runs it.
CREATE FUNCTION app.enter_job(p_job bigint, p_pass text)
RETURNS TABLE (status text, organization_id uuid, user_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT o.id, m.user_id INTO organization_id, user_id
    FROM public.procrastinate_jobs j
    JOIN public.organizations o ON o.id = (j.args ->> 'organization_id')::uuid AND o.deleted_at IS NULL
    LEFT JOIN public.memberships m ON m.organization_id = o.id AND m.user_id = (j.args ->> 'user_id')::uuid
    WHERE j.id = p_job AND j.status::text = 'doing'
      AND p_pass = app.context_mac('job|' || j.id::text || '|' || (j.args ->> 'organization_id'));
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
ALTER FUNCTION app.job_pass(bigint) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.enter_job(bigint, text) OWNER TO lovedcrm_gate;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate;
REVOKE ALL ON FUNCTION app.job_pass(bigint), app.enter_job(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.job_pass(bigint) TO lovedcrm_auth;
GRANT EXECUTE ON FUNCTION app.enter_job(bigint, text) TO lovedcrm_app;

INSERT INTO schema_versions (version, name) VALUES (2, 'create_job_queue');
