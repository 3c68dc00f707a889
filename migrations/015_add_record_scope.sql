-- What of the organization's records a person sees: all, their team's, or their own (docs/decisions/0026-record-scope.md).
SET LOCAL lock_timeout = '5s';

-- ---------------------------------------------------------------- teams
CREATE TABLE teams (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL,
    match_key text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT teams_match_key_key UNIQUE (organization_id, match_key)
);
ALTER TABLE teams OWNER TO lovedcrm_owner;
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE teams FORCE ROW LEVEL SECURITY;
REVOKE ALL ON teams FROM PUBLIC;
CREATE POLICY teams_tenant ON teams AS PERMISSIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY teams_tenant_only ON teams AS RESTRICTIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
GRANT SELECT, INSERT, DELETE ON teams TO lovedcrm_app;
GRANT UPDATE (name, match_key, version, updated_at) ON teams TO lovedcrm_app;
-- Who puts somebody into a team works on both planes.
GRANT SELECT ON teams TO lovedcrm_auth;

-- Owners and admins see everything; who sees a team's records is in one. A row of somebody who left keeps what it had.
ALTER TABLE memberships
    ADD COLUMN record_scope text NOT NULL DEFAULT 'all',
    ADD COLUMN team_id uuid;
ALTER TABLE memberships
    ADD CONSTRAINT memberships_record_scope_check CHECK (record_scope IN ('own', 'team', 'all')) NOT VALID,
    ADD CONSTRAINT memberships_admins_see_all_check CHECK (role NOT IN ('owner', 'admin') OR record_scope = 'all') NOT VALID,
    ADD CONSTRAINT memberships_team_check CHECK (record_scope <> 'team' OR team_id IS NOT NULL OR left_at IS NOT NULL) NOT VALID,
    ADD CONSTRAINT memberships_team_id_fkey FOREIGN KEY (organization_id, team_id)
        REFERENCES teams (organization_id, id) ON DELETE SET NULL (team_id) NOT VALID;
ALTER TABLE memberships
    VALIDATE CONSTRAINT memberships_record_scope_check,
    VALIDATE CONSTRAINT memberships_admins_see_all_check,
    VALIDATE CONSTRAINT memberships_team_check,
    VALIDATE CONSTRAINT memberships_team_id_fkey;
-- lint:allow: few rows, one a member
CREATE INDEX memberships_team_id_idx ON memberships (organization_id, team_id) WHERE team_id IS NOT NULL;
-- lint:allow: few rows, one a member; app.enter asks it of every request
CREATE INDEX memberships_restricted_idx ON memberships (organization_id) WHERE record_scope <> 'all' AND left_at IS NULL;
GRANT SELECT (record_scope, team_id) ON memberships TO lovedcrm_app, lovedcrm_gate;
GRANT UPDATE (record_scope, team_id) ON memberships TO lovedcrm_auth;

-- What is somebody's: their board, and the sets below without a look at the rows.
-- lint:allow: a tenth of a second for fifty thousand rows, and nothing to wait for before the first release
CREATE INDEX deals_owner_id_idx ON deals (organization_id, owner_id, stage, position) INCLUDE (id, client_id);
-- lint:allow: a tenth of a second for fifty thousand rows, and nothing to wait for before the first release
CREATE INDEX clients_owned_idx ON clients (organization_id, owner_id, id);

-- ---------------------------------------------------------------- the signed context says what is seen
-- A context is 'organization|user|transaction start|sight|mac'. sight: 'all', or 'of:' and the ids of those whose
-- records are seen, with the nil id among them where records of nobody are.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lovedcrm_scope') THEN
        CREATE ROLE lovedcrm_scope NOLOGIN NOINHERIT;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public, app TO lovedcrm_scope;

