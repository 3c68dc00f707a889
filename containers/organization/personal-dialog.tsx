"use client";

import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useConvertOrganization } from "@/hooks/use-organization";
import { ApiError } from "@/lib/api-error";
import { toast } from "@/lib/toast";

interface Against {
  members: { user_id: string; full_name: string }[];
  invites: string[];
}

/** Making a team one's own workspace; while others are in it, it says who. */
export function PersonalDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settings.ownership.personalDialog");
  const tCommon = useTranslations("common");
  const toMessage = useErrorMessage();
  const convert = useConvertOrganization();
  const against =
    convert.error instanceof ApiError && convert.error.code === "team_in_use" ? (convert.error.extra as unknown as Against) : null;
  const go = () =>
    convert.mutate("personal", {
      onSuccess: () => {
        toast.success(t("done"));
        onClose();
      },
    });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("text")}</DialogDescription>
        </DialogHeader>
        {convert.isError && (
          <div role="alert" className="space-y-1 text-sm">
            <p className="text-destructive-text">{against ? t("inUse") : toMessage(convert.error)}</p>
            {against && (
              <ul className="list-disc space-y-0.5 pl-5 text-muted-foreground">
                {against.members.map((member) => (
                  <li key={member.user_id}>{member.full_name}</li>
                ))}
                {against.invites.map((email) => (
                  <li key={email}>{t("invited", { email })}</li>
                ))}
              </ul>
            )}
          </div>
        )}
        <DialogFooter>
          <Button variant="ghost" className="max-md:h-11" onClick={onClose}>
            {against ? tCommon("close") : tCommon("cancel")}
          </Button>
          {!against && (
            <Button className="max-md:h-11" loading={convert.isPending} onClick={go}>
              {t("submit")}
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
