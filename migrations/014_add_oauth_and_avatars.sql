-- Log-in through Google and Microsoft, a person's picture, and the end of an account
-- (docs/decisions/0022-oidc.md, docs/decisions/0023-erasure.md).
SET LOCAL lock_timeout = '5s';

-- Who came through a provider has no password until they set one.
ALTER TABLE users ALTER COLUMN password_hash DROP NOT NULL;
ALTER TABLE users ADD COLUMN avatar_key text;

-- A person at a provider. The subject never changes there, the address may: it is only shown.
CREATE TABLE oauth_identities (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider text NOT NULL CONSTRAINT oauth_identities_provider_check CHECK (provider IN ('google', 'microsoft')),
    issuer text NOT NULL,
    subject text NOT NULL,
    email text NOT NULL,
    last_used_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT oauth_identities_issuer_subject_key UNIQUE (issuer, subject),
    CONSTRAINT oauth_identities_user_id_provider_key UNIQUE (user_id, provider)
);

-- A way to a provider and back, good once. The browser keeps the secret from which state, nonce and PKCE verifier are
-- derived; here is only its hash.
CREATE TABLE oauth_attempts (
    id uuid PRIMARY KEY,
    secret_hash bytea NOT NULL,
    provider text NOT NULL CONSTRAINT oauth_attempts_provider_check CHECK (provider IN ('google', 'microsoft')),
    purpose text NOT NULL CONSTRAINT oauth_attempts_purpose_check CHECK (purpose IN ('sign_in', 'connect', 'confirm')),
    session_id uuid REFERENCES user_sessions (id) ON DELETE CASCADE,
    next_path text NOT NULL,
    locale text NOT NULL CONSTRAINT oauth_attempts_locale_check CHECK (locale IN ('en', 'pt', 'es')),
    time_zone text,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT oauth_attempts_secret_hash_key UNIQUE (secret_hash)
);
CREATE INDEX oauth_attempts_session_id_idx ON oauth_attempts (session_id);
CREATE INDEX oauth_attempts_expires_at_idx ON oauth_attempts (expires_at);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['oauth_identities', 'oauth_attempts'] LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO lovedcrm_owner', t);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', t);
        EXECUTE format('CREATE POLICY %I ON public.%I FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true)', t || '_identity', t);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON public.%I TO lovedcrm_auth', t);
    END LOOP;
END $$;
GRANT UPDATE (email, last_used_at) ON oauth_identities TO lovedcrm_auth;
GRANT UPDATE (used_at) ON oauth_attempts TO lovedcrm_auth;
GRANT UPDATE (avatar_key) ON users TO lovedcrm_auth;
GRANT SELECT (avatar_key) ON users TO lovedcrm_app;

-- ---------------------------------------------------------------- the end of an account
-- Deleting a person reaches into every table that points at them, business tables too, which no runtime login may do:
-- a login of its own does it, for a live log-in of that very person.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lovedcrm_eraser') THEN
        CREATE ROLE lovedcrm_eraser NOLOGIN NOINHERIT;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public, app TO lovedcrm_eraser;
CREATE POLICY users_erase ON users FOR ALL TO lovedcrm_eraser USING (true) WITH CHECK (true);
CREATE POLICY user_sessions_erase ON user_sessions FOR SELECT TO lovedcrm_eraser USING (true);
CREATE POLICY organizations_erase ON organizations FOR ALL TO lovedcrm_eraser USING (true) WITH CHECK (true);
CREATE POLICY memberships_erase ON memberships FOR SELECT TO lovedcrm_eraser USING (true);
GRANT SELECT (id), DELETE ON users TO lovedcrm_eraser;
GRANT SELECT (id, user_id, revoked_at) ON user_sessions TO lovedcrm_eraser;
-- UPDATE is what locking a row asks for.
GRANT SELECT (id, deleted_at), UPDATE (updated_at) ON organizations TO lovedcrm_eraser;
GRANT SELECT (organization_id, user_id, role, left_at) ON memberships TO lovedcrm_eraser;
-- The totals' triggers look at every statement on deals and clients, also at one that only takes an owner away.
GRANT EXECUTE ON FUNCTION app.organization_id(), app.fold_totals(uuid) TO lovedcrm_eraser;
-- Now and then they fold the totals, and lock what they fold: that asks for UPDATE.
GRANT SELECT, INSERT, DELETE, UPDATE (row_count) ON totals TO lovedcrm_eraser;

-- 'ok', 'session_dead', or 'last_owner' where an open organization would be left without an owner.
CREATE FUNCTION app.erase_user(p_session uuid) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_user uuid;
BEGIN
    SELECT s.user_id INTO v_user FROM public.user_sessions s WHERE s.id = p_session AND s.revoked_at IS NULL;
    IF NOT FOUND THEN
        RETURN 'session_dead';
    END IF;
    PERFORM FROM public.organizations o
    WHERE o.id IN (SELECT m.organization_id FROM public.memberships m WHERE m.user_id = v_user)
    ORDER BY o.id FOR UPDATE;
    IF EXISTS (
        SELECT FROM public.memberships m JOIN public.organizations o ON o.id = m.organization_id
        WHERE m.user_id = v_user AND m.role = 'owner' AND m.left_at IS NULL AND o.deleted_at IS NULL
          AND NOT EXISTS (SELECT FROM public.memberships x WHERE x.organization_id = m.organization_id AND x.role = 'owner'
                          AND x.left_at IS NULL AND x.user_id <> v_user)) THEN
        RETURN 'last_owner';
    END IF;
    DELETE FROM public.users u WHERE u.id = v_user;
    RETURN 'ok';
END $$;
GRANT CREATE ON SCHEMA app TO lovedcrm_eraser;
ALTER FUNCTION app.erase_user(uuid) OWNER TO lovedcrm_eraser;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_eraser;
REVOKE ALL ON FUNCTION app.erase_user(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.erase_user(uuid) TO lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (14, 'add_oauth_and_avatars');
