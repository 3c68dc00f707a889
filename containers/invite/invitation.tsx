"use client";

import { useTranslations } from "next-intl";

import { FormAlert } from "@/components/auth/form-alert";
import { InvitationCard } from "@/components/auth/invitation-card";
import { InvitationOver } from "@/components/auth/invitation-over";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { InvitedAccountForm } from "@/containers/invite/invited-account-form";
import { useAcceptInvite, useInviteLogo, useInvitePreview, useRefusalOfInvite } from "@/hooks/use-invite";
import { useSignOut } from "@/hooks/use-sign-out";
import { useVisitor } from "@/hooks/use-visitor";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { paths } from "@/lib/paths";

export function Invitation({ token }: { token: string }) {
  const t = useTranslations("auth.invite");
  const invite = useInvitePreview(token);
  const logo = useInviteLogo(token, invite.data?.logo);
  const { isKnown, user } = useVisitor();
  const signOut = useSignOut();
  const accept = useAcceptInvite(token);
  // Until the way to the application is done, who has just made an account sees their form and not what members see.
  const isEntering = accept.variables?.anonymous === true && (accept.isPending || accept.isSuccess);
  if (invite.isError) {
    const isUnknown = invite.error instanceof ApiError && [404, 422].includes(invite.error.status);
    return isUnknown ? <InvitationOver reason="unknown" /> : <ErrorState error={invite.error} onRetry={() => void invite.refetch()} />;
  }
  if (!invite.data || !isKnown) {
    return (
      <LoadingRegion className="space-y-4">
        <Skeleton className="size-10" />
        <Skeleton className="h-6 w-3/4" />
        <Skeleton className="h-24" />
      </LoadingRegion>
    );
  }
  const { status, organization_name, inviter_name, email, has_account } = invite.data;
  if (status !== "open") return <InvitationOver reason={status} organization={organization_name} inviter={inviter_name} />;
  return (
    <InvitationCard invite={invite.data} logo={logo}>
      {user && user.email === email && !isEntering ? (
        <JoinButton accept={accept} organization={organization_name} />
      ) : user && !isEntering ? (
        <div className="space-y-3">
          <FormAlert>{t("somebodyElse", { invited: email, current: user.email })}</FormAlert>
          <Button size="lg" className="w-full" onClick={signOut}>
            {t("signOut")}
          </Button>
          <Button asChild size="lg" variant="ghost" className="w-full">
            <Link href={paths.dashboard()}>{t("stay")}</Link>
          </Button>
        </div>
      ) : has_account && !isEntering ? (
        <div className="space-y-3">
          <p className="text-muted-foreground">{t("hasAccount", { email })}</p>
          <Button asChild size="lg" className="w-full">
            <Link href={paths.login(paths.invited(token))}>{t("signIn")}</Link>
          </Button>
        </div>
      ) : (
        <InvitedAccountForm accept={accept} invite={invite.data} />
      )}
    </InvitationCard>
  );
}

function JoinButton({ accept, organization }: { accept: ReturnType<typeof useAcceptInvite>; organization: string }) {
  const t = useTranslations("auth.invite");
  const toRefusal = useRefusalOfInvite();
  return (
    <div className="space-y-3">
      {accept.isError && <FormAlert>{toRefusal(accept.error, { organization_name: organization })}</FormAlert>}
      <Button
        size="lg"
        className="w-full"
        loading={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ acceptance: {}, anonymous: false })}
      >
        {t("join", { organization })}
      </Button>
    </div>
  );
}
