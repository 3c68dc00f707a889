"use client";

import { Building2, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/hooks/use-format";
import { useMyOrganizations, useRestoreOrganization } from "@/hooks/use-my-organizations";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

/** Where the mails about a deleted organization lead its owners. */
export function RestoreOrganization({ id }: { id: string }) {
  const t = useTranslations("organizations.closed");
  const { date } = useFormat();
  const { data, error, refetch } = useMyOrganizations();
  const restore = useRestoreOrganization();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <LoadingRegion className="flex flex-1 items-center justify-center p-6">
        <Skeleton className="h-40 w-full max-w-md" />
      </LoadingRegion>
    );
  }
  const closed = data.find((organization) => organization.id === id && organization.purge_at);
  return (
    <div className="flex flex-1 items-center justify-center p-6">
      <EmptyState
        icon={Building2}
        title={closed ? t("title", { name: closed.name }) : t("nothingTitle")}
        description={closed ? t("text", { date: date(closed.purge_at ?? "", "long") }) : t("nothingText")}
        action={
          closed ? (
            <Button loading={restore.isPending || restore.isSuccess} onClick={() => restore.mutate(closed.id)}>
              <RotateCcw aria-hidden />
              {t("restore")}
            </Button>
          ) : (
            <Button asChild variant="outline">
              <Link href={paths.dashboard()}>{t("home")}</Link>
            </Button>
          )
        }
      />
    </div>
  );
}
