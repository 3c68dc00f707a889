"use client";

import { useTranslations } from "next-intl";

import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useMyOrganizations, useSwitchOrganization } from "@/hooks/use-my-organizations";
import { useOrgContext } from "@/hooks/use-org-context";

/** Nothing is said of an organization that the person isn't in. */
export function OrganizationLinkDialog({ wantedId, onClose }: { wantedId: string; onClose: () => void }) {
  const t = useTranslations("organizations.link");
  const { organization } = useOrgContext();
  const { pathname } = useLocalizedNavigation();
  const { data } = useMyOrganizations();
  const change = useSwitchOrganization();
  const wanted = data?.find((candidate) => candidate.id === wantedId && !candidate.purge_at);
  if (!wanted) return null;
  const go = () => {
    const query = new URLSearchParams(window.location.search);
    query.delete("org");
    change.mutate({ organizationId: wanted.id, to: query.size ? `${pathname}?${query.toString()}` : pathname });
  };
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{t("title", { name: wanted.name })}</AlertDialogTitle>
          <AlertDialogDescription>{t("text", { current: organization.name, name: wanted.name })}</AlertDialogDescription>
        </AlertDialogHeader>
        <AlertDialogFooter>
          <AlertDialogCancel>{t("stay")}</AlertDialogCancel>
          <Button loading={change.isPending || change.isSuccess} onClick={go}>
            {t("go")}
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
