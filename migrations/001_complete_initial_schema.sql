-- Identity plane, core of the tenant plane, roles, policies and gate functions.
-- docs/architecture.md and docs/decisions/0002-two-walls.md say why each piece is here.
SET LOCAL lock_timeout = '5s';

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

DO $$
DECLARE r text;
BEGIN
    FOREACH r IN ARRAY ARRAY['lovedcrm_owner', 'lovedcrm_gate', 'lovedcrm_search'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', r);
        END IF;
    END LOOP;
    FOREACH r IN ARRAY ARRAY['lovedcrm_app', 'lovedcrm_auth'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', r);
        END IF;
        EXECUTE format('ALTER ROLE %I SET timezone = ''UTC''', r);
        EXECUTE format('ALTER ROLE %I SET jit = off', r);
        EXECUTE format('ALTER ROLE %I SET statement_timeout = ''5s''', r);
        EXECUTE format('ALTER ROLE %I SET lock_timeout = ''2s''', r);
        EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''10s''', r);
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO lovedcrm_app, lovedcrm_auth', current_database());
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO lovedcrm_owner, lovedcrm_app, lovedcrm_auth, lovedcrm_gate, lovedcrm_search;
CREATE SCHEMA app AUTHORIZATION lovedcrm_owner;
GRANT USAGE ON SCHEMA app TO lovedcrm_app, lovedcrm_auth, lovedcrm_gate, lovedcrm_search;

-- ---------------------------------------------------------------- identity plane
CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT users_email_check CHECK (email = lower(email)),
    full_name text NOT NULL,
    locale text NOT NULL DEFAULT 'en' CONSTRAINT users_locale_check CHECK (locale IN ('en', 'pt', 'es')),
    password_hash text NOT NULL,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_email_key UNIQUE (email)
);

CREATE TABLE organizations (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    plan text NOT NULL DEFAULT 'unlimited'
        CONSTRAINT organizations_plan_check CHECK (plan IN ('starter', 'pro', 'enterprise', 'unlimited')),
    currency text NOT NULL DEFAULT 'BRL' CONSTRAINT organizations_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    is_personal boolean NOT NULL DEFAULT false,
    deleted_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE memberships (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT memberships_role_check CHECK (role IN ('owner', 'admin', 'manager', 'member', 'viewer')),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT memberships_organization_id_user_id_key UNIQUE (organization_id, user_id)
);
CREATE INDEX memberships_user_id_idx ON memberships (user_id, created_at);

CREATE TABLE user_sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    refresh_hash bytea NOT NULL,
    previous_refresh_hash bytea,
    generation integer NOT NULL DEFAULT 1,
    rotated_at timestamptz NOT NULL DEFAULT now(),
    user_agent text NOT NULL DEFAULT '',
    ip_address text NOT NULL DEFAULT '',
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_reason text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX user_sessions_user_id_idx ON user_sessions (user_id, created_at DESC);

-- ---------------------------------------------------------------- tenant plane
CREATE TABLE user_preferences (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    theme text NOT NULL DEFAULT 'system' CONSTRAINT user_preferences_theme_check CHECK (theme IN ('system', 'light', 'dark')),
    locale text NOT NULL DEFAULT 'en' CONSTRAINT user_preferences_locale_check CHECK (locale IN ('en', 'pt', 'es')),
    time_zone text NOT NULL DEFAULT 'America/Sao_Paulo',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT user_preferences_organization_id_user_id_key UNIQUE (organization_id, user_id),
    CONSTRAINT user_preferences_user_id_fkey FOREIGN KEY (organization_id, user_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE CASCADE
);

CREATE TABLE imports (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    user_id uuid,
    kind text NOT NULL CONSTRAINT imports_kind_check CHECK (kind IN ('clients', 'deals')),
    status text NOT NULL DEFAULT 'uploaded' CONSTRAINT imports_status_check
        CHECK (status IN ('uploaded', 'queued', 'running', 'done', 'failed', 'undoing', 'undone')),
    file_name text NOT NULL,
    storage_key text NOT NULL,
    file_shape jsonb NOT NULL,
    mapping jsonb,
    on_duplicate text NOT NULL DEFAULT 'skip' CONSTRAINT imports_on_duplicate_check CHECK (on_duplicate IN ('skip', 'update')),
    row_count integer NOT NULL DEFAULT 0,
    processed_count integer NOT NULL DEFAULT 0,
    created_count integer NOT NULL DEFAULT 0,
    updated_count integer NOT NULL DEFAULT 0,
    duplicate_count integer NOT NULL DEFAULT 0,
    problem_count integer NOT NULL DEFAULT 0,
    error_code text,
    finished_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT imports_user_id_fkey FOREIGN KEY (organization_id, user_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (user_id)
);
CREATE INDEX imports_created_at_idx ON imports (organization_id, created_at DESC, id DESC);

CREATE TABLE import_problems (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    import_id uuid NOT NULL,
    row_number integer NOT NULL,
    code text NOT NULL,
    severity text NOT NULL CONSTRAINT import_problems_severity_check CHECK (severity IN ('error', 'warning')),
    field text NOT NULL DEFAULT '',
    value text NOT NULL DEFAULT '',
    raw jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (organization_id, id),
    CONSTRAINT import_problems_import_id_fkey FOREIGN KEY (organization_id, import_id)
        REFERENCES imports (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX import_problems_import_id_idx ON import_problems (organization_id, import_id, row_number);

CREATE TABLE clients (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    kind text NOT NULL DEFAULT 'company' CONSTRAINT clients_kind_check CHECK (kind IN ('company', 'person')),
    name text NOT NULL,
    sort_name text NOT NULL,
    email text,
    phone text,
    website text,
    source text,
    tax_id text,
    address text,
    notes text,
    custom_fields jsonb NOT NULL DEFAULT '{}',
    owner_id uuid,
    import_id uuid,
    last_activity_at timestamptz,
    last_touch_type text,
    last_touch_at timestamptz,
    search_text text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT clients_owner_id_fkey FOREIGN KEY (organization_id, owner_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (owner_id),
    CONSTRAINT clients_import_id_fkey FOREIGN KEY (organization_id, import_id)
        REFERENCES imports (organization_id, id) ON DELETE SET NULL (import_id)
);
CREATE INDEX clients_sort_name_idx ON clients (organization_id, sort_name COLLATE "C", id) WHERE deleted_at IS NULL;
CREATE INDEX clients_created_at_idx ON clients (organization_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX clients_last_activity_at_idx ON clients (organization_id, coalesce(last_activity_at, created_at) DESC, id DESC)
    WHERE deleted_at IS NULL;
CREATE INDEX clients_owner_id_idx ON clients (organization_id, owner_id, sort_name COLLATE "C", id) WHERE deleted_at IS NULL;
CREATE INDEX clients_import_id_idx ON clients (organization_id, import_id) WHERE import_id IS NOT NULL;
CREATE INDEX clients_search_text_idx ON clients USING gin (organization_id, search_text gin_trgm_ops);

CREATE TABLE contacts (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text NOT NULL,
    title text,
    email text,
    phone text,
    is_primary boolean NOT NULL DEFAULT false,
    import_id uuid,
    search_text text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT contacts_client_id_fkey FOREIGN KEY (organization_id, client_id)
        REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT contacts_import_id_fkey FOREIGN KEY (organization_id, import_id)
        REFERENCES imports (organization_id, id) ON DELETE SET NULL (import_id)
);
CREATE INDEX contacts_client_id_idx ON contacts (organization_id, client_id, created_at);
CREATE INDEX contacts_search_text_idx ON contacts USING gin (organization_id, search_text gin_trgm_ops);
CREATE INDEX contacts_import_id_idx ON contacts (organization_id, import_id) WHERE import_id IS NOT NULL;

-- One row per handle; match_key folds spellings together (Brazil's ninth digit), value keeps what is shown.
CREATE TABLE identities (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT identities_kind_check CHECK (kind IN ('email', 'phone', 'domain', 'tax_id', 'external')),
    match_key text NOT NULL,
    value text NOT NULL,
    client_id uuid NOT NULL,
    contact_id uuid,
    provenance text NOT NULL DEFAULT 'manual',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT identities_client_id_fkey FOREIGN KEY (organization_id, client_id)
        REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT identities_contact_id_fkey FOREIGN KEY (organization_id, contact_id)
        REFERENCES contacts (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX identities_match_key_idx ON identities (organization_id, kind, match_key);
CREATE INDEX identities_client_id_idx ON identities (organization_id, client_id);
CREATE INDEX identities_contact_id_idx ON identities (organization_id, contact_id);

CREATE TABLE deals (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    title text NOT NULL,
    stage text NOT NULL DEFAULT 'lead' CONSTRAINT deals_stage_check
        CHECK (stage IN ('lead', 'contact', 'proposal', 'negotiation', 'closed')),
    position text COLLATE "C" NOT NULL,
    value_cents bigint NOT NULL DEFAULT 0 CONSTRAINT deals_value_cents_check CHECK (value_cents BETWEEN 0 AND 99999999999999),
    currency text NOT NULL DEFAULT 'BRL' CONSTRAINT deals_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    owner_id uuid,
    expected_close_date date,
    source text,
    outcome text CONSTRAINT deals_outcome_check CHECK (outcome IN ('won', 'lost')),
    lost_reason text,
    stage_entered_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    moved_by uuid,
    import_id uuid,
    search_text text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT deals_position_key UNIQUE (organization_id, stage, position),
    CONSTRAINT deals_closed_check CHECK ((stage = 'closed') = (outcome IS NOT NULL)),
    CONSTRAINT deals_lost_reason_check CHECK ((outcome = 'lost') IS TRUE OR lost_reason IS NULL),
    CONSTRAINT deals_client_id_fkey FOREIGN KEY (organization_id, client_id)
        REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT deals_owner_id_fkey FOREIGN KEY (organization_id, owner_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (owner_id),
    CONSTRAINT deals_moved_by_fkey FOREIGN KEY (organization_id, moved_by)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (moved_by),
    CONSTRAINT deals_import_id_fkey FOREIGN KEY (organization_id, import_id)
        REFERENCES imports (organization_id, id) ON DELETE SET NULL (import_id)
);
CREATE INDEX deals_client_id_idx ON deals (organization_id, client_id, created_at DESC);
CREATE INDEX deals_created_at_idx ON deals (organization_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX deals_closed_at_idx ON deals (organization_id, closed_at DESC) WHERE closed_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX deals_search_text_idx ON deals USING gin (organization_id, search_text gin_trgm_ops);
CREATE INDEX deals_import_id_idx ON deals (organization_id, import_id) WHERE import_id IS NOT NULL;

CREATE TABLE deal_stage_visits (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    deal_id uuid NOT NULL,
    stage text NOT NULL CONSTRAINT deal_stage_visits_stage_check
        CHECK (stage IN ('lead', 'contact', 'proposal', 'negotiation', 'closed')),
    user_id uuid,
    entered_at timestamptz NOT NULL DEFAULT now(),
    left_at timestamptz,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT deal_stage_visits_deal_id_fkey FOREIGN KEY (organization_id, deal_id)
        REFERENCES deals (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT deal_stage_visits_user_id_fkey FOREIGN KEY (organization_id, user_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (user_id)
);
CREATE INDEX deal_stage_visits_deal_id_idx ON deal_stage_visits (organization_id, deal_id, entered_at);

CREATE TABLE tags (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL,
    match_key text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT tags_match_key_key UNIQUE (organization_id, match_key)
);

CREATE TABLE client_tags (
    organization_id uuid NOT NULL,
    client_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    PRIMARY KEY (organization_id, client_id, tag_id),
    CONSTRAINT client_tags_client_id_fkey FOREIGN KEY (organization_id, client_id)
        REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT client_tags_tag_id_fkey FOREIGN KEY (organization_id, tag_id)
        REFERENCES tags (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX client_tags_tag_id_idx ON client_tags (organization_id, tag_id, client_id);

CREATE TABLE deal_tags (
    organization_id uuid NOT NULL,
    deal_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    PRIMARY KEY (organization_id, deal_id, tag_id),
    CONSTRAINT deal_tags_deal_id_fkey FOREIGN KEY (organization_id, deal_id)
        REFERENCES deals (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT deal_tags_tag_id_fkey FOREIGN KEY (organization_id, tag_id)
        REFERENCES tags (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX deal_tags_tag_id_idx ON deal_tags (organization_id, tag_id, deal_id);

CREATE TABLE timeline_entries (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    deal_id uuid,
    type text NOT NULL CONSTRAINT timeline_entries_type_check
        CHECK (type IN ('call', 'email', 'note', 'meeting', 'whatsapp', 'task', 'deal', 'system')),
    content text NOT NULL DEFAULT '',
    metadata jsonb NOT NULL DEFAULT '{}',
    user_id uuid,
    import_id uuid,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    edited_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT timeline_entries_client_id_fkey FOREIGN KEY (organization_id, client_id)
        REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT timeline_entries_deal_id_fkey FOREIGN KEY (organization_id, deal_id)
        REFERENCES deals (organization_id, id) ON DELETE SET NULL (deal_id),
    CONSTRAINT timeline_entries_user_id_fkey FOREIGN KEY (organization_id, user_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (user_id),
    CONSTRAINT timeline_entries_import_id_fkey FOREIGN KEY (organization_id, import_id)
        REFERENCES imports (organization_id, id) ON DELETE SET NULL (import_id)
);
CREATE INDEX timeline_entries_client_id_idx ON timeline_entries (organization_id, client_id, occurred_at DESC, id DESC)
    WHERE deleted_at IS NULL;
CREATE INDEX timeline_entries_occurred_at_idx ON timeline_entries (organization_id, occurred_at DESC, id DESC)
    WHERE deleted_at IS NULL;
CREATE INDEX timeline_entries_deal_id_idx ON timeline_entries (organization_id, deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX timeline_entries_import_id_idx ON timeline_entries (organization_id, import_id) WHERE import_id IS NOT NULL;

CREATE TABLE commands (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    user_id uuid,
    kind text NOT NULL,
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    before jsonb NOT NULL,
    entity_version integer NOT NULL,
    undone_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT commands_user_id_fkey FOREIGN KEY (organization_id, user_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (user_id)
);
CREATE INDEX commands_created_at_idx ON commands (organization_id, created_at DESC);

CREATE TABLE audit_log (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    action text NOT NULL,
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    user_id uuid,
    session_id uuid,
    ip_address text NOT NULL DEFAULT '',
    request_id text NOT NULL DEFAULT '',
    changes jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX audit_log_created_at_idx ON audit_log (organization_id, created_at DESC, id DESC);
CREATE INDEX audit_log_entity_id_idx ON audit_log (organization_id, entity_id, created_at DESC);

CREATE TABLE idempotency_keys (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status integer NOT NULL,
    body text NOT NULL,
    headers jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT idempotency_keys_key_key UNIQUE (organization_id, user_id, route, key)
);

-- Running totals as an append-only ledger of differences: writers of one organization never wait for each
-- other, readers add up a handful of rows, and one writer in a while folds the rows together.
CREATE TABLE totals (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    subject text NOT NULL CONSTRAINT totals_subject_check CHECK (subject IN ('client', 'deal')),
    stage text NOT NULL DEFAULT '',
    currency text NOT NULL DEFAULT '',
    row_count bigint NOT NULL,
    value_cents bigint NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- ---------------------------------------------------------------- verified context
CREATE TABLE app.context_keys (
    id integer PRIMARY KEY CHECK (id = 1),
    secret bytea NOT NULL
);
INSERT INTO app.context_keys
SELECT 1, sha256(string_agg(uuid_send(gen_random_uuid()), ''::bytea)) FROM generate_series(1, 16);
REVOKE ALL ON app.context_keys FROM PUBLIC;
GRANT SELECT ON app.context_keys TO lovedcrm_gate;

-- A context is 'organization|user|transaction start|mac'. It is valid only inside the transaction that made it.
-- All in PL/pgSQL, which keeps its plans for the life of a connection; a function in SQL is planned anew in every
-- transaction, and then costs more than the look-up that it guards (docs/decisions/0010-cheap-context.md).
CREATE FUNCTION app.context_mac(p_text text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_secret bytea;
BEGIN
    SELECT k.secret INTO STRICT v_secret FROM app.context_keys k WHERE k.id = 1;
    RETURN encode(sha256(v_secret || sha256(v_secret || convert_to(p_text, 'UTF8'))), 'hex');
END $$;

CREATE FUNCTION app.set_context(p_organization uuid, p_user uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_text text := p_organization::text || '|' || coalesce(p_user::text, '') || '|'
    || extract(epoch FROM transaction_timestamp())::text;
BEGIN
    PERFORM set_config('app.context', v_text || '|' || app.context_mac(v_text), true);
END $$;

-- Every policy of every statement calls it, so it works out context_mac's formula itself.
CREATE FUNCTION app.organization_id() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_context text := current_setting('app.context', true);
    v_secret bytea;
BEGIN
    IF v_context IS NULL OR v_context = '' THEN
        RETURN NULL;
    END IF;
    SELECT k.secret INTO STRICT v_secret FROM app.context_keys k WHERE k.id = 1;
    IF (split_part(v_context, '|', 3) = extract(epoch FROM transaction_timestamp())::text
        AND right(v_context, 64) = encode(sha256(v_secret || sha256(v_secret || convert_to(left(v_context, -65), 'UTF8'))), 'hex')
        ) IS NOT TRUE THEN
        RAISE EXCEPTION 'forged organization context' USING ERRCODE = '42501';
    END IF;
    RETURN left(v_context, 36)::uuid;
END $$;

-- The first statement of every business transaction. status: ok, session_dead, not_member.
CREATE FUNCTION app.enter(p_session uuid, p_organization uuid)
RETURNS TABLE (status text, user_id uuid, user_name text, user_locale text, role text, plan text,
               organization_name text, currency text, is_personal boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_user uuid;
BEGIN
    SELECT u.id, u.full_name, u.locale INTO v_user, user_name, user_locale
    FROM public.user_sessions s JOIN public.users u ON u.id = s.user_id
    WHERE s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL;
    IF NOT FOUND THEN
        status := 'session_dead';
        RETURN NEXT;
        RETURN;
    END IF;
    SELECT m.role, o.plan, o.name, o.currency, o.is_personal INTO role, plan, organization_name, currency, is_personal
    FROM public.memberships m JOIN public.organizations o ON o.id = m.organization_id
    WHERE m.organization_id = p_organization AND m.user_id = v_user AND o.deleted_at IS NULL;
    IF NOT FOUND THEN
        status := 'not_member';
        RETURN NEXT;
        RETURN;
    END IF;
    user_id := v_user;
    status := 'ok';
    PERFORM app.set_context(p_organization, v_user);
    RETURN NEXT;
END $$;

-- ---------------------------------------------------------------- totals triggers
CREATE FUNCTION app.fold_totals(p_organization uuid) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    WITH taken AS (
        DELETE FROM public.totals t
        WHERE t.organization_id = p_organization AND t.id = ANY (ARRAY(
            SELECT id FROM public.totals WHERE organization_id = p_organization LIMIT 200 FOR UPDATE SKIP LOCKED))
        RETURNING subject, stage, currency, row_count, value_cents)
    INSERT INTO public.totals (organization_id, subject, stage, currency, row_count, value_cents)
    SELECT p_organization, subject, stage, currency, sum(row_count), sum(value_cents) FROM taken
    GROUP BY subject, stage, currency HAVING sum(row_count) <> 0 OR sum(value_cents) <> 0
$$;

CREATE FUNCTION app.count_deals() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.totals (organization_id, subject, stage, currency, row_count, value_cents)
        SELECT organization_id, 'deal', stage, currency, count(*), sum(value_cents)
        FROM new_rows WHERE deleted_at IS NULL GROUP BY organization_id, stage, currency;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.totals (organization_id, subject, stage, currency, row_count, value_cents)
        SELECT organization_id, 'deal', stage, currency, -count(*), -sum(value_cents)
        FROM old_rows WHERE deleted_at IS NULL GROUP BY organization_id, stage, currency;
    ELSE
        INSERT INTO public.totals (organization_id, subject, stage, currency, row_count, value_cents)
        SELECT organization_id, 'deal', stage, currency, sum(n), sum(v) FROM (
            SELECT organization_id, stage, currency, 1 AS n, value_cents AS v FROM new_rows WHERE deleted_at IS NULL
            UNION ALL
            SELECT organization_id, stage, currency, -1, -value_cents FROM old_rows WHERE deleted_at IS NULL) d
        GROUP BY organization_id, stage, currency HAVING sum(n) <> 0 OR sum(v) <> 0;
    END IF;
    IF random() < 0.02 THEN
        PERFORM app.fold_totals(app.organization_id());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER deals_count_insert AFTER INSERT ON deals REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION app.count_deals();
CREATE TRIGGER deals_count_update AFTER UPDATE ON deals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION app.count_deals();
CREATE TRIGGER deals_count_delete AFTER DELETE ON deals REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION app.count_deals();

CREATE FUNCTION app.count_clients() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.totals (organization_id, subject, row_count, value_cents)
        SELECT organization_id, 'client', count(*), 0 FROM new_rows WHERE deleted_at IS NULL GROUP BY organization_id;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.totals (organization_id, subject, row_count, value_cents)
        SELECT organization_id, 'client', -count(*), 0 FROM old_rows WHERE deleted_at IS NULL GROUP BY organization_id;
    ELSE
        INSERT INTO public.totals (organization_id, subject, row_count, value_cents)
        SELECT organization_id, 'client', sum(n), 0 FROM (
            SELECT organization_id, 1 AS n FROM new_rows WHERE deleted_at IS NULL
            UNION ALL SELECT organization_id, -1 FROM old_rows WHERE deleted_at IS NULL) d
        GROUP BY organization_id HAVING sum(n) <> 0;
    END IF;
    IF random() < 0.02 THEN
        PERFORM app.fold_totals(app.organization_id());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER clients_count_insert AFTER INSERT ON clients REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION app.count_clients();
CREATE TRIGGER clients_count_update AFTER UPDATE ON clients REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION app.count_clients();
CREATE TRIGGER clients_count_delete AFTER DELETE ON clients REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION app.count_clients();

-- ---------------------------------------------------------------- audit is append-only
CREATE FUNCTION app.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the log is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- ---------------------------------------------------------------- search
-- Substring search with its trigram index, which row-level security would switch off: the organization comes
-- from the verified context, and lovedcrm_search may only read these three tables.
CREATE FUNCTION app.search(p_query text, p_kind text, p_limit integer)
RETURNS TABLE (kind text, id uuid, client_id uuid, title text, subtitle text, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_organization uuid := app.organization_id();
    v_pattern text := '%' || replace(replace(replace(p_query, '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
    IF v_organization IS NULL OR length(p_query) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT r.kind, r.id, r.client_id, r.title, r.subtitle, r.rank FROM (
        (SELECT 'client'::text AS kind, c.id, c.id AS client_id, c.name AS title,
                coalesce(c.email, c.phone, c.website, '') AS subtitle,
                (CASE WHEN left(c.sort_name, length(p_query)) = p_query THEN 3 ELSE 1 END)::real AS rank
         FROM (SELECT * FROM public.clients x
               WHERE x.organization_id = v_organization AND x.search_text LIKE v_pattern AND x.deleted_at IS NULL
               LIMIT 500) c
         WHERE p_kind IN ('all', 'client') ORDER BY rank DESC, c.sort_name COLLATE "C", c.id LIMIT p_limit)
        UNION ALL
        (SELECT 'contact', p.id, p.client_id, p.name, k.name, 0.9::real
         FROM (SELECT * FROM public.contacts x
               WHERE x.organization_id = v_organization AND x.search_text LIKE v_pattern AND x.deleted_at IS NULL
               LIMIT 500) p
         JOIN public.clients k ON k.organization_id = p.organization_id AND k.id = p.client_id AND k.deleted_at IS NULL
         WHERE p_kind IN ('all', 'contact') ORDER BY p.name, p.id LIMIT p_limit)
        UNION ALL
        (SELECT 'deal', d.id, d.client_id, d.title, k.name, 0.8::real
         FROM (SELECT * FROM public.deals x
               WHERE x.organization_id = v_organization AND x.search_text LIKE v_pattern AND x.deleted_at IS NULL
               LIMIT 500) d
         JOIN public.clients k ON k.organization_id = d.organization_id AND k.id = d.client_id AND k.deleted_at IS NULL
         WHERE p_kind IN ('all', 'deal') ORDER BY d.title, d.id LIMIT p_limit)
    ) r ORDER BY r.rank DESC, r.title, r.id LIMIT p_limit;
END $$;

-- The ids of the deals whose own text or whose client's matches; for filtering a board or a list.
CREATE FUNCTION app.search_deals(p_query text, p_limit integer) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_organization uuid := app.organization_id();
    v_pattern text := '%' || replace(replace(replace(p_query, '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
    IF v_organization IS NULL OR length(p_query) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT d.id FROM public.deals d
    WHERE d.organization_id = v_organization AND d.search_text LIKE v_pattern AND d.deleted_at IS NULL
    UNION
    SELECT d.id FROM public.clients c
    JOIN public.deals d ON d.organization_id = c.organization_id AND d.client_id = c.id AND d.deleted_at IS NULL
    WHERE c.organization_id = v_organization AND c.search_text LIKE v_pattern AND c.deleted_at IS NULL
    LIMIT p_limit;
END $$;

-- ---------------------------------------------------------------- owners, policies, grants
DO $$
DECLARE
    t text;
    c text;
    tenant text[] := ARRAY['user_preferences', 'imports', 'import_problems', 'clients', 'contacts', 'identities', 'deals',
        'deal_stage_visits', 'tags', 'client_tags', 'deal_tags', 'timeline_entries', 'commands', 'audit_log',
        'idempotency_keys', 'totals'];
BEGIN
    FOREACH t IN ARRAY tenant || ARRAY['users', 'organizations', 'memberships', 'user_sessions'] LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO lovedcrm_owner', t);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', t);
    END LOOP;
    FOREACH t IN ARRAY tenant LOOP
        EXECUTE format('CREATE POLICY %I ON public.%I AS PERMISSIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
            USING (organization_id = (SELECT app.organization_id()))
            WITH CHECK (organization_id = (SELECT app.organization_id()))', t || '_tenant', t);
        EXECUTE format('CREATE POLICY %I ON public.%I AS RESTRICTIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
            USING (organization_id = (SELECT app.organization_id()))
            WITH CHECK (organization_id = (SELECT app.organization_id()))', t || '_tenant_only', t);
        EXECUTE format('GRANT INSERT ON public.%I TO lovedcrm_app', t);
        CONTINUE WHEN t = 'audit_log';
        EXECUTE format('GRANT SELECT ON public.%I TO lovedcrm_app', t);
        EXECUTE format('GRANT DELETE ON public.%I TO lovedcrm_app', t);
        FOR c IN SELECT attname FROM pg_attribute
                 WHERE attrelid = format('public.%I', t)::regclass AND attnum > 0 AND NOT attisdropped
                   AND attname NOT IN ('id', 'organization_id', 'created_at') LOOP
            EXECUTE format('GRANT UPDATE (%I) ON public.%I TO lovedcrm_app', c, t);
        END LOOP;
    END LOOP;
END $$;

-- Identity plane: lovedcrm_auth works on it; lovedcrm_app sees its own organization and colleagues' names.
CREATE POLICY users_identity ON users FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true);
CREATE POLICY user_sessions_identity ON user_sessions FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true);
CREATE POLICY organizations_identity ON organizations FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true);
CREATE POLICY memberships_identity ON memberships FOR ALL TO lovedcrm_auth USING (true) WITH CHECK (true);
CREATE POLICY organizations_own ON organizations FOR ALL TO lovedcrm_app
    USING (id = (SELECT app.organization_id())) WITH CHECK (id = (SELECT app.organization_id()));
CREATE POLICY memberships_tenant ON memberships FOR ALL TO lovedcrm_app
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY users_colleagues ON users FOR SELECT TO lovedcrm_app
    USING (id IN (SELECT m.user_id FROM memberships m WHERE m.organization_id = (SELECT app.organization_id())));

GRANT SELECT, INSERT ON users, user_sessions, organizations, memberships TO lovedcrm_auth;
GRANT UPDATE (email, full_name, locale, password_hash, disabled_at, updated_at) ON users TO lovedcrm_auth;
GRANT UPDATE (refresh_hash, previous_refresh_hash, generation, rotated_at, organization_id, user_agent, ip_address,
              revoked_at, revoked_reason) ON user_sessions TO lovedcrm_auth;
GRANT INSERT, SELECT ON audit_log TO lovedcrm_auth;
-- All but session_id: with a colleague's log-in, app.enter would open that person's other organizations.
GRANT SELECT (organization_id, id, action, entity_type, entity_id, user_id, ip_address, request_id, changes, created_at)
    ON audit_log TO lovedcrm_app;
GRANT INSERT, SELECT ON user_preferences TO lovedcrm_auth;
-- Readiness compares it with the newest migration of the code.
GRANT SELECT (version) ON schema_versions TO lovedcrm_app;
GRANT SELECT (id, email, full_name, locale) ON users TO lovedcrm_app;
GRANT SELECT (organization_id, id, user_id, role, created_at) ON memberships TO lovedcrm_app;
GRANT SELECT ON organizations TO lovedcrm_app;
GRANT UPDATE (name, currency, version, updated_at) ON organizations TO lovedcrm_app;

CREATE POLICY users_gate ON users FOR SELECT TO lovedcrm_gate USING (true);
CREATE POLICY user_sessions_gate ON user_sessions FOR SELECT TO lovedcrm_gate USING (true);
CREATE POLICY organizations_gate ON organizations FOR SELECT TO lovedcrm_gate USING (true);
CREATE POLICY memberships_gate ON memberships FOR SELECT TO lovedcrm_gate USING (true);
GRANT SELECT (id, full_name, locale, disabled_at) ON users TO lovedcrm_gate;
GRANT SELECT (id, user_id, revoked_at, expires_at) ON user_sessions TO lovedcrm_gate;
GRANT SELECT (id, plan, name, currency, is_personal, deleted_at) ON organizations TO lovedcrm_gate;
GRANT SELECT (organization_id, user_id, role) ON memberships TO lovedcrm_gate;

CREATE POLICY clients_search ON clients FOR SELECT TO lovedcrm_search USING (true);
CREATE POLICY contacts_search ON contacts FOR SELECT TO lovedcrm_search USING (true);
CREATE POLICY deals_search ON deals FOR SELECT TO lovedcrm_search USING (true);
GRANT SELECT ON clients, contacts, deals TO lovedcrm_search;

ALTER TABLE app.context_keys OWNER TO lovedcrm_owner;
GRANT CREATE ON SCHEMA app TO lovedcrm_gate, lovedcrm_search;
ALTER FUNCTION app.context_mac(text) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.set_context(uuid, uuid) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.organization_id() OWNER TO lovedcrm_gate;
ALTER FUNCTION app.enter(uuid, uuid) OWNER TO lovedcrm_gate;
ALTER FUNCTION app.search(text, text, integer) OWNER TO lovedcrm_search;
ALTER FUNCTION app.search_deals(text, integer) OWNER TO lovedcrm_search;
ALTER FUNCTION app.fold_totals(uuid) OWNER TO lovedcrm_owner;
ALTER FUNCTION app.count_deals() OWNER TO lovedcrm_owner;
ALTER FUNCTION app.count_clients() OWNER TO lovedcrm_owner;
ALTER FUNCTION app.refuse_change() OWNER TO lovedcrm_owner;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate, lovedcrm_search;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.organization_id() TO lovedcrm_app, lovedcrm_auth, lovedcrm_search;
GRANT EXECUTE ON FUNCTION app.enter(uuid, uuid) TO lovedcrm_app, lovedcrm_auth;
GRANT EXECUTE ON FUNCTION app.search(text, text, integer), app.search_deals(text, integer) TO lovedcrm_app;
GRANT EXECUTE ON FUNCTION app.fold_totals(uuid) TO lovedcrm_app;

INSERT INTO schema_versions (version, name) VALUES (1, 'complete_initial_schema');
