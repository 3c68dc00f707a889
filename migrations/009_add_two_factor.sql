-- Second factors of people: authenticator app, backup codes, passkeys, the steps of a log-in that needs one, and the way
-- back for whoever lost them all. Identity plane alone: the business login reads none of it.
SET LOCAL lock_timeout = '5s';

-- One row a person, from setting up on; it counts once enabled_at is there.
CREATE TABLE user_two_factor (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    -- Sealed by a key outside the database, for this person alone.
    secret_sealed bytea NOT NULL,
    -- The newest 30-second step whose code was taken: no code is taken twice.
    last_step bigint NOT NULL DEFAULT 0,
    enabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE two_factor_backup_codes (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT two_factor_backup_codes_user_id_code_hash_key UNIQUE (user_id, code_hash)
);

CREATE TABLE passkeys (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL DEFAULT 0,
    transports jsonb NOT NULL DEFAULT '[]',
    -- Kept by a password manager or an account, and there on all of the person's devices.
    is_synced boolean NOT NULL DEFAULT false,
    name text NOT NULL,
    last_used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id)
);
CREATE INDEX passkeys_user_id_idx ON passkeys (user_id, created_at);

-- A challenge that an authenticator signs; taken out by whoever answers it first. user_id is null when nobody is known yet.
CREATE TABLE passkey_challenges (
    challenge bytea PRIMARY KEY,
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    purpose text NOT NULL CONSTRAINT passkey_challenges_purpose_check CHECK (purpose IN ('register', 'login', 'second_factor', 'confirm')),
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_challenges_user_id_idx ON passkey_challenges (user_id);
CREATE INDEX passkey_challenges_expires_at_idx ON passkey_challenges (expires_at);

-- A log-in whose first factor is proven and whose second one is awaited.
CREATE TABLE login_challenges (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    method text NOT NULL,
    attempt_count integer NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX login_challenges_user_id_idx ON login_challenges (user_id);
CREATE INDEX login_challenges_expires_at_idx ON login_challenges (expires_at);

-- Asked for with the password, confirmed by a link in a mail, then waited for; cancelled by another link. The links'
-- tokens are derived from the id and kept nowhere.
CREATE TABLE two_factor_recoveries (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    opens_at timestamptz,
    needs_approval boolean NOT NULL DEFAULT false,
    approved_at timestamptz,
    approved_by uuid REFERENCES users (id) ON DELETE SET NULL,
    ended_at timestamptz,
    outcome text CONSTRAINT two_factor_recoveries_outcome_check CHECK (outcome IN ('completed', 'cancelled', 'replaced')),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT two_factor_recoveries_ended_check CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX two_factor_recoveries_user_id_key ON two_factor_recoveries (user_id) WHERE ended_at IS NULL;
CREATE INDEX two_factor_recoveries_approved_by_idx ON two_factor_recoveries (approved_by) WHERE approved_by IS NOT NULL;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['user_two_factor', 'two_factor_backup_codes', 'passkeys', 'passkey_challenges', 'login_challenges',
                             'two_factor_recoveries'] LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO lovedcrm_owner', t);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', t);
        EXECUTE format('CREATE POLICY %I ON public.%I FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true)', t || '_identity', t);
        EXECUTE format('GRANT SELECT, INSERT ON public.%I TO lovedcrm_auth', t);
    END LOOP;
END $$;
GRANT UPDATE (secret_sealed, last_step, enabled_at, created_at), DELETE ON user_two_factor TO lovedcrm_auth;
GRANT UPDATE (used_at), DELETE ON two_factor_backup_codes TO lovedcrm_auth;
GRANT UPDATE (sign_count, is_synced, name, last_used_at), DELETE ON passkeys TO lovedcrm_auth;
-- Clearing old ones away skips those that somebody holds, which asks for the right to lock a row.
GRANT UPDATE (expires_at), DELETE ON passkey_challenges TO lovedcrm_auth;
GRANT UPDATE (attempt_count, used_at), DELETE ON login_challenges TO lovedcrm_auth;
GRANT UPDATE (confirmed_at, opens_at, needs_approval, approved_at, approved_by, ended_at, outcome), DELETE
    ON two_factor_recoveries TO lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (9, 'add_two_factor');
