-- What was still open about who gets in: keys of whoever lacks a demanded factor, warnings before something ends, how
-- long somebody has been a member, and what all of a person's organizations demand.
SET LOCAL lock_timeout = '5s';

-- ---------------------------------------------------------------- members
-- The day somebody came in, or came back: who has left and returns is as new as anybody.
ALTER TABLE memberships ADD COLUMN joined_at timestamptz NOT NULL DEFAULT now();
UPDATE memberships SET joined_at = created_at;
GRANT SELECT (joined_at) ON memberships TO lovedcrm_app;
GRANT UPDATE (joined_at) ON memberships TO lovedcrm_auth;

-- ---------------------------------------------------------------- keys
ALTER TABLE api_keys DROP CONSTRAINT api_keys_revoked_reason_check;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_revoked_reason_check
    CHECK (revoked_reason IN ('revoked', 'creator_left', 'password_reset')) NOT VALID;
ALTER TABLE api_keys VALIDATE CONSTRAINT api_keys_revoked_reason_check;
-- How many days before its end its maker was last told.
ALTER TABLE api_keys ADD COLUMN warned_days integer;
GRANT UPDATE (warned_days) ON api_keys TO lovedcrm_auth;
-- Nobody is written to about a key that is over.
GRANT SELECT (revoked_at) ON api_keys TO lovedcrm_app;
-- lint:allow: few rows, a key each
CREATE INDEX api_keys_expires_at_idx ON api_keys (expires_at) WHERE revoked_at IS NULL;

-- As in 015; a person's keys open no more than the person's log-in does.
--   factor_required      its maker lacks the second factor that the organization demands, and the grace is over
CREATE OR REPLACE FUNCTION app.enter_key(p_secret_hash bytea)
RETURNS TABLE (status text, organization_id uuid, key_id uuid, scopes jsonb, user_id uuid, user_name text, user_locale text,
               role text, plan text, organization_name text, currency text, is_personal boolean,
               record_scope text, seen_owners uuid[], has_restricted_members boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_is_closed boolean;
    v_lacks_factor boolean;
    v_team uuid;
BEGIN
    SELECT k.organization_id, k.id, k.scopes, u.id, u.full_name, u.locale, m.role, o.plan, o.name, o.currency, o.is_personal,
        m.record_scope, m.team_id,
        EXISTS (SELECT FROM public.memberships r
                WHERE r.organization_id = k.organization_id AND r.record_scope <> 'all' AND r.left_at IS NULL),
        o.deleted_at IS NOT NULL,
        p.two_factor = 'required' AND u.two_factor_enabled_at IS NULL AND coalesce(p.factor_grace_until < now(), true)
    INTO organization_id, key_id, scopes, user_id, user_name, user_locale, role, plan, organization_name, currency, is_personal,
        record_scope, v_team, has_restricted_members, v_is_closed, v_lacks_factor
    FROM public.api_keys k
    JOIN public.memberships m ON m.organization_id = k.organization_id AND m.user_id = k.created_by AND m.left_at IS NULL
    JOIN public.users u ON u.id = m.user_id AND u.disabled_at IS NULL
    JOIN public.organizations o ON o.id = k.organization_id
    LEFT JOIN public.security_policies p ON p.organization_id = k.organization_id
    WHERE k.secret_hash = p_secret_hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now());
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'key_dead', NULL::uuid, NULL::uuid, NULL::jsonb, NULL::uuid, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL::boolean, NULL, NULL::uuid[], NULL::boolean;
        RETURN;
    END IF;
    status := CASE WHEN v_is_closed THEN 'organization_closed' WHEN v_lacks_factor THEN 'factor_required' ELSE 'ok' END;
    seen_owners := app.owners_seen_by(organization_id, user_id, record_scope, v_team);
    IF status = 'ok' THEN
        PERFORM app.set_context(organization_id, user_id, seen_owners);
    END IF;
    RETURN NEXT;
END $$;

