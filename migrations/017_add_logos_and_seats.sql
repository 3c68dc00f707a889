-- An organization's logo, and the seats that its plan has (docs/decisions/0028-logos-and-seats.md).
SET LOCAL lock_timeout = '5s';

-- What a logo needs behind it where the page is light or dark; said when it is read, so that nobody sees black on black.
ALTER TABLE organizations ADD COLUMN logo_tone text;
ALTER TABLE organizations ADD CONSTRAINT organizations_logo_tone_check
    CHECK (logo_tone IN ('any', 'dark', 'light') AND logo_key IS NOT NULL OR logo_tone IS NULL AND logo_key IS NULL) NOT VALID;
ALTER TABLE organizations VALIDATE CONSTRAINT organizations_logo_tone_check;
-- The file is the organization's own: no row can name another's.
ALTER TABLE organizations ADD CONSTRAINT organizations_logo_key_check
    CHECK (logo_key ~ ('^org/' || id::text || '/logo/[0-9a-f-]{36}$')) NOT VALID;
ALTER TABLE organizations VALIDATE CONSTRAINT organizations_logo_key_check;
GRANT UPDATE (logo_tone) ON organizations TO lovedcrm_app;

-- ---------------------------------------------------------------- seats
-- An open invite holds a seat. Who it is for is the identity login's to know; how many there are is everybody's in the
-- organization, and this function alone counts them.
CREATE POLICY invites_gate ON invites FOR SELECT TO lovedcrm_gate
    USING (organization_id = (SELECT app.organization_id()) AND accepted_at IS NULL AND revoked_at IS NULL);
GRANT SELECT (organization_id, role, invited_by, expires_at, accepted_at, revoked_at) ON invites TO lovedcrm_gate;

-- (members, open invites) of the organization that the signed context names. An invite is open as long as its link
-- works: see IS_OVER of api/repositories/invite_token.py.
CREATE FUNCTION app.count_seats(OUT members integer, OUT invites integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*)::integer FROM public.memberships m WHERE m.organization_id = (SELECT app.organization_id())),
        (SELECT count(*)::integer FROM public.invites i
         WHERE i.organization_id = (SELECT app.organization_id()) AND i.expires_at > now()
           AND EXISTS (
               SELECT FROM public.memberships g WHERE g.organization_id = i.organization_id AND g.user_id = i.invited_by
                 AND array_position(ARRAY['manager', 'admin', 'owner'], g.role)
                     >= coalesce(array_position(ARRAY['manager', 'admin', 'owner'], i.role), 0)))
$$;
GRANT CREATE ON SCHEMA app TO lovedcrm_gate;
ALTER FUNCTION app.count_seats() OWNER TO lovedcrm_gate;
REVOKE CREATE ON SCHEMA app FROM lovedcrm_gate;
REVOKE ALL ON FUNCTION app.count_seats() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.count_seats() TO lovedcrm_app, lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (17, 'add_logos_and_seats');
