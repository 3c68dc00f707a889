-- What a log-in is known by, how long it lives by the organization's policy, and who has to have a second factor.
SET LOCAL lock_timeout = '5s';

ALTER TABLE users ADD COLUMN two_factor_enabled_at timestamptz;
-- Who left stays as a row, so that their name stays on what they wrote; they are a member no more.
ALTER TABLE memberships ADD COLUMN left_at timestamptz;
GRANT SELECT (left_at) ON memberships TO lovedcrm_app, lovedcrm_gate;

ALTER TABLE user_sessions
    ADD COLUMN method text NOT NULL DEFAULT 'password' CONSTRAINT user_sessions_method_check
        CHECK (method IN ('password', 'two_factor', 'passkey', 'google', 'microsoft', 'oidc', 'link')),
    ADD COLUMN device text NOT NULL DEFAULT 'unknown' CONSTRAINT user_sessions_device_check
        CHECK (device IN ('unknown', 'desktop', 'phone', 'tablet')),
    ADD COLUMN browser text NOT NULL DEFAULT '',
    ADD COLUMN system text NOT NULL DEFAULT '',
    ADD COLUMN place text NOT NULL DEFAULT '',
    ADD COLUMN fingerprint bytea,
    -- Written in batches: up to a minute behind.
    ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now(),
    -- The last proof of identity: a log-in, or a password or code given again.
    ADD COLUMN authenticated_at timestamptz NOT NULL DEFAULT now();
UPDATE user_sessions SET last_seen_at = greatest(created_at, rotated_at), authenticated_at = created_at;
-- lint:allow: few rows, a log-in each; whoever signs in meanwhile waits for less than a second.
CREATE INDEX user_sessions_ended_at_idx ON user_sessions (coalesce(revoked_at, expires_at));