-- As in 015; of whom a log-in is, is said of every living one, so that a token of somebody else's is no token.
CREATE OR REPLACE FUNCTION app.enter(p_session uuid, p_organization uuid)
RETURNS TABLE (status text, user_id uuid, user_name text, user_locale text, role text, plan text,
               organization_name text, currency text, is_personal boolean, authenticated_at timestamptz,
               record_scope text, seen_owners uuid[], has_restricted_members boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_is_closed boolean;
    v_lacks_factor boolean;
    v_is_over boolean;
    v_team uuid;
BEGIN
    SELECT u.id, u.full_name, u.locale, m.role, o.plan, o.name, o.currency, o.is_personal, s.authenticated_at,
        m.record_scope, m.team_id,
        EXISTS (SELECT FROM public.memberships r
                WHERE r.organization_id = p_organization AND r.record_scope <> 'all' AND r.left_at IS NULL),
        o.deleted_at IS NOT NULL,
        p.two_factor = 'required' AND u.two_factor_enabled_at IS NULL AND coalesce(p.factor_grace_until < now(), true),
        s.last_seen_at < now() - make_interval(mins => p.idle_minutes)
            OR s.created_at < now() - make_interval(hours => p.absolute_hours)
    INTO user_id, user_name, user_locale, role, plan, organization_name, currency, is_personal, authenticated_at,
        record_scope, v_team, has_restricted_members, v_is_closed, v_lacks_factor, v_is_over
    FROM public.user_sessions s
    JOIN public.users u ON u.id = s.user_id
    LEFT JOIN public.memberships m ON m.organization_id = p_organization AND m.user_id = s.user_id AND m.left_at IS NULL
    LEFT JOIN public.organizations o ON o.id = m.organization_id
    LEFT JOIN public.security_policies p ON p.organization_id = m.organization_id
    WHERE s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL;
    IF NOT FOUND OR v_is_over THEN
        RETURN QUERY SELECT 'session_dead', NULL::uuid, NULL, NULL, NULL, NULL, NULL, NULL, NULL::boolean, NULL::timestamptz,
            NULL, NULL::uuid[], NULL::boolean;
        RETURN;
    END IF;
    IF role IS NULL THEN
        user_name := NULL;
        user_locale := NULL;
        authenticated_at := NULL;
        has_restricted_members := NULL;
        status := 'not_member';
        RETURN NEXT;
        RETURN;
    END IF;
    status := CASE WHEN v_is_closed THEN 'organization_closed' WHEN v_lacks_factor THEN 'factor_required' ELSE 'ok' END;
    seen_owners := app.owners_seen_by(p_organization, user_id, record_scope, v_team);
    IF status = 'ok' OR session_user = 'lovedcrm_auth' THEN
        PERFORM app.set_context(p_organization, user_id, seen_owners);
    END IF;
    RETURN NEXT;
END $$;

-- ---------------------------------------------------------------- what a person's organizations ask of them
-- The most urgent demand for a second factor among all organizations of whoever acts; no row when there is none.
CREATE FUNCTION app.find_factor_demand() RETURNS TABLE (organization_name text, grace_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_user uuid := app.user_id();
BEGIN
    RETURN QUERY
    SELECT o.name, p.factor_grace_until FROM public.memberships m
    JOIN public.organizations o ON o.id = m.organization_id AND o.deleted_at IS NULL
    JOIN public.security_policies p ON p.organization_id = m.organization_id AND p.two_factor = 'required'
    WHERE m.user_id = v_user AND m.left_at IS NULL
    ORDER BY p.factor_grace_until NULLS FIRST, o.name LIMIT 1;
END $$;

-- The time zone that somebody chose last; null for who has none.
CREATE FUNCTION app.time_zone_of(p_user uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT p.time_zone FROM public.user_preferences p WHERE p.user_id = p_user ORDER BY p.updated_at DESC LIMIT 1);
END $$;
CREATE POLICY user_preferences_gate ON user_preferences FOR SELECT TO lovedcrm_gate USING (true);
GRANT SELECT (user_id, time_zone, updated_at) ON user_preferences TO lovedcrm_gate;

-- ---------------------------------------------------------------- told once before it is too late
ALTER TABLE organizations ADD COLUMN purge_warned_at timestamptz;
GRANT UPDATE (purge_warned_at) ON organizations TO lovedcrm_auth;
ALTER TABLE two_factor_recoveries ADD COLUMN reminded_at timestamptz;
GRANT UPDATE (reminded_at) ON two_factor_recoveries TO lovedcrm_auth;

GRANT CREATE ON SCHEMA app TO lovedcrm_gate;
ALTER FUNCTION app.find_factor_demand() OWNER TO lovedcrm_gate;
ALTER FUNCTION app.time_zone_of(uuid) OWNER TO lovedcrm_gate;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate;
REVOKE ALL ON FUNCTION app.find_factor_demand(), app.time_zone_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.find_factor_demand(), app.time_zone_of(uuid) TO lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (16, 'finish_access');
