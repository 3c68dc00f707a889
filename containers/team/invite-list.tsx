"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { InviteRow } from "@/components/team/invite-row";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { useInviteActions, useInvites } from "@/hooks/use-invite";
import { useOrgContext } from "@/hooks/use-org-context";
import { outranks } from "@/lib/roles";
import { toast } from "@/lib/toast";

export function InviteList({ onInvite }: { onInvite: () => void }) {
  const t = useTranslations("team");
  const { role } = useOrgContext();
  const invites = useInvites();
  const { resend, revoke } = useInviteActions();
  return (
    <Card>
      <section aria-labelledby="invites-title">
        <div className="flex items-baseline gap-2 border-b px-4 py-3">
          <h2 id="invites-title" className="font-semibold">
            {t("invites")}
          </h2>
          {invites.data && invites.data.length > 0 && <span className="tabular text-muted-foreground">{invites.data.length}</span>}
        </div>
        {invites.isError ? (
          <ErrorState compact error={invites.error} onRetry={() => void invites.refetch()} />
        ) : !invites.data ? (
          <LoadingRegion className="p-4">
            <Skeleton className="h-9" />
          </LoadingRegion>
        ) : invites.data.length === 0 ? (
          <EmptyState
            compact
            icon={UserPlus}
            title={t("noInvites")}
            description={t("noInvitesText")}
            action={
              <Button variant="outline" size="sm" onClick={onInvite}>
                {t("invite.open")}
              </Button>
            }
          />
        ) : (
          <ul className="divide-y">
            {invites.data.map((invite) => (
              <InviteRow
                key={invite.id}
                invite={invite}
                canTouch={!outranks(invite.role, role)}
                isBusy={(resend.isPending && resend.variables === invite.id) || (revoke.isPending && revoke.variables === invite.id)}
                onResend={() => resend.mutate(invite.id, { onSuccess: () => toast.success(t("resent", { email: invite.email })) })}
                onRevoke={() => revoke.mutate(invite.id, { onSuccess: () => toast.success(t("revoked", { email: invite.email })) })}
              />
            ))}
          </ul>
        )}
      </section>
    </Card>
  );
}
