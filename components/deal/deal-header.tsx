"use client";

import { Link2, MoreHorizontal, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";

import { InlineField } from "@/components/deal/inline-field";
import { StageDot } from "@/components/pipeline/stage-dot";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { useReasonName } from "@/hooks/use-reason-name";
import { Link } from "@/i18n/navigation";
import type { Deal } from "@/lib/board-types";
import { paths } from "@/lib/paths";
import { daysInStage, STAGES, type Stage } from "@/lib/stages";

export interface DealHeaderProps {
  deal: Deal;
  now: Date;
  readOnly: boolean;
  canDelete: boolean;
  onRename: (title: string) => void;
  onMove: (stage: Stage) => void;
  onCopyLink: () => void;
  onDelete: () => void;
}

export function DealHeader({ deal, now, readOnly, canDelete, onRename, onMove, onCopyLink, onDelete }: DealHeaderProps) {
  const t = useTranslations("deal");
  const stageName = useStageName();
  const days = daysInStage(deal, now);
  return (
    <div className="-ml-2 space-y-2">
      <div className="flex items-center gap-1 pr-9 coarse:pr-12">
        <Link
          href={paths.client(deal.client_id)}
          className="min-w-0 flex-1 truncate rounded px-2 text-sm text-muted-foreground hover:text-foreground hover:underline coarse:py-3"
        >
          {deal.client_name}
        </Link>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost" size="icon-sm" aria-label={t("actions")}>
              <MoreHorizontal aria-hidden />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem onSelect={onCopyLink}>
              <Link2 aria-hidden />
              {t("copyLink")}
            </DropdownMenuItem>
            {canDelete && (
              <DropdownMenuItem destructive onSelect={onDelete}>
                <Trash2 aria-hidden />
                {t("delete")}
              </DropdownMenuItem>
            )}
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      <InlineField
        id="deal-title"
        aria-label={t("field.title")}
        value={deal.title}
        maxLength={200}
        readOnly={readOnly}
        className="h-9 text-base font-semibold"
        onCommit={(text) => {
          if (!text.trim()) return false;
          onRename(text.trim());
          return true;
        }}
        problem={t("titleMissing")}
      />
      <div className="flex flex-wrap items-center gap-2 px-2">
        <Select value={deal.stage} disabled={readOnly} onValueChange={(stage) => onMove(stage as Stage)}>
          <SelectTrigger
            aria-label={t("field.stage")}
            className="h-8 w-auto min-w-36 disabled:cursor-default disabled:opacity-100 [&:disabled>svg]:hidden"
          >
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {STAGES.map((stage) => (
              <SelectItem key={stage} value={stage}>
                <span className="inline-flex items-center gap-2">
                  <StageDot stage={stage} />
                  {stageName(stage)}
                </span>
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <Ending deal={deal} />
        {deal.stage !== "closed" && <span className="text-xs text-muted-foreground">{t("inStage", { days })}</span>}
      </div>
    </div>
  );
}

function Ending({ deal }: { deal: Deal }) {
  const t = useTranslations("pipeline");
  const reasonName = useReasonName();
  if (!deal.outcome) return null;
  const reason = deal.lost_reason ?? deal.won_reason;
  return (
    <>
      <Badge variant={deal.outcome === "won" ? "success" : "destructive"}>{t(`outcome.${deal.outcome}`)}</Badge>
      {reason && <span className="min-w-0 break-words text-xs text-muted-foreground">{reasonName(reason)}</span>}
    </>
  );
}
