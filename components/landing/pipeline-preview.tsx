import { useTranslations } from "next-intl";

import { cn } from "@/lib/utils";

const COLUMNS = [
  { key: "stageLead", dot: "bg-stage-lead", cards: [72, 54, 64] },
  { key: "stageContact", dot: "bg-stage-contact", cards: [60, 78] },
  { key: "stageProposal", dot: "bg-stage-proposal", cards: [68, 50] },
  { key: "stageNegotiation", dot: "bg-stage-negotiation", cards: [76] },
  { key: "stageClosed", dot: "bg-stage-closed", cards: [58, 66] },
] as const;

/** A drawing of the board: stage names are real, cards are only shapes. */
export function PipelinePreview({ className }: { className?: string }) {
  const t = useTranslations("landing");
  return (
    <div role="img" aria-label={t("previewLabel")} className={cn("overflow-hidden rounded-l-lg border bg-background p-4", className)}>
      <div className="grid min-w-[44rem] grid-cols-5 gap-3">
        {COLUMNS.map(({ key, dot, cards }, column) => (
          <div key={key} className="space-y-2">
            <div className="flex items-center gap-2 text-xs font-medium">
              <span className={cn("size-2 rounded-full", dot)} />
              <span className="truncate">{t(key)}</span>
              <span className="tabular ml-auto text-muted-foreground">{cards.length}</span>
            </div>
            {cards.map((width, row) => (
              <div
                key={width}
                className={cn(
                  "space-y-2 rounded-md border bg-card p-3",
                  column === 2 && row === 0 && "-rotate-1 border-primary/50 shadow-md",
                )}
              >
                <div className="h-2 rounded-full bg-foreground/20" style={{ width: `${width}%` }} />
                <div className="h-2 w-2/5 rounded-full bg-muted-foreground/15" />
                <div className="flex items-center justify-between pt-1">
                  <div className="h-2 w-1/3 rounded-full bg-muted-foreground/25" />
                  <div className="size-4 rounded-full bg-primary/25" />
                </div>
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
