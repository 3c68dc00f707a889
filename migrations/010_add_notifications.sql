-- What a person wants to be told, how and when, and what they were told.
SET LOCAL lock_timeout = '5s';

-- notifications holds the person's choices alone, {event: {channel: boolean}}: what is left out is the product's choice,
-- which may grow. quiet_hours are in the person's time zone; days are ISO weekdays on which they begin.
ALTER TABLE user_preferences
    ADD COLUMN date_format text NOT NULL DEFAULT 'auto'
        CONSTRAINT user_preferences_date_format_check CHECK (date_format IN ('auto', 'dmy', 'mdy', 'ymd')),
    ADD COLUMN number_format text NOT NULL DEFAULT 'auto'
        CONSTRAINT user_preferences_number_format_check
        CHECK (number_format IN ('auto', 'comma_dot', 'dot_comma', 'space_comma')),
    ADD COLUMN first_weekday text NOT NULL DEFAULT 'auto'
        CONSTRAINT user_preferences_first_weekday_check CHECK (first_weekday IN ('auto', 'monday', 'sunday', 'saturday')),
    ADD COLUMN start_page text NOT NULL DEFAULT 'dashboard'
        CONSTRAINT user_preferences_start_page_check CHECK (start_page IN ('dashboard', 'pipeline', 'clients')),
    ADD COLUMN notifications jsonb NOT NULL DEFAULT '{}'
        CONSTRAINT user_preferences_notifications_check CHECK (
            jsonb_typeof(notifications) = 'object'
            AND NOT notifications @? '$.* ? (@.type() != "object")'
            AND NOT notifications @? '$.*.keyvalue() ? ((@.key != "in_app" && @.key != "mail") || @.value.type() != "boolean")'),
    ADD COLUMN quiet_hours jsonb NOT NULL
        DEFAULT '{"to": "07:00", "days": [1, 2, 3, 4, 5, 6, 7], "from": "22:00", "is_on": false}'
        CONSTRAINT user_preferences_quiet_hours_check CHECK (
            quiet_hours @? '$ ? (@.is_on.type() == "boolean" && @.days.type() == "array"
                && @.from like_regex "^([01][0-9]|2[0-3]):[0-5][0-9]$" && @.to like_regex "^([01][0-9]|2[0-3]):[0-5][0-9]$"
                && @.from != @.to)'
            AND NOT quiet_hours @? '$.days[*] ? (!(@ >= 1 && @ <= 7))');
GRANT UPDATE (date_format, number_format, first_weekday, start_page, notifications, quiet_hours)
    ON user_preferences TO lovedcrm_app;

-- One row a person and event. is_listed: the person wants it in the application; mail_due_at: wants a mail, at that
-- time; mailed_at: the mail is on its way, so that a job that runs twice sends one.
CREATE TABLE notifications (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    actor_id uuid,
    event text NOT NULL,
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    params jsonb NOT NULL DEFAULT '{}' CONSTRAINT notifications_params_check CHECK (jsonb_typeof(params) = 'object'),
    is_listed boolean NOT NULL DEFAULT true,
    mail_due_at timestamptz,
    mailed_at timestamptz,
    read_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT notifications_user_id_fkey FOREIGN KEY (organization_id, user_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE CASCADE,
    CONSTRAINT notifications_actor_id_fkey FOREIGN KEY (organization_id, actor_id)
        REFERENCES memberships (organization_id, user_id) ON DELETE SET NULL (actor_id)
);
CREATE INDEX notifications_user_id_idx ON notifications (organization_id, user_id, created_at DESC, id DESC) WHERE is_listed;
CREATE INDEX notifications_unread_idx ON notifications (organization_id, user_id, created_at DESC, id DESC)
    WHERE is_listed AND read_at IS NULL;
CREATE INDEX notifications_created_at_idx ON notifications (organization_id, created_at);
CREATE INDEX notifications_actor_id_idx ON notifications (organization_id, actor_id) WHERE actor_id IS NOT NULL;

ALTER TABLE notifications OWNER TO lovedcrm_owner;
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications FORCE ROW LEVEL SECURITY;
REVOKE ALL ON notifications FROM PUBLIC;
CREATE POLICY notifications_tenant ON notifications AS PERMISSIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY notifications_tenant_only ON notifications AS RESTRICTIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
GRANT SELECT, INSERT, DELETE ON notifications TO lovedcrm_app;
GRANT UPDATE (mail_due_at, mailed_at, read_at) ON notifications TO lovedcrm_app;
-- What happens on the identity plane (an accepted invite) is told as well.
GRANT SELECT, INSERT ON notifications TO lovedcrm_auth;

INSERT INTO schema_versions (version, name) VALUES (10, 'add_notifications');
