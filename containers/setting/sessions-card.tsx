"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { SessionRow } from "@/components/setting/session-row";
import { SettingsCard } from "@/components/setting/settings-card";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useEndOtherSessions, useEndSession, useUserSessions } from "@/hooks/use-user-session";
import { toast } from "@/lib/toast";

const ConfirmDialog = dynamic(() => import("@/components/common/confirm-dialog").then((module) => module.ConfirmDialog), {
  ssr: false,
});

/** Where the person is signed in, and how to put an end to it. */
export function SessionsCard() {
  const t = useTranslations("sessions");
  const { data: sessions, error, refetch } = useUserSessions();
  const end = useEndSession();
  const endOthers = useEndOtherSessions();
  const [isAsking, setAsking] = useState(false);
  const others = sessions?.filter((session) => !session.is_current).length ?? 0;
  return (
    <SettingsCard id="sessions" title={t("title")} description={t("description")}>
      {sessions ? (
        <ul className="divide-y">
          {sessions.map((session) => (
            <li key={session.id}>
              <SessionRow
                session={session}
                isEnding={end.isPending && end.variables === session.id}
                onEnd={() => end.mutate(session.id, { onSuccess: () => toast.success(t("ended")) })}
              />
            </li>
          ))}
        </ul>
      ) : error ? (
        <ErrorState compact error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingRegion className="space-y-3 p-4">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </LoadingRegion>
      )}
      {others > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
          <p className="text-muted-foreground">{t("othersHint", { count: others })}</p>
          <Button variant="outline" loading={endOthers.isPending} onClick={() => setAsking(true)}>
            {t("endOthers")}
          </Button>
        </div>
      )}
      {isAsking && (
        <ConfirmDialog
          title={t("endOthersTitle", { count: others })}
          description={t("endOthersDescription")}
          action={t("endOthers")}
          isDestructive
          onClose={() => setAsking(false)}
          onConfirm={() => endOthers.mutate(undefined, { onSuccess: () => toast.success(t("othersEnded")) })}
        />
      )}
    </SettingsCard>
  );
}