-- One row an organization, once somebody has decided anything; without one, nothing is demanded.
CREATE TABLE security_policies (
    organization_id uuid PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    two_factor text NOT NULL DEFAULT 'optional' CONSTRAINT security_policies_two_factor_check CHECK (two_factor IN ('optional', 'required')),
    factor_grace_until timestamptz,
    idle_minutes integer CONSTRAINT security_policies_idle_minutes_check CHECK (idle_minutes BETWEEN 5 AND 43200),
    absolute_hours integer CONSTRAINT security_policies_absolute_hours_check CHECK (absolute_hours BETWEEN 1 AND 720),
    invite_domains jsonb NOT NULL DEFAULT '[]',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE security_policies OWNER TO lovedcrm_owner;
ALTER TABLE security_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE security_policies FORCE ROW LEVEL SECURITY;
REVOKE ALL ON security_policies FROM PUBLIC;
CREATE POLICY security_policies_tenant ON security_policies AS PERMISSIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY security_policies_tenant_only ON security_policies AS RESTRICTIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY security_policies_gate ON security_policies FOR SELECT TO lovedcrm_gate USING (true);
GRANT SELECT, INSERT, DELETE ON security_policies TO lovedcrm_app;
GRANT UPDATE (two_factor, factor_grace_until, idle_minutes, absolute_hours, invite_domains, version, updated_at)
    ON security_policies TO lovedcrm_app;
GRANT SELECT ON security_policies TO lovedcrm_auth;
GRANT SELECT (organization_id, two_factor, factor_grace_until, idle_minutes, absolute_hours) ON security_policies TO lovedcrm_gate;

GRANT UPDATE (two_factor_enabled_at) ON users TO lovedcrm_auth;
GRANT SELECT (two_factor_enabled_at) ON users TO lovedcrm_app, lovedcrm_gate;
GRANT UPDATE (method, device, browser, system, place, fingerprint, last_seen_at, authenticated_at) ON user_sessions TO lovedcrm_auth;
GRANT SELECT (created_at, last_seen_at, authenticated_at) ON user_sessions TO lovedcrm_gate;
-- A log-in may be forgotten once it has been over for long, and not before.
GRANT DELETE ON user_sessions TO lovedcrm_auth;
CREATE POLICY user_sessions_over ON user_sessions AS RESTRICTIVE FOR DELETE TO lovedcrm_auth
    USING (coalesce(revoked_at, expires_at) < now() - interval '90 days');

-- The first statement of every business transaction. status, the first that applies:
--   session_dead         ended, expired, of a disabled person, or past the organization's idle or absolute limit
--   not_member           whether or not there is such an organization
--   organization_closed  deleted, and can still be restored
--   factor_required      the organization demands a second factor, the grace is over and the person has none
--   ok
-- Only ok opens the organization to the business login. The identity login gets in all the same when the person is a
-- member: to set a factor up, to see to their log-ins, to restore what they closed.
DROP FUNCTION app.enter(uuid, uuid);
CREATE FUNCTION app.enter(p_session uuid, p_organization uuid)
RETURNS TABLE (status text, user_id uuid, user_name text, user_locale text, role text, plan text,
               organization_name text, currency text, is_personal boolean, authenticated_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_is_closed boolean;
    v_lacks_factor boolean;
    v_is_over boolean;
BEGIN
    SELECT u.id, u.full_name, u.locale, m.role, o.plan, o.name, o.currency, o.is_personal, s.authenticated_at,
        o.deleted_at IS NOT NULL,
        p.two_factor = 'required' AND u.two_factor_enabled_at IS NULL AND coalesce(p.factor_grace_until < now(), true),
        s.last_seen_at < now() - make_interval(mins => p.idle_minutes)
            OR s.created_at < now() - make_interval(hours => p.absolute_hours)
    INTO user_id, user_name, user_locale, role, plan, organization_name, currency, is_personal, authenticated_at,
        v_is_closed, v_lacks_factor, v_is_over
    FROM public.user_sessions s
    JOIN public.users u ON u.id = s.user_id
    LEFT JOIN public.memberships m ON m.organization_id = p_organization AND m.user_id = s.user_id AND m.left_at IS NULL
    LEFT JOIN public.organizations o ON o.id = m.organization_id
    LEFT JOIN public.security_policies p ON p.organization_id = m.organization_id
    WHERE s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL;
    IF NOT FOUND OR v_is_over THEN
        RETURN QUERY SELECT 'session_dead', NULL::uuid, NULL, NULL, NULL, NULL, NULL, NULL, NULL::boolean, NULL::timestamptz;
        RETURN;
    END IF;
    IF role IS NULL THEN
        user_id := NULL;
        status := 'not_member';
        RETURN NEXT;
        RETURN;
    END IF;
    status := CASE WHEN v_is_closed THEN 'organization_closed' WHEN v_lacks_factor THEN 'factor_required' ELSE 'ok' END;
    IF status = 'ok' OR session_user = 'lovedcrm_auth' THEN
        PERFORM app.set_context(p_organization, user_id);
    END IF;
    RETURN NEXT;
END $$;

-- What app.enter would say of each membership of these log-ins: for ending sockets and for listing log-ins.
CREATE FUNCTION app.list_open_sessions(p_sessions uuid[])
RETURNS TABLE (session_id uuid, organization_id uuid, role text, status text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT s.id, m.organization_id, m.role, CASE
        WHEN o.deleted_at IS NOT NULL THEN 'organization_closed'
        WHEN p.two_factor = 'required' AND u.two_factor_enabled_at IS NULL AND coalesce(p.factor_grace_until < now(), true)
            THEN 'factor_required'
        ELSE 'ok' END
    FROM public.user_sessions s
    JOIN public.users u ON u.id = s.user_id AND u.disabled_at IS NULL
    JOIN public.memberships m ON m.user_id = s.user_id AND m.left_at IS NULL
    JOIN public.organizations o ON o.id = m.organization_id
    LEFT JOIN public.security_policies p ON p.organization_id = m.organization_id
    WHERE s.id = ANY (p_sessions) AND s.revoked_at IS NULL AND s.expires_at > now()
      AND (p.idle_minutes IS NULL OR s.last_seen_at >= now() - make_interval(mins => p.idle_minutes))
      AND (p.absolute_hours IS NULL OR s.created_at >= now() - make_interval(hours => p.absolute_hours));
END $$;

GRANT CREATE ON SCHEMA app TO lovedcrm_gate;
ALTER FUNCTION app.enter(uuid, uuid) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.list_open_sessions(uuid[]) OWNER TO lovedcrm_gate;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate;
REVOKE ALL ON FUNCTION app.enter(uuid, uuid), app.list_open_sessions(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.enter(uuid, uuid) TO lovedcrm_app, lovedcrm_auth;
GRANT EXECUTE ON FUNCTION app.list_open_sessions(uuid[]) TO lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (7, 'add_security_policies');