-- Whose records somebody sees; null: everybody's, and of nobody in particular.
CREATE FUNCTION app.owners_seen_by(p_organization uuid, p_user uuid, p_scope text, p_team uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_scope = 'all' THEN
        RETURN NULL;
    ELSIF p_scope = 'own' THEN
        RETURN ARRAY[p_user];
    END IF;
    RETURN ARRAY(SELECT m.user_id FROM public.memberships m
                 WHERE m.organization_id = p_organization AND (m.team_id = p_team OR m.user_id = p_user) ORDER BY 1)
        || '00000000-0000-0000-0000-000000000000'::uuid;
END $$;

CREATE FUNCTION app.set_context(p_organization uuid, p_user uuid, p_owners uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_text text := p_organization::text || '|' || coalesce(p_user::text, '') || '|'
    || extract(epoch FROM transaction_timestamp())::text || '|'
    || CASE WHEN p_owners IS NULL THEN 'all' ELSE 'of:' || array_to_string(p_owners, ',') END;
BEGIN
    PERFORM set_config('app.context', v_text || '|' || app.context_mac(v_text), true);
END $$;

-- Whoever lets a person in and doesn't say what they see lets them see what their membership says.
CREATE OR REPLACE FUNCTION app.set_context(p_organization uuid, p_user uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.set_context(p_organization, p_user, (
        SELECT app.owners_seen_by(p_organization, p_user, m.record_scope, m.team_id) FROM public.memberships m
        WHERE m.organization_id = p_organization AND m.user_id = p_user));
END $$;

-- The part of the verified context; raises when there is a context that nobody signed. As app.organization_id, whose
-- text each of these repeats: what every policy calls has to be one call.
CREATE FUNCTION app.sight() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_context text := current_setting('app.context', true);
    v_secret bytea;
BEGIN
    IF v_context IS NULL OR v_context = '' THEN
        RETURN 'of:';
    END IF;
    SELECT k.secret INTO STRICT v_secret FROM app.context_keys k WHERE k.id = 1;
    IF (split_part(v_context, '|', 3) = extract(epoch FROM transaction_timestamp())::text
        AND right(v_context, 64) = encode(sha256(v_secret || sha256(v_secret || convert_to(left(v_context, -65), 'UTF8'))), 'hex')
        ) IS NOT TRUE THEN
        RAISE EXCEPTION 'forged organization context' USING ERRCODE = '42501';
    END IF;
    RETURN split_part(v_context, '|', 4);
END $$;

CREATE FUNCTION app.sees_all() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_context text := current_setting('app.context', true);
    v_secret bytea;
BEGIN
    IF v_context IS NULL OR v_context = '' THEN
        RETURN false;
    END IF;
    SELECT k.secret INTO STRICT v_secret FROM app.context_keys k WHERE k.id = 1;
    IF (split_part(v_context, '|', 3) = extract(epoch FROM transaction_timestamp())::text
        AND right(v_context, 64) = encode(sha256(v_secret || sha256(v_secret || convert_to(left(v_context, -65), 'UTF8'))), 'hex')
        ) IS NOT TRUE THEN
        RAISE EXCEPTION 'forged organization context' USING ERRCODE = '42501';
    END IF;
    RETURN split_part(v_context, '|', 4) = 'all';
END $$;

-- Null where everybody's records are seen; the nil id stands for nobody.
CREATE FUNCTION app.seen_owners() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_sight text := app.sight();
BEGIN
    RETURN CASE WHEN v_sight <> 'all' THEN string_to_array(substr(v_sight, 4), ',')::uuid[] END;
END $$;

-- Who acts; null where nobody does.
CREATE FUNCTION app.user_id() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF app.organization_id() IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN nullif(split_part(current_setting('app.context'), '|', 2), '')::uuid;
END $$;

-- ---------------------------------------------------------------- the doors
-- As in 007, with what the person sees of the records. has_restricted_members: somebody doesn't see all of them, so
-- that what happens has to be told with care.
DROP FUNCTION app.enter(uuid, uuid);
CREATE FUNCTION app.enter(p_session uuid, p_organization uuid)
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
        user_id := NULL;
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

-- As in 013: a key sees what its maker sees.
DROP FUNCTION app.enter_key(bytea);
CREATE FUNCTION app.enter_key(p_secret_hash bytea)
RETURNS TABLE (status text, organization_id uuid, key_id uuid, scopes jsonb, user_id uuid, user_name text, user_locale text,
               role text, plan text, organization_name text, currency text, is_personal boolean,
               record_scope text, seen_owners uuid[], has_restricted_members boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_is_closed boolean;
    v_team uuid;
BEGIN
    SELECT k.organization_id, k.id, k.scopes, u.id, u.full_name, u.locale, m.role, o.plan, o.name, o.currency, o.is_personal,
        m.record_scope, m.team_id,
        EXISTS (SELECT FROM public.memberships r
                WHERE r.organization_id = k.organization_id AND r.record_scope <> 'all' AND r.left_at IS NULL),
        o.deleted_at IS NOT NULL
    INTO organization_id, key_id, scopes, user_id, user_name, user_locale, role, plan, organization_name, currency, is_personal,
        record_scope, v_team, has_restricted_members, v_is_closed
    FROM public.api_keys k
    JOIN public.memberships m ON m.organization_id = k.organization_id AND m.user_id = k.created_by AND m.left_at IS NULL
    JOIN public.users u ON u.id = m.user_id AND u.disabled_at IS NULL
    JOIN public.organizations o ON o.id = k.organization_id
    WHERE k.secret_hash = p_secret_hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now());
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'key_dead', NULL::uuid, NULL::uuid, NULL::jsonb, NULL::uuid, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL::boolean, NULL, NULL::uuid[], NULL::boolean;
        RETURN;
    END IF;
    status := CASE WHEN v_is_closed THEN 'organization_closed' ELSE 'ok' END;
    seen_owners := app.owners_seen_by(organization_id, user_id, record_scope, v_team);
    IF status = 'ok' THEN
        PERFORM app.set_context(organization_id, user_id, seen_owners);
    END IF;
    RETURN NEXT;
END $$;

-- As in 002: a job that names a person works within what that person sees; one that names nobody is the organization's.
DROP FUNCTION app.enter_job(bigint, text);
CREATE FUNCTION app.enter_job(p_job bigint, p_pass text)
RETURNS TABLE (status text, organization_id uuid, user_id uuid, record_scope text, seen_owners uuid[], has_restricted_members boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_team uuid;
BEGIN
    SELECT o.id, m.user_id, coalesce(m.record_scope, 'all'), m.team_id,
        EXISTS (SELECT FROM public.memberships r
                WHERE r.organization_id = o.id AND r.record_scope <> 'all' AND r.left_at IS NULL)
    INTO organization_id, user_id, record_scope, v_team, has_restricted_members
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
    seen_owners := app.owners_seen_by(organization_id, user_id, record_scope, v_team);
    PERFORM app.set_context(organization_id, user_id, seen_owners);
    RETURN NEXT;
END $$;

-- ---------------------------------------------------------------- who sees what
-- A deal is seen by whom its owner is seen by; a client by whom its owner, or a deal of it, is. Deleted ones count, so
-- that a deletion can be undone by who did it. A record that names no client and no deal is everybody's.
CREATE FUNCTION app.is_seen(p_organization uuid, p_owners uuid[], p_client uuid, p_deal uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_deal IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.deals d WHERE d.organization_id = p_organization AND d.id = p_deal
          AND coalesce(d.owner_id, '00000000-0000-0000-0000-000000000000') = ANY (p_owners)) THEN
        RETURN false;
    END IF;
    RETURN p_client IS NULL OR EXISTS (
        SELECT FROM public.clients c WHERE c.organization_id = p_organization AND c.id = p_client
          AND coalesce(c.owner_id, '00000000-0000-0000-0000-000000000000') = ANY (p_owners)) OR EXISTS (
        SELECT FROM public.deals d WHERE d.organization_id = p_organization AND d.client_id = p_client
          AND coalesce(d.owner_id, '00000000-0000-0000-0000-000000000000') = ANY (p_owners));
END $$;

CREATE FUNCTION app.sees_record(p_client uuid, p_deal uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_sight text := app.sight();
BEGIN
    RETURN v_sight = 'all' OR app.is_seen(left(current_setting('app.context'), 36)::uuid,
        string_to_array(substr(v_sight, 4), ',')::uuid[], p_client, p_deal);
END $$;

-- The same for a row about to be written: a volatile function also sees what its own statement has written so far, such
-- as the client that the row's statement makes.
CREATE FUNCTION app.sees_new_record(p_client uuid, p_deal uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_sight text := app.sight();
BEGIN
    RETURN v_sight = 'all' OR app.is_seen(left(current_setting('app.context'), 36)::uuid,
        string_to_array(substr(v_sight, 4), ',')::uuid[], p_client, p_deal);
END $$;

CREATE FUNCTION app.sees_import(p_import uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN app.sees_all() OR EXISTS (SELECT FROM public.imports i WHERE i.organization_id = app.organization_id()
        AND i.id = p_import AND i.user_id = app.user_id());
END $$;

-- The same as a set, for policies: it is made once a statement, and only where somebody doesn't see everything; row by
-- row, a list that passes over many hidden rows would ask a thousand times. Empty where everybody's records are seen.
CREATE FUNCTION app.seen_clients() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp ROWS 300 AS $$
DECLARE
    v_organization uuid := app.organization_id();
    v_owner uuid;
BEGIN
    -- One by one: with a list the planner would read what everybody in the organization owns.
    FOREACH v_owner IN ARRAY coalesce(app.seen_owners(), '{}') LOOP
        IF v_owner = '00000000-0000-0000-0000-000000000000' THEN
            RETURN QUERY SELECT c.id FROM public.clients c WHERE c.organization_id = v_organization AND c.owner_id IS NULL;
            RETURN QUERY SELECT d.client_id FROM public.deals d WHERE d.organization_id = v_organization AND d.owner_id IS NULL;
        ELSE
            RETURN QUERY SELECT c.id FROM public.clients c WHERE c.organization_id = v_organization AND c.owner_id = v_owner;
            RETURN QUERY SELECT d.client_id FROM public.deals d WHERE d.organization_id = v_organization AND d.owner_id = v_owner;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION app.seen_deals() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp ROWS 300 AS $$
DECLARE
    v_organization uuid := app.organization_id();
    v_owner uuid;
BEGIN
    FOREACH v_owner IN ARRAY coalesce(app.seen_owners(), '{}') LOOP
        IF v_owner = '00000000-0000-0000-0000-000000000000' THEN
            RETURN QUERY SELECT d.id FROM public.deals d WHERE d.organization_id = v_organization AND d.owner_id IS NULL;
        ELSE
            RETURN QUERY SELECT d.id FROM public.deals d WHERE d.organization_id = v_organization AND d.owner_id = v_owner;
        END IF;
    END LOOP;
END $$;

-- Whether a client that the caller sees has deals, live or deleted, that the caller doesn't see.
CREATE FUNCTION app.has_hidden_deals(p_client uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_owners uuid[] := app.seen_owners();
BEGIN
    RETURN v_owners IS NOT NULL AND app.sees_record(p_client, NULL) AND EXISTS (
        SELECT FROM public.deals d WHERE d.organization_id = app.organization_id() AND d.client_id = p_client
          AND NOT coalesce(d.owner_id, '00000000-0000-0000-0000-000000000000') = ANY (v_owners));
END $$;

-- When a client that the caller sees was last active and last spoken with, by all of its entries, seen or not.
CREATE FUNCTION app.last_activity(p_client uuid, OUT activity_at timestamptz, OUT touch_at timestamptz, OUT touch_type text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_organization uuid := app.organization_id();
BEGIN
    IF NOT app.sees_record(p_client, NULL) THEN
        RETURN;
    END IF;
    SELECT max(e.occurred_at) INTO activity_at FROM public.timeline_entries e
    WHERE e.organization_id = v_organization AND e.client_id = p_client AND e.deleted_at IS NULL AND e.type NOT IN ('deal', 'system');
    SELECT e.occurred_at, e.type INTO touch_at, touch_type FROM public.timeline_entries e
    WHERE e.organization_id = v_organization AND e.client_id = p_client AND e.deleted_at IS NULL
      AND e.type IN ('call', 'email', 'whatsapp', 'meeting')
    ORDER BY e.occurred_at DESC, e.id DESC LIMIT 1;
END $$;

-- Who of the organization doesn't see the n-th of these records (a client, a deal of it, or both); all who are
-- restricted, where the caller doesn't see it either. has_lost: they see what is p_formers[n]'s, who owned it until now.
CREATE FUNCTION app.hidden_from(p_clients uuid[], p_deals uuid[], p_formers uuid[])
RETURNS TABLE (n integer, user_id uuid, has_lost boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_organization uuid := app.organization_id();
BEGIN
    RETURN QUERY
    WITH restricted AS MATERIALIZED (
        SELECT m.user_id, app.owners_seen_by(v_organization, m.user_id, m.record_scope, m.team_id) AS owners
        FROM public.memberships m
        WHERE m.organization_id = v_organization AND m.record_scope <> 'all' AND m.left_at IS NULL)
    SELECT s.n::integer, r.user_id, coalesce(s.former = ANY (r.owners), false)
    FROM unnest(p_clients, p_deals, p_formers) WITH ORDINALITY s (client_id, deal_id, former, n)
    CROSS JOIN LATERAL (SELECT app.sees_record(s.client_id, s.deal_id) AS is_seen OFFSET 0) caller
    CROSS JOIN restricted r
    WHERE NOT caller.is_seen OR NOT app.is_seen(v_organization, r.owners, s.client_id, s.deal_id);
END $$;

-- Gives what somebody owns to a colleague, or to nobody: one's own on leaving, anybody's where all is seen. Rows may
-- leave the caller's sight by it, which no statement of theirs can do.
CREATE FUNCTION app.hand_over(p_from uuid, p_to uuid, OUT clients integer, OUT deals integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_organization uuid := app.organization_id();
BEGIN
    IF NOT (app.sees_all() OR p_from = app.user_id()) THEN
        RAISE EXCEPTION 'only who sees all records hands over another''s' USING ERRCODE = '42501';
    END IF;
    UPDATE public.clients c SET owner_id = p_to, version = c.version + 1, updated_at = now()
    WHERE c.organization_id = v_organization AND c.owner_id = p_from;
    GET DIAGNOSTICS clients = ROW_COUNT;
    UPDATE public.deals d SET owner_id = p_to, version = d.version + 1, updated_at = now()
    WHERE d.organization_id = v_organization AND d.owner_id = p_from;
    GET DIAGNOSTICS deals = ROW_COUNT;
END $$;

-- ---------------------------------------------------------------- search within sight
-- As in 006, among what the caller sees.
CREATE OR REPLACE FUNCTION app.search(p_query text, p_kind text, p_limit integer)
RETURNS TABLE (kind text, id uuid, client_id uuid, title text, subtitle text, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_organization uuid := app.organization_id();
    v_owners uuid[] := app.seen_owners();
    v_pattern text := '%' || replace(replace(replace(p_query, '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
    IF v_organization IS NULL OR length(p_query) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT r.kind, r.id, r.client_id, r.title, r.subtitle, r.rank FROM (
        (SELECT 'client'::text AS kind, c.id, c.id AS client_id, c.name AS title,
                coalesce(c.email, c.phone, c.website, '') AS subtitle,
                (app.name_rank(c.sort_name, p_query) + 0.3)::real AS rank
         FROM (SELECT * FROM public.clients x
               WHERE x.organization_id = v_organization AND x.search_text LIKE v_pattern AND x.deleted_at IS NULL
                 AND (v_owners IS NULL OR x.id IN (SELECT app.seen_clients()))
               LIMIT 500) c
         WHERE p_kind IN ('all', 'client') ORDER BY 6 DESC, c.sort_name COLLATE "C", c.id LIMIT p_limit)
        UNION ALL
        -- The search text of a person begins with the name, as long folded as written but for rare letters.
        (SELECT 'contact', p.id, p.client_id, p.name, k.name,
                (app.name_rank(left(p.search_text, length(p.name)), p_query) + 0.2)::real
         FROM (SELECT * FROM public.contacts x
               WHERE x.organization_id = v_organization AND x.search_text LIKE v_pattern AND x.deleted_at IS NULL
                 AND (v_owners IS NULL OR x.client_id IN (SELECT app.seen_clients()))
               LIMIT 500) p
         JOIN public.clients k ON k.organization_id = p.organization_id AND k.id = p.client_id AND k.deleted_at IS NULL
         WHERE p_kind IN ('all', 'contact') ORDER BY 6 DESC, p.name, p.id LIMIT p_limit)
        UNION ALL
        (SELECT 'deal', d.id, d.client_id, d.title, k.name, (app.name_rank(d.search_text, p_query) + 0.1)::real
         FROM (SELECT * FROM public.deals x
               WHERE x.organization_id = v_organization AND x.search_text LIKE v_pattern AND x.deleted_at IS NULL
                 AND (v_owners IS NULL OR coalesce(x.owner_id, '00000000-0000-0000-0000-000000000000') = ANY (v_owners))
               LIMIT 500) d
         JOIN public.clients k ON k.organization_id = d.organization_id AND k.id = d.client_id AND k.deleted_at IS NULL
         WHERE p_kind IN ('all', 'deal') ORDER BY 6 DESC, d.title, d.id LIMIT p_limit)
    ) r ORDER BY r.rank DESC, r.title, r.id LIMIT p_limit;
END $$;

CREATE OR REPLACE FUNCTION app.search_deals(p_query text, p_limit integer) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_organization uuid := app.organization_id();
    v_owners uuid[] := app.seen_owners();
    v_pattern text := '%' || replace(replace(replace(p_query, '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
    IF v_organization IS NULL OR length(p_query) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT d.id FROM public.deals d
    WHERE d.organization_id = v_organization AND d.search_text LIKE v_pattern AND d.deleted_at IS NULL
      AND (v_owners IS NULL OR coalesce(d.owner_id, '00000000-0000-0000-0000-000000000000') = ANY (v_owners))
    UNION
    SELECT d.id FROM public.clients c
    JOIN public.deals d ON d.organization_id = c.organization_id AND d.client_id = c.id AND d.deleted_at IS NULL
    WHERE c.organization_id = v_organization AND c.search_text LIKE v_pattern AND c.deleted_at IS NULL
      AND (v_owners IS NULL OR coalesce(d.owner_id, '00000000-0000-0000-0000-000000000000') = ANY (v_owners))
    LIMIT p_limit;
END $$;

-- ---------------------------------------------------------------- the wall
-- (SELECT app.sees_all()) is asked once a statement and table; nothing more is where somebody sees everything.
CREATE POLICY deals_scope ON deals AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all())
        OR coalesce(owner_id, '00000000-0000-0000-0000-000000000000') = ANY ((SELECT app.seen_owners())::uuid[]))
    WITH CHECK ((SELECT app.sees_all())
        OR coalesce(owner_id, '00000000-0000-0000-0000-000000000000') = ANY ((SELECT app.seen_owners())::uuid[])
            AND app.sees_record(client_id, NULL));
CREATE POLICY clients_scope ON clients AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all())
        OR coalesce(owner_id, '00000000-0000-0000-0000-000000000000') = ANY ((SELECT app.seen_owners())::uuid[])
        OR id IN (SELECT app.seen_clients()))
    WITH CHECK ((SELECT app.sees_all())
        OR coalesce(owner_id, '00000000-0000-0000-0000-000000000000') = ANY ((SELECT app.seen_owners())::uuid[])
        OR app.sees_record(id, NULL));
CREATE POLICY contacts_scope ON contacts AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR client_id IN (SELECT app.seen_clients()))
    WITH CHECK ((SELECT app.sees_all()) OR app.sees_record(client_id, NULL));
CREATE POLICY identities_scope ON identities AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR client_id IN (SELECT app.seen_clients()))
    WITH CHECK ((SELECT app.sees_all()) OR app.sees_new_record(client_id, NULL));
CREATE POLICY client_tags_scope ON client_tags AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR client_id IN (SELECT app.seen_clients()))
    WITH CHECK ((SELECT app.sees_all()) OR app.sees_record(client_id, NULL));
CREATE POLICY deal_tags_scope ON deal_tags AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR deal_id IN (SELECT app.seen_deals()))
    WITH CHECK ((SELECT app.sees_all()) OR app.sees_record(NULL, deal_id));
CREATE POLICY deal_stage_visits_scope ON deal_stage_visits AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR deal_id IN (SELECT app.seen_deals()))
    WITH CHECK ((SELECT app.sees_all()) OR app.sees_new_record(NULL, deal_id));
-- What the product noted of a deal that is gone for good could have been anybody's.
CREATE POLICY timeline_entries_scope ON timeline_entries AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR client_id IN (SELECT app.seen_clients())
        AND (deal_id IN (SELECT app.seen_deals()) OR deal_id IS NULL AND type <> 'deal'))
    WITH CHECK ((SELECT app.sees_all())
        OR (type <> 'deal' OR deal_id IS NOT NULL) AND app.sees_new_record(client_id, deal_id));
-- What somebody did and can undo, brought in from a file, or was answered, is theirs.
CREATE POLICY commands_scope ON commands AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR user_id = (SELECT app.user_id()))
    WITH CHECK ((SELECT app.sees_all()) OR user_id = (SELECT app.user_id()));
CREATE POLICY idempotency_keys_scope ON idempotency_keys AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR user_id = (SELECT app.user_id()))
    WITH CHECK ((SELECT app.sees_all()) OR user_id = (SELECT app.user_id()));
CREATE POLICY imports_scope ON imports AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR user_id = (SELECT app.user_id()))
    WITH CHECK ((SELECT app.sees_all()) OR user_id = (SELECT app.user_id()));
CREATE POLICY import_problems_scope ON import_problems AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR app.sees_import(import_id))
    WITH CHECK ((SELECT app.sees_all()) OR app.sees_import(import_id));
-- Whoever acts tells others, who read only what is theirs and about what they still see.
CREATE POLICY notifications_scope ON notifications AS RESTRICTIVE FOR SELECT TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR user_id = (SELECT app.user_id()) AND app.sees_record(
        CASE entity_type WHEN 'client' THEN entity_id END, CASE entity_type WHEN 'deal' THEN entity_id END));
-- Everybody adds to the totals and to the log; who doesn't see all the records doesn't read them.
CREATE POLICY totals_scope ON totals AS RESTRICTIVE FOR SELECT TO lovedcrm_app USING ((SELECT app.sees_all()));
CREATE POLICY audit_log_scope ON audit_log AS RESTRICTIVE FOR SELECT TO lovedcrm_app USING ((SELECT app.sees_all()));

-- ---------------------------------------------------------------- owners, grants
CREATE POLICY clients_sight ON clients FOR SELECT TO lovedcrm_scope USING (true);
CREATE POLICY deals_sight ON deals FOR SELECT TO lovedcrm_scope USING (true);
CREATE POLICY timeline_entries_sight ON timeline_entries FOR SELECT TO lovedcrm_scope USING (true);
CREATE POLICY imports_sight ON imports FOR SELECT TO lovedcrm_scope USING (true);
CREATE POLICY memberships_sight ON memberships FOR SELECT TO lovedcrm_scope USING (left_at IS NULL);
CREATE POLICY clients_hand_over ON clients FOR UPDATE TO lovedcrm_scope
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY deals_hand_over ON deals FOR UPDATE TO lovedcrm_scope
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
GRANT SELECT (organization_id, id, owner_id, deleted_at, version) ON clients TO lovedcrm_scope;
GRANT SELECT (organization_id, id, client_id, owner_id, version) ON deals TO lovedcrm_scope;
GRANT SELECT (organization_id, id, client_id, type, occurred_at, deleted_at) ON timeline_entries TO lovedcrm_scope;
GRANT SELECT (organization_id, id, user_id) ON imports TO lovedcrm_scope;
GRANT SELECT (organization_id, user_id, record_scope, team_id, left_at) ON memberships TO lovedcrm_scope;
GRANT UPDATE (owner_id, version, updated_at) ON clients, deals TO lovedcrm_scope;
-- The totals' triggers look at every statement on deals and clients, and now and then fold what they find.
GRANT SELECT, INSERT, DELETE, UPDATE (row_count) ON totals TO lovedcrm_scope;
GRANT EXECUTE ON FUNCTION app.organization_id(), app.fold_totals(uuid), app.is_purging() TO lovedcrm_scope;

GRANT CREATE ON SCHEMA app TO lovedcrm_gate, lovedcrm_scope;
ALTER FUNCTION app.owners_seen_by(uuid, uuid, text, uuid) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.set_context(uuid, uuid, uuid[]) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.sight() OWNER TO lovedcrm_gate;
ALTER FUNCTION app.sees_all() OWNER TO lovedcrm_gate;
ALTER FUNCTION app.seen_owners() OWNER TO lovedcrm_gate;
ALTER FUNCTION app.user_id() OWNER TO lovedcrm_gate;
ALTER FUNCTION app.enter(uuid, uuid) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.enter_key(bytea) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.enter_job(bigint, text) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.is_seen(uuid, uuid[], uuid, uuid) OWNER TO lovedcrm_scope;
ALTER FUNCTION app.sees_record(uuid, uuid) OWNER TO lovedcrm_scope;
ALTER FUNCTION app.sees_new_record(uuid, uuid) OWNER TO lovedcrm_scope;
ALTER FUNCTION app.sees_import(uuid) OWNER TO lovedcrm_scope;
ALTER FUNCTION app.seen_clients() OWNER TO lovedcrm_scope;
ALTER FUNCTION app.seen_deals() OWNER TO lovedcrm_scope;
ALTER FUNCTION app.has_hidden_deals(uuid) OWNER TO lovedcrm_scope;
ALTER FUNCTION app.last_activity(uuid) OWNER TO lovedcrm_scope;
ALTER FUNCTION app.hidden_from(uuid[], uuid[], uuid[]) OWNER TO lovedcrm_scope;
ALTER FUNCTION app.hand_over(uuid, uuid) OWNER TO lovedcrm_scope;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate, lovedcrm_scope;
REVOKE ALL ON FUNCTION app.owners_seen_by(uuid, uuid, text, uuid), app.set_context(uuid, uuid, uuid[]), app.sight(), app.sees_all(),
    app.seen_owners(), app.user_id(), app.enter(uuid, uuid), app.enter_key(bytea), app.enter_job(bigint, text),
    app.is_seen(uuid, uuid[], uuid, uuid), app.sees_record(uuid, uuid), app.sees_new_record(uuid, uuid), app.sees_import(uuid),
    app.seen_clients(), app.seen_deals(), app.has_hidden_deals(uuid), app.last_activity(uuid),
    app.hidden_from(uuid[], uuid[], uuid[]), app.hand_over(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.owners_seen_by(uuid, uuid, text, uuid), app.sight() TO lovedcrm_scope;
GRANT EXECUTE ON FUNCTION app.sees_all(), app.seen_owners(), app.user_id() TO lovedcrm_app, lovedcrm_scope;
GRANT EXECUTE ON FUNCTION app.seen_owners(), app.seen_clients() TO lovedcrm_search;
GRANT EXECUTE ON FUNCTION app.enter(uuid, uuid), app.enter_key(bytea) TO lovedcrm_app, lovedcrm_auth;
GRANT EXECUTE ON FUNCTION app.enter_job(bigint, text) TO lovedcrm_app;
GRANT EXECUTE ON FUNCTION app.sees_record(uuid, uuid), app.sees_new_record(uuid, uuid), app.sees_import(uuid), app.seen_clients(),
    app.seen_deals(), app.has_hidden_deals(uuid), app.last_activity(uuid), app.hidden_from(uuid[], uuid[], uuid[]), app.hand_over(uuid, uuid)
    TO lovedcrm_app;
-- An invite that is accepted on the identity plane is told as well.
GRANT EXECUTE ON FUNCTION app.hidden_from(uuid[], uuid[], uuid[]) TO lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (15, 'add_record_scope');
