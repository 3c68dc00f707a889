-- What somebody is to do, by when, and about whom.
SET LOCAL lock_timeout = '5s';

-- due_on and due_time are what the person chose, by the clock of time_zone; due_at is the instant that they mean, and is
-- empty for a task of a whole day, which is due on that date wherever one looks. due_order sorts both kinds in one
-- index: the instant, the noon of the day, or the end of time. next_id is what came of a repeating task once done.
CREATE TABLE tasks (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    title text NOT NULL CONSTRAINT tasks_title_check CHECK (length(title) BETWEEN 1 AND 300),
    details text NOT NULL DEFAULT '',
    due_on date,
    due_time time,
    time_zone text,
    due_at timestamptz,
    due_order timestamptz NOT NULL,
    reminder_minutes integer CONSTRAINT tasks_reminder_minutes_check CHECK (reminder_minutes BETWEEN 0 AND 40320),
    remind_at timestamptz,
    reminded_at timestamptz,
    repeats jsonb CONSTRAINT tasks_repeats_check CHECK (jsonb_typeof(repeats) = 'object'),
    assignee_id uuid,
    client_id uuid,
    deal_id uuid,
    created_by uuid,
    completed_at timestamptz,
    completed_by uuid,
    next_id uuid,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT tasks_due_check CHECK (
        (due_time IS NULL) = (due_at IS NULL) AND (due_on IS NULL) = (time_zone IS NULL)
        AND (due_on IS NOT NULL OR (due_time IS NULL AND reminder_minutes IS NULL AND repeats IS NULL))),
    CONSTRAINT tasks_remind_at_check CHECK (reminder_minutes IS NOT NULL OR remind_at IS NULL),
    CONSTRAINT tasks_deal_check CHECK (deal_id IS NULL OR client_id IS NOT NULL),
    CONSTRAINT tasks_assignee_id_fkey FOREIGN KEY (organization_id, assignee_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (assignee_id),
    CONSTRAINT tasks_client_id_fkey FOREIGN KEY (organization_id, client_id)
        REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT tasks_deal_id_fkey FOREIGN KEY (organization_id, deal_id)
        REFERENCES deals (organization_id, id) ON DELETE SET NULL (deal_id),
    CONSTRAINT tasks_created_by_fkey FOREIGN KEY (organization_id, created_by)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (created_by),
    CONSTRAINT tasks_completed_by_fkey FOREIGN KEY (organization_id, completed_by)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (completed_by),
    CONSTRAINT tasks_next_id_fkey FOREIGN KEY (organization_id, next_id)
        REFERENCES tasks (organization_id, id) ON DELETE SET NULL (next_id)
);
-- The lists: of everybody and of one person, of a client, of a deal; then what is done, the latest first.
CREATE INDEX tasks_due_order_idx ON tasks (organization_id, due_order, id) WHERE completed_at IS NULL AND deleted_at IS NULL;
CREATE INDEX tasks_assignee_id_idx ON tasks (organization_id, assignee_id, due_order, id)
    WHERE completed_at IS NULL AND deleted_at IS NULL;
CREATE INDEX tasks_client_id_idx ON tasks (organization_id, client_id, due_order, id) WHERE client_id IS NOT NULL;
CREATE INDEX tasks_deal_id_idx ON tasks (organization_id, deal_id, due_order, id) WHERE deal_id IS NOT NULL;
CREATE INDEX tasks_completed_at_idx ON tasks (organization_id, completed_at DESC, id DESC)
    WHERE completed_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_deleted_at_idx ON tasks (organization_id, deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX tasks_assigned_idx ON tasks (organization_id, assignee_id) WHERE assignee_id IS NOT NULL;
CREATE INDEX tasks_created_by_idx ON tasks (organization_id, created_by) WHERE created_by IS NOT NULL;
CREATE INDEX tasks_completed_by_idx ON tasks (organization_id, completed_by) WHERE completed_by IS NOT NULL;
CREATE INDEX tasks_next_id_idx ON tasks (organization_id, next_id) WHERE next_id IS NOT NULL;

ALTER TABLE tasks OWNER TO lovedcrm_owner;
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
REVOKE ALL ON tasks FROM PUBLIC;
CREATE POLICY tasks_tenant ON tasks AS PERMISSIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY tasks_tenant_only ON tasks AS RESTRICTIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
-- A task is seen by whoever is to do it or made it, and by whoever sees its client and deal; one about nobody, by whom
-- its assignee is seen by.
CREATE POLICY tasks_scope ON tasks AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR assignee_id = (SELECT app.user_id()) OR created_by = (SELECT app.user_id())
        OR CASE WHEN client_id IS NULL
            THEN coalesce(assignee_id, '00000000-0000-0000-0000-000000000000') = ANY ((SELECT app.seen_owners())::uuid[])
            ELSE app.sees_record(client_id, deal_id) END)
    WITH CHECK ((SELECT app.sees_all()) OR assignee_id = (SELECT app.user_id()) OR created_by = (SELECT app.user_id())
        OR CASE WHEN client_id IS NULL
            THEN coalesce(assignee_id, '00000000-0000-0000-0000-000000000000') = ANY ((SELECT app.seen_owners())::uuid[])
            ELSE app.sees_record(client_id, deal_id) END);
GRANT SELECT, INSERT, DELETE ON tasks TO lovedcrm_app;
GRANT UPDATE (title, details, due_on, due_time, time_zone, due_at, due_order, reminder_minutes, remind_at, reminded_at, repeats,
              assignee_id, client_id, deal_id, completed_at, completed_by, next_id, version, deleted_at, updated_at)
    ON tasks TO lovedcrm_app;

-- As app.hand_over does for clients and deals.
CREATE FUNCTION app.hand_over_tasks(p_from uuid, p_to uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_count integer;
BEGIN
    IF NOT (app.sees_all() OR p_from = app.user_id()) THEN
        RAISE EXCEPTION 'only who sees all records hands over another''s' USING ERRCODE = '42501';
    END IF;
    UPDATE public.tasks t SET assignee_id = p_to, version = t.version + 1, updated_at = now()
    WHERE t.organization_id = app.organization_id() AND t.assignee_id = p_from AND t.completed_at IS NULL AND t.deleted_at IS NULL;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
CREATE POLICY tasks_sight ON tasks FOR SELECT TO lovedcrm_scope USING (true);
CREATE POLICY tasks_hand_over ON tasks FOR UPDATE TO lovedcrm_scope
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
GRANT SELECT (organization_id, id, assignee_id, completed_at, deleted_at, version) ON tasks TO lovedcrm_scope;
GRANT UPDATE (assignee_id, version, updated_at) ON tasks TO lovedcrm_scope;
GRANT CREATE ON SCHEMA app TO lovedcrm_scope;
ALTER FUNCTION app.hand_over_tasks(uuid, uuid) OWNER TO lovedcrm_scope;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_scope;
REVOKE ALL ON FUNCTION app.hand_over_tasks(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.hand_over_tasks(uuid, uuid) TO lovedcrm_app;

INSERT INTO schema_versions (version, name) VALUES (23, 'add_tasks');
