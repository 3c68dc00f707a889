-- Fields that an organization adds to its clients, people and deals (docs/decisions/0032-custom-fields.md).
SET LOCAL lock_timeout = '5s';

-- key names the field for programs and for ever; labels may change. options: [{"key", "labels"}] in their order, the key
-- being what a record holds. A deleted field keeps its key and its values for 30 days.
CREATE TABLE custom_fields (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    entity text NOT NULL CONSTRAINT custom_fields_entity_check CHECK (entity IN ('client', 'deal', 'contact')),
    key text NOT NULL CONSTRAINT custom_fields_key_check CHECK (key ~ '^[a-z0-9_]{1,50}$'),
    kind text NOT NULL CONSTRAINT custom_fields_kind_check
        CHECK (kind IN ('text', 'number', 'money', 'date', 'choice', 'multi_choice', 'boolean', 'url', 'user')),
    labels jsonb NOT NULL CONSTRAINT custom_fields_labels_check CHECK (jsonb_typeof(labels) = 'object'),
    options jsonb NOT NULL DEFAULT '[]' CONSTRAINT custom_fields_options_check CHECK (jsonb_typeof(options) = 'array'),
    currency text,
    is_required boolean NOT NULL DEFAULT false,
    position text COLLATE "C" NOT NULL,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT custom_fields_key_key UNIQUE (organization_id, entity, key)
);
CREATE INDEX custom_fields_position_idx ON custom_fields (organization_id, entity, position, id);

ALTER TABLE contacts ADD COLUMN custom_fields jsonb NOT NULL DEFAULT '{}';
ALTER TABLE deals ADD COLUMN custom_fields jsonb NOT NULL DEFAULT '{}';
GRANT UPDATE (custom_fields) ON contacts, deals TO lovedcrm_app;

