import type { Stage } from "@/lib/stages";
import { cn } from "@/lib/utils";

const COLORS: Record<Stage, string> = {
  lead: "bg-stage-lead",
  contact: "bg-stage-contact",
  proposal: "bg-stage-proposal",
  negotiation: "bg-stage-negotiation",
  closed: "bg-stage-closed",
};

/** Decoration beside a stage's name, never instead of it. */
export function StageDot({ stage, className }: { stage: Stage; className?: string }) {
  return <span aria-hidden className={cn("size-2 shrink-0 rounded-full", COLORS[stage], className)} />;
}
