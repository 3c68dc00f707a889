-- Saved views of deals and clients, a person's own and the team's; indexes for what views filter by.
SET LOCAL lock_timeout = '5s';

CREATE TABLE views (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    -- Who made it. What the team works with outlives the account that made it.
    user_id uuid,
    kind text NOT NULL CONSTRAINT views_kind_check CHECK (kind IN ('deals', 'clients')),
    name text NOT NULL,
    layout text NOT NULL CONSTRAINT views_layout_check CHECK (layout IN ('board', 'table')),
    -- Names and values as the lists' URLs take them.
    filters jsonb NOT NULL DEFAULT '{}',
    sort text,
    grouping text,
    columns jsonb NOT NULL DEFAULT '[]',
    is_shared boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT views_user_id_fkey FOREIGN KEY (organization_id, user_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (user_id)
);
CREATE INDEX views_user_id_idx ON views (organization_id, user_id) WHERE user_id IS NOT NULL;

-- The view that a page opens with, as each person chose.
CREATE TABLE view_defaults (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT view_defaults_kind_check CHECK (kind IN ('deals', 'clients')),
    view_id uuid NOT NULL,
    PRIMARY KEY (organization_id, user_id, kind),
    CONSTRAINT view_defaults_user_id_fkey FOREIGN KEY (organization_id, user_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE CASCADE,
    CONSTRAINT view_defaults_view_id_fkey FOREIGN KEY (organization_id, view_id)
        REFERENCES views (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX view_defaults_view_id_idx ON view_defaults (organization_id, view_id);

-- What the lists are narrowed by.
-- lint:allow: a tenth of a second for fifty thousand rows, and nothing to wait for before the first release
CREATE INDEX deals_source_idx ON deals (organization_id, source COLLATE "C") WHERE source IS NOT NULL AND deleted_at IS NULL;
-- lint:allow: a tenth of a second for fifty thousand rows, and nothing to wait for before the first release
CREATE INDEX clients_source_idx ON clients (organization_id, source COLLATE "C") WHERE source IS NOT NULL AND deleted_at IS NULL;

DO $$
DECLARE
    t text;
    c text;
BEGIN
    FOREACH t IN ARRAY ARRAY['views', 'view_defaults'] LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO lovedcrm_owner', t);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', t);
        EXECUTE format('CREATE POLICY %I ON public.%I AS PERMISSIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
            USING (organization_id = (SELECT app.organization_id()))
            WITH CHECK (organization_id = (SELECT app.organization_id()))', t || '_tenant', t);
        EXECUTE format('CREATE POLICY %I ON public.%I AS RESTRICTIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
            USING (organization_id = (SELECT app.organization_id()))
            WITH CHECK (organization_id = (SELECT app.organization_id()))', t || '_tenant_only', t);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON public.%I TO lovedcrm_app', t);
        FOR c IN SELECT attname FROM pg_attribute
                 WHERE attrelid = format('public.%I', t)::regclass AND attnum > 0 AND NOT attisdropped
                   AND attname NOT IN ('id', 'organization_id', 'created_at') LOOP
            EXECUTE format('GRANT UPDATE (%I) ON public.%I TO lovedcrm_app', c, t);
        END LOOP;
    END LOOP;
END $$;

INSERT INTO schema_versions (version, name) VALUES (20, 'add_views');
