import type { Tone } from "@/lib/report-types";

export const TONE_FILLS: Record<Tone, string> = {
  primary: "bg-primary",
  won: "bg-success",
  lost: "bg-destructive",
  quiet: "bg-muted-foreground/40",
  lead: "bg-stage-lead",
  contact: "bg-stage-contact",
  proposal: "bg-stage-proposal",
  negotiation: "bg-stage-negotiation",
  closed: "bg-stage-closed",
};