-- The values once more, one row each (one a chosen option), where filters find them: comparing text and double precision is
-- leakproof and keeps its index under row-level security, which comparing jsonb or numeric does not. The record's own
-- column stays the truth; triggers follow it.
CREATE TABLE client_custom_values (
    organization_id uuid NOT NULL,
    client_id uuid NOT NULL,
    field_id uuid NOT NULL,
    item integer NOT NULL,
    text_value text COLLATE "C",
    number_value double precision,
    PRIMARY KEY (organization_id, client_id, field_id, item),
    CONSTRAINT client_custom_values_client_id_fkey FOREIGN KEY (organization_id, client_id)
        REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT client_custom_values_field_id_fkey FOREIGN KEY (organization_id, field_id)
        REFERENCES custom_fields (organization_id, id) ON DELETE CASCADE
);
CREATE TABLE contact_custom_values (
    organization_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    client_id uuid NOT NULL,
    field_id uuid NOT NULL,
    item integer NOT NULL,
    text_value text COLLATE "C",
    number_value double precision,
    PRIMARY KEY (organization_id, contact_id, field_id, item),
    CONSTRAINT contact_custom_values_contact_id_fkey FOREIGN KEY (organization_id, contact_id)
        REFERENCES contacts (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT contact_custom_values_client_id_fkey FOREIGN KEY (organization_id, client_id)
        REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT contact_custom_values_field_id_fkey FOREIGN KEY (organization_id, field_id)
        REFERENCES custom_fields (organization_id, id) ON DELETE CASCADE
);
CREATE TABLE deal_custom_values (
    organization_id uuid NOT NULL,
    deal_id uuid NOT NULL,
    field_id uuid NOT NULL,
    item integer NOT NULL,
    text_value text COLLATE "C",
    number_value double precision,
    PRIMARY KEY (organization_id, deal_id, field_id, item),
    CONSTRAINT deal_custom_values_deal_id_fkey FOREIGN KEY (organization_id, deal_id)
        REFERENCES deals (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT deal_custom_values_field_id_fkey FOREIGN KEY (organization_id, field_id)
        REFERENCES custom_fields (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX client_custom_values_text_value_idx ON client_custom_values (organization_id, field_id, text_value, client_id);
CREATE INDEX client_custom_values_number_value_idx ON client_custom_values (organization_id, field_id, number_value, client_id)
    WHERE number_value IS NOT NULL;
CREATE INDEX contact_custom_values_client_id_idx ON contact_custom_values (organization_id, client_id);
CREATE INDEX contact_custom_values_text_value_idx ON contact_custom_values (organization_id, field_id, text_value, contact_id);
CREATE INDEX contact_custom_values_number_value_idx ON contact_custom_values (organization_id, field_id, number_value, contact_id)
    WHERE number_value IS NOT NULL;
CREATE INDEX deal_custom_values_text_value_idx ON deal_custom_values (organization_id, field_id, text_value, deal_id);
CREATE INDEX deal_custom_values_number_value_idx ON deal_custom_values (organization_id, field_id, number_value, deal_id)
    WHERE number_value IS NOT NULL;

-- Text as it is compared: lower case, without accents, and no longer than an index takes.
CREATE FUNCTION app.fold_value(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT left(lower(regexp_replace(normalize(left(p_text, 300), NFKD), '[\u0300-\u036f]', '', 'g')), 300)
$$;

DO $$
DECLARE
    t text;
    entity text;
BEGIN
    FOREACH entity IN ARRAY ARRAY['client', 'contact', 'deal'] LOOP
        -- One function each, so that its plans are made once: planning anew takes ten times what the rows do.
        EXECUTE format($function$
            CREATE FUNCTION app.follow_%1$s_custom_fields() RETURNS trigger
            LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    DELETE FROM public.%1$s_custom_values v WHERE v.organization_id = NEW.organization_id AND v.%1$s_id = NEW.id;
                END IF;
                INSERT INTO public.%1$s_custom_values (organization_id, %1$s_id, %2$s field_id, item, text_value, number_value)
                SELECT NEW.organization_id, NEW.id, %3$s f.id, v.item,
                    CASE jsonb_typeof(v.value) WHEN 'number' THEN NULL ELSE app.fold_value(v.value #>> '{}') END,
                    CASE jsonb_typeof(v.value) WHEN 'number' THEN (v.value #>> '{}')::double precision END
                FROM jsonb_each(NEW.custom_fields) AS e (key, value)
                JOIN public.custom_fields f
                    ON f.organization_id = NEW.organization_id AND f.entity = '%1$s' AND f.key = e.key
                CROSS JOIN LATERAL jsonb_array_elements(
                    CASE jsonb_typeof(e.value) WHEN 'array' THEN e.value ELSE jsonb_build_array(e.value) END)
                    WITH ORDINALITY AS v (value, item)
                WHERE jsonb_typeof(v.value) IN ('string', 'number', 'boolean');
                RETURN NULL;
            END $body$ $function$, entity, CASE entity WHEN 'contact' THEN 'client_id,' END,
            CASE entity WHEN 'contact' THEN 'NEW.client_id,' END);
        EXECUTE format('ALTER FUNCTION app.follow_%s_custom_fields() OWNER TO lovedcrm_owner', entity);
        EXECUTE format('REVOKE ALL ON FUNCTION app.follow_%s_custom_fields() FROM PUBLIC', entity);
        EXECUTE format('CREATE TRIGGER %1$ss_custom_fields_insert AFTER INSERT ON public.%1$ss FOR EACH ROW
            WHEN (NEW.custom_fields <> ''{}'') EXECUTE FUNCTION app.follow_%1$s_custom_fields()', entity);
        -- A person's values go along to another client.
        EXECUTE format('CREATE TRIGGER %1$ss_custom_fields_update AFTER UPDATE OF custom_fields%2$s ON public.%1$ss FOR EACH ROW
            WHEN (OLD.custom_fields IS DISTINCT FROM NEW.custom_fields%3$s) EXECUTE FUNCTION app.follow_%1$s_custom_fields()',
            entity, CASE entity WHEN 'contact' THEN ', client_id' END,
            CASE entity WHEN 'contact' THEN ' OR OLD.client_id IS DISTINCT FROM NEW.client_id' END);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['custom_fields', 'client_custom_values', 'contact_custom_values', 'deal_custom_values'] LOOP
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
    END LOOP;
END $$;
CREATE POLICY client_custom_values_scope ON client_custom_values AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR app.sees_record(client_id, NULL))
    WITH CHECK ((SELECT app.sees_all()) OR app.sees_new_record(client_id, NULL));
CREATE POLICY contact_custom_values_scope ON contact_custom_values AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR app.sees_record(client_id, NULL))
    WITH CHECK ((SELECT app.sees_all()) OR app.sees_new_record(client_id, NULL));
CREATE POLICY deal_custom_values_scope ON deal_custom_values AS RESTRICTIVE FOR ALL TO lovedcrm_app
    USING ((SELECT app.sees_all()) OR app.sees_record(NULL, deal_id))
    WITH CHECK ((SELECT app.sees_all()) OR app.sees_new_record(NULL, deal_id));
GRANT UPDATE (labels, options, is_required, position, version, deleted_at, updated_at) ON custom_fields TO lovedcrm_app;

ALTER FUNCTION app.fold_value(text) OWNER TO lovedcrm_owner;
REVOKE ALL ON FUNCTION app.fold_value(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.fold_value(text) TO lovedcrm_app;

INSERT INTO schema_versions (version, name) VALUES (21, 'add_custom_fields');
