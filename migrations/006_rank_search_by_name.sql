-- What is called as typed comes before what merely mentions it: the whole name, then its beginning, then the beginning
-- of a word in it; an e-mail address or a job title last. Equal ones stand as clients, people, deals.
SET LOCAL lock_timeout = '5s';

CREATE FUNCTION app.name_rank(p_name text, p_query text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN p_name = p_query THEN 4
        WHEN starts_with(p_name, p_query) THEN 3
        WHEN strpos(' ' || p_name, ' ' || p_query) > 0 THEN 2
        WHEN strpos(p_name, p_query) > 0 THEN 1
        ELSE 0 END
$$;

CREATE OR REPLACE FUNCTION app.search(p_query text, p_kind text, p_limit integer)
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
                (app.name_rank(c.sort_name, p_query) + 0.3)::real AS rank
         FROM (SELECT * FROM public.clients x
               WHERE x.organization_id = v_organization AND x.search_text LIKE v_pattern AND x.deleted_at IS NULL
               LIMIT 500) c
         WHERE p_kind IN ('all', 'client') ORDER BY 6 DESC, c.sort_name COLLATE "C", c.id LIMIT p_limit)
        UNION ALL
        -- The search text of a person begins with the name, as long folded as written but for rare letters.
        (SELECT 'contact', p.id, p.client_id, p.name, k.name,
                (app.name_rank(left(p.search_text, length(p.name)), p_query) + 0.2)::real
         FROM (SELECT * FROM public.contacts x
               WHERE x.organization_id = v_organization AND x.search_text LIKE v_pattern AND x.deleted_at IS NULL
               LIMIT 500) p
         JOIN public.clients k ON k.organization_id = p.organization_id AND k.id = p.client_id AND k.deleted_at IS NULL
         WHERE p_kind IN ('all', 'contact') ORDER BY 6 DESC, p.name, p.id LIMIT p_limit)
        UNION ALL
        (SELECT 'deal', d.id, d.client_id, d.title, k.name, (app.name_rank(d.search_text, p_query) + 0.1)::real
         FROM (SELECT * FROM public.deals x
               WHERE x.organization_id = v_organization AND x.search_text LIKE v_pattern AND x.deleted_at IS NULL
               LIMIT 500) d
         JOIN public.clients k ON k.organization_id = d.organization_id AND k.id = d.client_id AND k.deleted_at IS NULL
         WHERE p_kind IN ('all', 'deal') ORDER BY 6 DESC, d.title, d.id LIMIT p_limit)
    ) r ORDER BY r.rank DESC, r.title, r.id LIMIT p_limit;
END $$;

REVOKE ALL ON FUNCTION app.name_rank(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.name_rank(text, text) TO lovedcrm_search;

INSERT INTO schema_versions (version, name) VALUES (6, 'rank_search_by_name');
