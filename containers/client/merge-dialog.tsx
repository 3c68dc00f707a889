"use client";

import { ArrowRightLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { FormAlert } from "@/components/auth/form-alert";
import { MergeTable } from "@/components/client/merge-table";
import { choicesOf, mergeRows, type Side } from "@/components/client/merge-choices";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { clientKeys } from "@/hooks/client-cache";
import { useClient } from "@/hooks/use-client";
import { useMergeClients } from "@/hooks/use-client-merge";
import { useCustomFields } from "@/hooks/use-custom-field";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useUndoToast } from "@/hooks/use-undo-toast";

export interface MergeDialogProps {
  /** The one that stays unless the sides are changed, then the one that goes. */
  clientIds: [string, string];
  onClose: () => void;
}

/** Two clients side by side, field by field; what hangs on either comes together by itself. */
export function MergeDialog({ clientIds, onClose }: MergeDialogProps) {
  const t = useTranslations("client.merge");
  const tCommon = useTranslations("common");
  const { organizationId } = useOrgContext();
  const [isSwapped, setSwapped] = useState(false);
  const [chosen, setChosen] = useState<Record<string, Side>>({});
  const survivor = useClient(clientIds[isSwapped ? 1 : 0]);
  const merged = useClient(clientIds[isSwapped ? 0 : 1]);
  const { data: fields = [] } = useCustomFields("client");
  const { data: members = [] } = useMembers();
  const merge = useMergeClients();
  const showUndo = useUndoToast();
  const toMessage = useErrorMessage();
  const failed = survivor.isError ? survivor : merged.isError ? merged : null;
  const rows = survivor.data && merged.data ? mergeRows(survivor.data, merged.data, fields) : [];

  const swap = () => {
    setSwapped(!isSwapped);
    setChosen(Object.fromEntries(Object.entries(chosen).map(([name, side]) => [name, side === "merged" ? "survivor" : "merged"])));
  };
  const handleMerge = () => {
    if (!survivor.data || !merged.data) return;
    const [stays, goes] = [survivor.data, merged.data];
    merge.mutate(
      {
        survivor_id: stays.id,
        survivor_version: stays.version,
        merged_id: goes.id,
        merged_version: goes.version,
        choices: choicesOf(rows, chosen),
      },
      {
        onSuccess: ({ data, commandId }) => {
          onClose();
          showUndo({
            message: t("done", { name: data.name }),
            description: t("doneText"),
            commandId,
            invalidate: [clientKeys.all(organizationId), ["timeline", organizationId], ["deal", organizationId]],
          });
        },
      },
    );
  };

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-h-[calc(100dvh-2rem)] max-w-3xl overflow-y-auto">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("text")}</DialogDescription>
        </DialogHeader>
        {merge.isError && <FormAlert>{toMessage(merge.error)}</FormAlert>}
        {failed ? (
          <ErrorState compact error={failed.error} onRetry={() => void failed.refetch()} />
        ) : survivor.data && merged.data ? (
          <MergeTable
            survivor={survivor.data}
            merged={merged.data}
            rows={rows}
            chosen={chosen}
            members={members}
            onChoose={(name, side) => setChosen({ ...chosen, [name]: side })}
          />
        ) : (
          <LoadingRegion className="space-y-2">
            <Skeleton className="h-10" />
            <Skeleton className="h-32" />
          </LoadingRegion>
        )}
        <DialogFooter className="sm:justify-between">
          <Button variant="ghost" className="max-md:h-11" disabled={!survivor.data || !merged.data} onClick={swap}>
            <ArrowRightLeft aria-hidden />
            {t("swap")}
          </Button>
          <div className="flex flex-col-reverse gap-2 sm:flex-row">
            <Button variant="ghost" className="max-md:h-11" onClick={onClose}>
              {tCommon("cancel")}
            </Button>
            <Button className="max-md:h-11" loading={merge.isPending} disabled={!survivor.data || !merged.data} onClick={handleMerge}>
              {t("submit")}
            </Button>
          </div>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
