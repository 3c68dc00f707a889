-- The audit log answers every filter from an index however long it is, and is verified a part at a time.
-- What of it is searched, and how: docs/decisions/0029-audit-log-at-length.md
SET LOCAL lock_timeout = '5s';

-- lint:allow: two seconds for a million entries, and nothing to wait for before the first release
CREATE INDEX audit_log_action_idx ON audit_log (organization_id, action, created_at DESC, id DESC);
-- lint:allow: as above
CREATE INDEX audit_log_entity_type_idx ON audit_log (organization_id, entity_type, created_at DESC, id DESC);
-- lint:allow: as above
CREATE INDEX audit_log_api_key_id_idx ON audit_log (organization_id, api_key_id, created_at DESC, id DESC) WHERE api_key_id IS NOT NULL;
-- lint:allow: as above
CREATE INDEX audit_log_request_id_idx ON audit_log (organization_id, request_id);

-- lint:allow: twenty seconds for a million entries, and nothing to wait for before the first release
CREATE INDEX audit_log_words_idx ON audit_log
    USING gin (organization_id, lower(action || ' ' || ip_address || ' ' || changes::text) gin_trgm_ops);

-- The newest entries of one's own organization that hold a text, were made by one of these people or are about one of
-- these records; row-level security would switch the trigram index off. p_filters: user_id, api_key_id, action (a list),
-- entity_type, entity_id, since, until, before and before_id (the last entry of the page before).
CREATE FUNCTION app.search_audit(p_text text, p_people uuid[], p_records uuid[], p_filters jsonb, p_limit integer)
RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    -- Enough to find what is common; whatever is rarer has few entries to sort.
    c_recent CONSTANT integer := 3000;
    v_organization uuid := app.organization_id();
    v_pattern text := '%' || replace(replace(replace(lower(p_text), '\', '\\'), '%', '\%'), '_', '\_') || '%';
    -- As the index has them.
    v_words text := $words$lower(a.action || ' ' || a.ip_address || ' ' || a.changes::text)$words$;
    v_actions text[] := (SELECT array_agg(x) FROM jsonb_array_elements_text(p_filters -> 'action') x);
    v_among text;
    v_order text := ' ORDER BY a.created_at DESC, a.id DESC LIMIT ';
    v_walked integer;
    v_found uuid[];
BEGIN
    IF v_organization IS NULL OR length(p_text) = 0 OR p_limit IS NULL OR p_limit < 1 THEN
        RETURN;
    END IF;
    v_among := 'FROM public.audit_log a WHERE a.organization_id = ' || quote_literal(v_organization)
        || coalesce(' AND a.user_id = ' || quote_literal(p_filters ->> 'user_id'), '')
        || coalesce(' AND a.api_key_id = ' || quote_literal(p_filters ->> 'api_key_id'), '')
        || coalesce(' AND a.action = ANY (' || quote_literal(v_actions) || ')', '')
        || coalesce(' AND a.entity_type = ' || quote_literal(p_filters ->> 'entity_type'), '')
        || coalesce(' AND a.entity_id = ' || quote_literal(p_filters ->> 'entity_id'), '')
        || coalesce(' AND a.created_at >= ' || quote_literal(p_filters ->> 'since'), '')
        || coalesce(' AND a.created_at < ' || quote_literal(p_filters ->> 'until'), '')
        || coalesce(' AND (a.created_at, a.id) < (' || quote_literal(p_filters ->> 'before') || '::timestamptz, '
            || quote_literal(p_filters ->> 'before_id') || '::uuid)', '');
    EXECUTE 'SELECT count(*), array_agg(a.id ORDER BY a.created_at DESC, a.id DESC) FILTER (WHERE ' || v_words
            || ' LIKE $1 OR a.request_id = $2 OR a.user_id = ANY ($3) OR a.entity_id = ANY ($4))
            FROM (SELECT a.* ' || v_among || v_order || c_recent || ') a'
        INTO v_walked, v_found USING v_pattern, p_text, p_people, p_records;
    IF v_walked < c_recent OR cardinality(v_found) >= p_limit THEN
        RETURN QUERY SELECT f.id FROM unnest(v_found) WITH ORDINALITY f(id, n) ORDER BY f.n LIMIT p_limit;
        RETURN;
    END IF;
    RETURN QUERY EXECUTE 'SELECT m.id FROM (
            (SELECT a.id, a.created_at ' || v_among || ' AND ' || v_words || ' LIKE $1' || v_order || p_limit || ')
            UNION (SELECT a.id, a.created_at ' || v_among || ' AND a.request_id = $2' || v_order || p_limit || ')
            UNION (SELECT x.id, x.created_at FROM unnest($3) u(id) CROSS JOIN LATERAL (
                SELECT a.id, a.created_at ' || v_among || ' AND a.user_id = u.id' || v_order || p_limit || ') x)
            UNION (SELECT x.id, x.created_at FROM unnest($4) u(id) CROSS JOIN LATERAL (
                SELECT a.id, a.created_at ' || v_among || ' AND a.entity_id = u.id' || v_order || p_limit || ') x)
        ) m ORDER BY m.created_at DESC, m.id DESC LIMIT ' || p_limit
        USING v_pattern, p_text, p_people, p_records;
END $$;

-- As before, strand by strand instead of entry by entry: a strand's ends are at the ends of an index.
CREATE OR REPLACE FUNCTION app.find_unchained(p_organization uuid) RETURNS TABLE (strand integer, sequence bigint, entry_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH RECURSIVE strands (strand) AS (
        (SELECT a.strand FROM public.audit_log a WHERE a.organization_id = p_organization ORDER BY a.strand LIMIT 1)
        UNION ALL
        SELECT (SELECT a.strand FROM public.audit_log a
                WHERE a.organization_id = p_organization AND a.strand > s.strand ORDER BY a.strand LIMIT 1)
        FROM strands s WHERE s.strand IS NOT NULL)
    SELECT e.strand, e.sequence, e.id FROM strands s
    LEFT JOIN public.audit_heads h ON h.organization_id = p_organization AND h.strand = s.strand
    CROSS JOIN LATERAL (
        (SELECT a.strand, a.sequence, a.id FROM public.audit_log a
         WHERE a.organization_id = p_organization AND a.strand = s.strand AND a.sequence < 1 ORDER BY a.sequence LIMIT 1)
        UNION ALL
        (SELECT a.strand, a.sequence, a.id FROM public.audit_log a
         WHERE a.organization_id = p_organization AND a.strand = s.strand AND a.sequence > coalesce(h.sequence, 0)
         ORDER BY a.sequence LIMIT 1)) e
    ORDER BY e.strand, e.sequence LIMIT 1;
END $$;

-- ---------------------------------------------------------------- owners, grants
GRANT CREATE ON SCHEMA app TO lovedcrm_chain;
ALTER FUNCTION app.search_audit(text, uuid[], uuid[], jsonb, integer) OWNER TO lovedcrm_chain;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_chain;
REVOKE ALL ON FUNCTION app.search_audit(text, uuid[], uuid[], jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.search_audit(text, uuid[], uuid[], jsonb, integer) TO lovedcrm_app;

INSERT INTO schema_versions (version, name) VALUES (18, 'search_audit_log');
