-- What an organization asks of its deals: names of stages, fields that a stage demands, when a deal counts as rotting,
-- and why deals are won and lost.
SET LOCAL lock_timeout = '5s';

-- One row an organization, once somebody has decided anything; without one, the defaults of api/services/stage_rules.py.
-- stages: by stage {names, required, rotting_days}. lost_reasons, won_reasons: in order [{key, names, is_hidden}].
CREATE TABLE pipeline_settings (
    organization_id uuid PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    stages jsonb NOT NULL CONSTRAINT pipeline_settings_stages_check CHECK (jsonb_typeof(stages) = 'object'),
    lost_reasons jsonb NOT NULL CONSTRAINT pipeline_settings_lost_reasons_check CHECK (jsonb_typeof(lost_reasons) = 'array'),
    won_reasons jsonb NOT NULL CONSTRAINT pipeline_settings_won_reasons_check CHECK (jsonb_typeof(won_reasons) = 'array'),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE pipeline_settings OWNER TO lovedcrm_owner;
ALTER TABLE pipeline_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE pipeline_settings FORCE ROW LEVEL SECURITY;
REVOKE ALL ON pipeline_settings FROM PUBLIC;
CREATE POLICY pipeline_settings_tenant ON pipeline_settings AS PERMISSIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
CREATE POLICY pipeline_settings_tenant_only ON pipeline_settings AS RESTRICTIVE FOR ALL TO lovedcrm_app, lovedcrm_auth
    USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
GRANT SELECT, INSERT, DELETE ON pipeline_settings TO lovedcrm_app;
GRANT UPDATE (stages, lost_reasons, won_reasons, version, updated_at) ON pipeline_settings TO lovedcrm_app;

-- earlier_stage_seconds: what former visits to the present stage lasted; with stage_entered_at, the whole time in stage.
-- snoozed_until: the first day on which the deal may be called rotting again.
ALTER TABLE deals
    ADD COLUMN won_reason text,
    ADD COLUMN snoozed_until date,
    ADD COLUMN earlier_stage_seconds bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT deals_won_reason_check CHECK ((outcome = 'won') IS TRUE OR won_reason IS NULL) NOT VALID,
    ADD CONSTRAINT deals_earlier_stage_seconds_check CHECK (earlier_stage_seconds >= 0) NOT VALID;
ALTER TABLE deals VALIDATE CONSTRAINT deals_won_reason_check;
ALTER TABLE deals VALIDATE CONSTRAINT deals_earlier_stage_seconds_check;
GRANT UPDATE (won_reason, snoozed_until, earlier_stage_seconds) ON deals TO lovedcrm_app;
-- Whether a reason is in use, and how often.
-- lint:allow: closed deals alone, and nothing to wait for before the first release
CREATE INDEX deals_lost_reason_idx ON deals (organization_id, lost_reason) WHERE lost_reason IS NOT NULL;
-- lint:allow: as above
CREATE INDEX deals_won_reason_idx ON deals (organization_id, won_reason) WHERE won_reason IS NOT NULL;

-- outcome: how a visit to Closed ended the deal. reason: why it was won or lost; of the visit that a reopening began, why
-- it was reopened.
ALTER TABLE deal_stage_visits
    ADD COLUMN outcome text,
    ADD COLUMN reason text,
    ADD CONSTRAINT deal_stage_visits_outcome_check CHECK (outcome IS NULL OR (outcome IN ('won', 'lost') AND stage = 'closed')) NOT VALID;
ALTER TABLE deal_stage_visits VALIDATE CONSTRAINT deal_stage_visits_outcome_check;
GRANT UPDATE (outcome, reason) ON deal_stage_visits TO lovedcrm_app;

UPDATE deal_stage_visits v SET outcome = d.outcome, reason = d.lost_reason FROM deals d
WHERE v.stage = 'closed' AND v.left_at IS NULL AND d.organization_id = v.organization_id AND d.id = v.deal_id AND d.outcome IS NOT NULL;
UPDATE deals d SET earlier_stage_seconds = former.seconds FROM (
    SELECT v.organization_id, v.deal_id, v.stage,
        sum(greatest(0, extract(epoch FROM v.left_at - v.entered_at)))::bigint AS seconds
    FROM deal_stage_visits v WHERE v.left_at IS NOT NULL GROUP BY v.organization_id, v.deal_id, v.stage) former
WHERE d.organization_id = former.organization_id AND d.id = former.deal_id AND d.stage = former.stage AND former.seconds > 0;

INSERT INTO schema_versions (version, name) VALUES (19, 'add_pipeline_settings');
