-- Every entry of the audit log carries the hash of the one before it, so that nobody, not even who owns the database,
-- changes, removes or slips in an entry unseen. Why an organization has several strands: docs/decisions/0020-audit-strands.md
SET LOCAL lock_timeout = '5s';

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lovedcrm_chain') THEN
        CREATE ROLE lovedcrm_chain NOLOGIN NOINHERIT;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public, app TO lovedcrm_chain;

ALTER TABLE audit_log
    ADD COLUMN user_agent text NOT NULL DEFAULT '',
    ADD COLUMN api_key_id uuid,
    -- Names a log-in without being its id, which opens organizations.
    ADD COLUMN session_reference text,
    ADD COLUMN strand integer,
    ADD COLUMN sequence bigint,
    ADD COLUMN hash bytea;

-- Where each strand ends; a cut tail shows against it, and a copy of it is kept outside the database.
CREATE TABLE audit_heads (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    strand integer NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, strand)
);

-- What the hash is taken of: every column but the hash itself, quoted so that no two entries read the same.
CREATE FUNCTION app.audit_text(e audit_log) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_build_array(e.organization_id, e.id, e.strand, e.sequence, e.action, e.entity_type, e.entity_id, e.user_id,
        e.session_id, e.api_key_id, e.ip_address, e.user_agent, e.request_id, e.changes,
        extract(epoch FROM e.created_at))::text;
END $$;

CREATE FUNCTION app.chain_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_hash bytea;
BEGIN
    NEW.created_at := now();
    NEW.session_reference := left(encode(sha256(uuid_send(NEW.session_id)), 'hex'), 12);
    -- The first strand that no other transaction is writing; a strand is never waited for.
    NEW.strand := 0;
    WHILE NOT pg_try_advisory_xact_lock(uuid_hash_extended(NEW.organization_id, NEW.strand)) LOOP
        NEW.strand := NEW.strand + 1;
    END LOOP;
    SELECT h.sequence, h.hash INTO NEW.sequence, v_hash FROM public.audit_heads h
    WHERE h.organization_id = NEW.organization_id AND h.strand = NEW.strand;
    IF FOUND THEN
        NEW.sequence := NEW.sequence + 1;
        NEW.hash := sha256(v_hash || convert_to(app.audit_text(NEW), 'UTF8'));
        UPDATE public.audit_heads h SET sequence = NEW.sequence, hash = NEW.hash, updated_at = now()
        WHERE h.organization_id = NEW.organization_id AND h.strand = NEW.strand;
    ELSE
        NEW.sequence := 1;
        NEW.hash := sha256(convert_to(app.audit_text(NEW), 'UTF8'));
        INSERT INTO public.audit_heads (organization_id, strand, sequence, hash)
        VALUES (NEW.organization_id, NEW.strand, 1, NEW.hash);
    END IF;
    RETURN NEW;
END $$;

-- What was written before today becomes the beginning of each organization's first strand.
DO $$
DECLARE
    e audit_log;
    v_hash bytea;
    v_sequence bigint;
    v_organization uuid;
BEGIN
    ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only;
    FOR e IN SELECT * FROM audit_log ORDER BY organization_id, created_at, id LOOP
        IF e.organization_id IS DISTINCT FROM v_organization THEN
            v_organization := e.organization_id;
            v_sequence := 0;
            v_hash := '';
        END IF;
        v_sequence := v_sequence + 1;
        e.strand := 0;
        e.sequence := v_sequence;
        v_hash := sha256(v_hash || convert_to(app.audit_text(e), 'UTF8'));
        UPDATE audit_log SET strand = 0, sequence = v_sequence, hash = v_hash,
            session_reference = left(encode(sha256(uuid_send(session_id)), 'hex'), 12)
        WHERE organization_id = e.organization_id AND id = e.id;
        INSERT INTO audit_heads (organization_id, strand, sequence, hash) VALUES (e.organization_id, 0, v_sequence, v_hash)
        ON CONFLICT (organization_id, strand) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash;
    END LOOP;
    ALTER TABLE audit_log ENABLE TRIGGER audit_log_append_only;
END $$;

ALTER TABLE audit_log
    ALTER COLUMN strand SET NOT NULL,
    ALTER COLUMN sequence SET NOT NULL,
    ALTER COLUMN hash SET NOT NULL,
    ADD CONSTRAINT audit_log_sequence_key UNIQUE (organization_id, strand, sequence);
-- lint:allow: every row was just rewritten under the same lock
CREATE INDEX audit_log_user_id_idx ON audit_log (organization_id, user_id, created_at DESC, id DESC);
CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION app.chain_audit();

