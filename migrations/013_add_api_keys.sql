-- Keys with which programs act for the person who made them, within scopes, in one organization.
SET LOCAL lock_timeout = '5s';

CREATE TABLE api_keys (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    -- sha256 of 256 random bits: nothing that could be guessed, so nothing to slow down.
    secret_hash bytea NOT NULL,
    scopes jsonb NOT NULL,
    created_by uuid,
    expires_at timestamptz,
    -- Written in batches: up to a minute behind.
    last_used_at timestamptz,
    last_used_ip text NOT NULL DEFAULT '',
    revoked_at timestamptz,
    revoked_reason text CONSTRAINT api_keys_revoked_reason_check CHECK (revoked_reason IN ('revoked', 'creator_left')),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT api_keys_secret_hash_key UNIQUE (secret_hash),
    CONSTRAINT api_keys_created_by_fkey FOREIGN KEY (organization_id, created_by)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (created_by)
);
CREATE INDEX api_keys_created_at_idx ON api_keys (organization_id, created_at DESC, id DESC);

-- The sibling of app.enter for keys. status, the first that applies:
--   key_dead             unknown, revoked, expired, or its maker was disabled or has left
--   organization_closed  deleted, and can still be restored
--   ok
CREATE FUNCTION app.enter_key(p_secret_hash bytea)
RETURNS TABLE (status text, organization_id uuid, key_id uuid, scopes jsonb, user_id uuid, user_name text, user_locale text,
               role text, plan text, organization_name text, currency text, is_personal boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_is_closed boolean;
BEGIN
    SELECT k.organization_id, k.id, k.scopes, u.id, u.full_name, u.locale, m.role, o.plan, o.name, o.currency, o.is_personal,
        o.deleted_at IS NOT NULL
    INTO organization_id, key_id, scopes, user_id, user_name, user_locale, role, plan, organization_name, currency, is_personal,
        v_is_closed
    FROM public.api_keys k
    JOIN public.memberships m ON m.organization_id = k.organization_id AND m.user_id = k.created_by AND m.left_at IS NULL
    JOIN public.users u ON u.id = m.user_id AND u.disabled_at IS NULL
    JOIN public.organizations o ON o.id = k.organization_id
    WHERE k.secret_hash = p_secret_hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now());
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'key_dead', NULL::uuid, NULL::uuid, NULL::jsonb, NULL::uuid, NULL, NULL, NULL, NULL, NULL, NULL, NULL::boolean;
        RETURN;
    END IF;
    status := CASE WHEN v_is_closed THEN 'organization_closed' ELSE 'ok' END;
    IF status = 'ok' THEN
        PERFORM app.set_context(organization_id, user_id);
    END IF;
    RETURN NEXT;
END $$;

ALTER TABLE api_keys OWNER TO lovedcrm_owner;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
REVOKE ALL ON api_keys FROM PUBLIC;
CREATE POLICY api_keys_identity ON api_keys FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true);
CREATE POLICY api_keys_gate ON api_keys FOR SELECT TO lovedcrm_gate USING (true);
-- The audit log names the key that an entry was made with.
CREATE POLICY api_keys_own ON api_keys FOR SELECT TO lovedcrm_app USING (organization_id = (SELECT app.organization_id()));
GRANT SELECT (organization_id, id, name) ON api_keys TO lovedcrm_app;
GRANT SELECT, INSERT ON api_keys TO lovedcrm_auth;
GRANT UPDATE (last_used_at, last_used_ip, revoked_at, revoked_reason) ON api_keys TO lovedcrm_auth;
GRANT SELECT (organization_id, id, secret_hash, scopes, created_by, expires_at, revoked_at) ON api_keys TO lovedcrm_gate;

GRANT CREATE ON SCHEMA app TO lovedcrm_gate;
ALTER FUNCTION app.enter_key(bytea) OWNER TO lovedcrm_gate;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate;
REVOKE ALL ON FUNCTION app.enter_key(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.enter_key(bytea) TO lovedcrm_app, lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (13, 'add_api_keys');
