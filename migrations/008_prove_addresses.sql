-- Mail leaves through an outbox: a row and its job exist exactly if the change that asks for them committed. Addresses
-- are proven by one-time tokens, of which only the hash is kept.
SET LOCAL lock_timeout = '5s';

-- Whoever is here already counts as verified: the default fills the rows that exist, and goes.
ALTER TABLE users ADD COLUMN email_verified_at timestamptz DEFAULT now();
ALTER TABLE users ALTER COLUMN email_verified_at DROP DEFAULT;
GRANT UPDATE (email_verified_at) ON users TO lovedcrm_auth;
-- Business rules ask it: an unverified person makes no API keys.
GRANT SELECT (email_verified_at) ON users TO lovedcrm_app;

-- Mail about an account has no organization. A link's token is derived by the job from its purpose and id: neither
-- this table nor the queue ever holds one.
CREATE TABLE outgoing_mails (
    id uuid PRIMARY KEY,
    organization_id uuid REFERENCES organizations (id) ON DELETE CASCADE,
    recipient text NOT NULL,
    template text NOT NULL,
    locale text NOT NULL CONSTRAINT outgoing_mails_locale_check CHECK (locale IN ('en', 'pt', 'es')),
    subject text NOT NULL,
    params jsonb NOT NULL,
    link_path text,
    token_purpose text,
    token_id uuid,
    status text NOT NULL DEFAULT 'queued'
        CONSTRAINT outgoing_mails_status_check CHECK (status IN ('queued', 'sending', 'sent', 'failed')),
    attempt_count integer NOT NULL DEFAULT 0,
    error_code text,
    attempted_at timestamptz,
    sent_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outgoing_mails_created_at_idx ON outgoing_mails (created_at);
CREATE INDEX outgoing_mails_organization_id_idx ON outgoing_mails (organization_id) WHERE organization_id IS NOT NULL;

CREATE TABLE one_time_tokens (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose text NOT NULL,
    email text NOT NULL,
    token_hash bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT one_time_tokens_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX one_time_tokens_user_id_idx ON one_time_tokens (user_id, purpose);
CREATE INDEX one_time_tokens_expires_at_idx ON one_time_tokens (expires_at);

-- A person's wish to have another address, until both addresses have agreed.
CREATE TABLE email_changes (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    new_email text NOT NULL CONSTRAINT email_changes_new_email_check CHECK (new_email = lower(new_email)),
    old_confirmed_at timestamptz,
    new_confirmed_at timestamptz,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['outgoing_mails', 'one_time_tokens', 'email_changes'] LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO lovedcrm_owner', t);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', t);
        EXECUTE format('CREATE POLICY %I ON public.%I FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true)', t || '_identity', t);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON public.%I TO lovedcrm_auth', t);
    END LOOP;
END $$;
GRANT UPDATE (status, attempt_count, error_code, attempted_at, sent_at, params) ON outgoing_mails TO lovedcrm_auth;
GRANT UPDATE (used_at) ON one_time_tokens TO lovedcrm_auth;
GRANT UPDATE (new_email, old_confirmed_at, new_confirmed_at, expires_at, created_at) ON email_changes TO lovedcrm_auth;

-- The business login leaves mail of its own organization and reads none; the only token it may have a link carry is an
-- invitation's, so that whoever can run its SQL can't have a password's reset sent to themselves.
CREATE POLICY outgoing_mails_own ON outgoing_mails FOR INSERT TO lovedcrm_app
    WITH CHECK (organization_id = (SELECT app.organization_id()) AND status = 'queued'
        AND coalesce(token_purpose = 'invite', true));
GRANT INSERT ON outgoing_mails TO lovedcrm_app;

INSERT INTO schema_versions (version, name) VALUES (8, 'prove_addresses');
