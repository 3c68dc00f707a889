-- Invites, leaving without a trace lost, and organizations that are deleted, restored and, after their grace, purged.
SET LOCAL lock_timeout = '5s';

-- ---------------------------------------------------------------- members
-- Somebody who left stays as a row (left_at), so that their name stays on what they wrote; no door sees them.
-- All functions that let somebody into an organization look at memberships through this policy.
ALTER POLICY memberships_gate ON memberships USING (left_at IS NULL);
-- The business login may note that somebody left (it moves their records in the same transaction), never let anyone in
-- or raise a role: those are the identity login's.
GRANT UPDATE (left_at) ON memberships TO lovedcrm_app;
CREATE POLICY memberships_leaving ON memberships AS RESTRICTIVE FOR UPDATE TO lovedcrm_app
    USING (left_at IS NULL) WITH CHECK (left_at IS NOT NULL);
GRANT UPDATE (role, left_at) ON memberships TO lovedcrm_auth;

-- ---------------------------------------------------------------- organizations
ALTER TABLE organizations
    ADD COLUMN logo_key text,
    ADD COLUMN brand_color text,
    ADD COLUMN purge_at timestamptz;
ALTER TABLE organizations ADD CONSTRAINT organizations_brand_color_check CHECK (brand_color ~ '^#[0-9a-f]{6}$') NOT VALID;
ALTER TABLE organizations VALIDATE CONSTRAINT organizations_brand_color_check;
GRANT UPDATE (logo_key, brand_color) ON organizations TO lovedcrm_app;
GRANT UPDATE (is_personal, deleted_at, purge_at, version, updated_at) ON organizations TO lovedcrm_auth;

-- ---------------------------------------------------------------- invites
CREATE TABLE invites (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    email text NOT NULL CONSTRAINT invites_email_check CHECK (email = lower(email)),
    role text NOT NULL CONSTRAINT invites_role_check CHECK (role IN ('admin', 'manager', 'member', 'viewer')),
    locale text NOT NULL DEFAULT 'en' CONSTRAINT invites_locale_check CHECK (locale IN ('en', 'pt', 'es')),
    -- The token is derived from it (api/core/one_time.py); a new one makes the former link void.
    token_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    invited_by uuid,
    sent_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    accepted_by uuid,
    revoked_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT invites_token_hash_key UNIQUE (token_hash),
    CONSTRAINT invites_invited_by_fkey FOREIGN KEY (organization_id, invited_by)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (invited_by),
    CONSTRAINT invites_accepted_by_fkey FOREIGN KEY (organization_id, accepted_by)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (accepted_by)
);
CREATE UNIQUE INDEX invites_open_key ON invites (organization_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
ALTER TABLE invites OWNER TO lovedcrm_owner;
ALTER TABLE invites ENABLE ROW LEVEL SECURITY;
ALTER TABLE invites FORCE ROW LEVEL SECURITY;
REVOKE ALL ON invites FROM PUBLIC;
-- Only the identity login sees invites: who may read a token's hash could wait for its owner to be let in.
CREATE POLICY invites_identity ON invites FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON invites TO lovedcrm_auth;
GRANT UPDATE (role, locale, token_id, token_hash, invited_by, sent_at, expires_at, accepted_at, accepted_by, revoked_at) ON invites TO lovedcrm_auth;

-- What is asked for on the identity plane is answered once too.
GRANT SELECT, INSERT, DELETE ON idempotency_keys TO lovedcrm_auth;

-- ---------------------------------------------------------------- purge
CREATE POLICY organizations_past_grace ON organizations FOR SELECT TO lovedcrm_owner USING (purge_at < now());
CREATE POLICY organizations_purge ON organizations FOR DELETE TO lovedcrm_owner USING (purge_at < now());

-- True inside app.purge_organization alone: the mark is sealed with the key that signs contexts.
CREATE FUNCTION app.is_purging() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_mark text := current_setting('app.purging', true);
BEGIN
    RETURN coalesce(v_mark, '') <> ''
        AND v_mark = app.context_mac('purge|' || extract(epoch FROM transaction_timestamp())::text);
END $$;

CREATE FUNCTION app.mark_purging() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('app.purging', app.context_mac('purge|' || extract(epoch FROM transaction_timestamp())::text), true);
END $$;

-- The log stays append-only; with its organization, and only then, it goes as a whole.
DROP TRIGGER audit_log_append_only ON audit_log;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT WHEN (NOT app.is_purging()) EXECUTE FUNCTION app.refuse_change();

-- What is counted of an organization goes with it.
DROP TRIGGER deals_count_update ON deals;
CREATE TRIGGER deals_count_update AFTER UPDATE ON deals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT WHEN (NOT app.is_purging()) EXECUTE FUNCTION app.count_deals();
DROP TRIGGER deals_count_delete ON deals;
CREATE TRIGGER deals_count_delete AFTER DELETE ON deals REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT WHEN (NOT app.is_purging()) EXECUTE FUNCTION app.count_deals();
DROP TRIGGER clients_count_update ON clients;
CREATE TRIGGER clients_count_update AFTER UPDATE ON clients REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT WHEN (NOT app.is_purging()) EXECUTE FUNCTION app.count_clients();
DROP TRIGGER clients_count_delete ON clients;
CREATE TRIGGER clients_count_delete AFTER DELETE ON clients REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT WHEN (NOT app.is_purging()) EXECUTE FUNCTION app.count_clients();

-- Deletes one organization whose grace is over, with all that is in it; its id, or null when there is none left.
-- Only the purging job's own run may call for it.
CREATE FUNCTION app.purge_organization(p_job bigint) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_organization uuid;
BEGIN
    IF NOT app.is_job(p_job, 'organization.purge') THEN
        RETURN NULL;
    END IF;
    SELECT o.id INTO v_organization FROM public.organizations o WHERE o.purge_at < now() ORDER BY o.purge_at LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM app.mark_purging();
    DELETE FROM public.organizations o WHERE o.id = v_organization;
    PERFORM set_config('app.purging', '', true);
    RETURN v_organization;
END $$;

CREATE FUNCTION app.is_job(p_job bigint, p_task text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.procrastinate_jobs j
                   WHERE j.id = p_job AND j.status::text = 'doing' AND j.task_name = p_task)
$$;

GRANT CREATE ON SCHEMA app TO lovedcrm_gate;
ALTER FUNCTION app.is_purging() OWNER TO lovedcrm_gate;
ALTER FUNCTION app.mark_purging() OWNER TO lovedcrm_gate;
ALTER FUNCTION app.is_job(bigint, text) OWNER TO lovedcrm_gate;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate;
ALTER FUNCTION app.purge_organization(bigint) OWNER TO lovedcrm_owner;
REVOKE ALL ON FUNCTION app.is_purging(), app.mark_purging(), app.is_job(bigint, text), app.purge_organization(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.is_purging() TO lovedcrm_app, lovedcrm_auth, lovedcrm_owner;
GRANT EXECUTE ON FUNCTION app.mark_purging(), app.is_job(bigint, text) TO lovedcrm_owner;
GRANT EXECUTE ON FUNCTION app.purge_organization(bigint) TO lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (11, 'add_invites_and_leaving');