-- The first entry between two places of a strand that isn't what was written there. problem: changed, missing, cut (nothing follows).
CREATE FUNCTION app.check_audit(p_organization uuid, p_strand integer, p_from bigint, p_to bigint)
RETURNS TABLE (problem text, sequence bigint, entry_id uuid, head bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    e public.audit_log;
    v_hash bytea := '';
    v_expected bigint := p_from;
BEGIN
    IF p_from > 1 THEN
        SELECT a.hash INTO v_hash FROM public.audit_log a
        WHERE a.organization_id = p_organization AND a.strand = p_strand AND a.sequence = p_from - 1;
    END IF;
    FOR e IN SELECT * FROM public.audit_log a
             WHERE a.organization_id = p_organization AND a.strand = p_strand AND a.sequence BETWEEN p_from AND p_to
             ORDER BY a.sequence LOOP
        IF e.sequence > v_expected THEN
            EXIT;
        END IF;
        IF sha256(v_hash || convert_to(app.audit_text(e), 'UTF8')) IS DISTINCT FROM e.hash THEN
            RETURN QUERY SELECT 'changed', e.sequence, e.id, e.hash;
            RETURN;
        END IF;
        v_hash := e.hash;
        v_expected := v_expected + 1;
    END LOOP;
    IF v_expected <= p_to THEN
        RETURN QUERY SELECT CASE WHEN EXISTS (
            SELECT FROM public.audit_log a WHERE a.organization_id = p_organization AND a.strand = p_strand
              AND a.sequence > v_expected) THEN 'missing' ELSE 'cut' END, v_expected, NULL::uuid, NULL::bytea;
    ELSE
        RETURN QUERY SELECT NULL::text, p_to, NULL::uuid, v_hash;
    END IF;
END $$;

-- An entry that stands where no strand reaches: it was put there past the chain.
CREATE FUNCTION app.find_unchained(p_organization uuid) RETURNS TABLE (strand integer, sequence bigint, entry_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT a.strand, a.sequence, a.id FROM public.audit_log a
    LEFT JOIN public.audit_heads h ON h.organization_id = a.organization_id AND h.strand = a.strand
    WHERE a.organization_id = p_organization AND (h.strand IS NULL OR a.sequence > h.sequence OR a.sequence < 1)
    ORDER BY a.strand, a.sequence LIMIT 1;
END $$;

-- The two of one's own organization: all that the business login may ask for.
CREATE FUNCTION app.check_own_audit(p_strand integer, p_from bigint, p_to bigint)
RETURNS TABLE (problem text, sequence bigint, entry_id uuid, head bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM app.check_audit(app.organization_id(), p_strand, p_from, p_to)
$$;
CREATE FUNCTION app.find_own_unchained() RETURNS TABLE (strand integer, sequence bigint, entry_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM app.find_unchained(app.organization_id())
$$;

-- Where the strands of every organization ended when they were last written to, for the copy outside the database.
CREATE FUNCTION app.list_audit_heads(p_since timestamptz)
RETURNS TABLE (organization_id uuid, strand integer, sequence bigint, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT h.organization_id, h.strand, h.sequence, encode(h.hash, 'hex') FROM public.audit_heads h
    WHERE h.updated_at >= p_since ORDER BY h.organization_id, h.strand
$$;

-- ---------------------------------------------------------------- owners, policies, grants
ALTER TABLE audit_heads OWNER TO lovedcrm_owner;
ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
REVOKE ALL ON audit_heads FROM PUBLIC;
CREATE POLICY audit_heads_tenant ON audit_heads AS PERMISSIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY audit_heads_tenant_only ON audit_heads AS RESTRICTIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY audit_heads_chain ON audit_heads FOR ALL TO lovedcrm_chain USING (true) WITH CHECK (true);
CREATE POLICY audit_log_chain ON audit_log FOR SELECT TO lovedcrm_chain USING (true);
GRANT SELECT ON audit_heads TO lovedcrm_app;
GRANT SELECT (user_agent, api_key_id, session_reference, strand, sequence, hash) ON audit_log TO lovedcrm_app;
GRANT SELECT, INSERT ON audit_heads TO lovedcrm_chain;
GRANT UPDATE (sequence, hash, updated_at) ON audit_heads TO lovedcrm_chain;
GRANT SELECT ON audit_log TO lovedcrm_chain;

GRANT CREATE ON SCHEMA app TO lovedcrm_chain;
ALTER FUNCTION app.audit_text(audit_log) OWNER TO lovedcrm_chain;
ALTER FUNCTION app.chain_audit() OWNER TO lovedcrm_chain;
ALTER FUNCTION app.check_audit(uuid, integer, bigint, bigint) OWNER TO lovedcrm_chain;
ALTER FUNCTION app.find_unchained(uuid) OWNER TO lovedcrm_chain;
ALTER FUNCTION app.check_own_audit(integer, bigint, bigint) OWNER TO lovedcrm_chain;
ALTER FUNCTION app.find_own_unchained() OWNER TO lovedcrm_chain;
ALTER FUNCTION app.list_audit_heads(timestamptz) OWNER TO lovedcrm_chain;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_chain;
REVOKE ALL ON FUNCTION app.audit_text(audit_log), app.chain_audit(), app.check_audit(uuid, integer, bigint, bigint),
    app.find_unchained(uuid), app.check_own_audit(integer, bigint, bigint), app.find_own_unchained(),
    app.list_audit_heads(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.organization_id() TO lovedcrm_chain;
GRANT EXECUTE ON FUNCTION app.check_own_audit(integer, bigint, bigint), app.find_own_unchained() TO lovedcrm_app;
GRANT EXECUTE ON FUNCTION app.list_audit_heads(timestamptz) TO lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (12, 'chain_audit_log');
