"use client";

import { CircleCheck, MailCheck, MailQuestion, MailX, Unlink } from "lucide-react";
import { useTranslations } from "next-intl";

import { AuthNotice } from "@/components/auth/auth-notice";
import { ClaimFacts } from "@/components/auth/claim-facts";
import { FormAlert } from "@/components/auth/form-alert";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useDisownEmail, useEmailClaim, useLinkToken, useVerifyEmail } from "@/hooks/use-account";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useVisitor } from "@/hooks/use-visitor";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { paths } from "@/lib/paths";

const OUTCOMES = {
  verified: { icon: CircleCheck, title: "verifiedTitle", text: "verifiedText" },
  waiting_for_old: { icon: MailQuestion, title: "waitingOldTitle", text: "waitingOldText" },
  waiting_for_new: { icon: MailQuestion, title: "waitingNewTitle", text: "waitingNewText" },
  changed: { icon: CircleCheck, title: "changedTitle", text: "changedText" },
} as const;

/**
 * A press of a button, not the visit alone, proves the address: programs that check mail for danger open its links too.
 * Who isn't signed in to the account is told whose it is first, and can say that it isn't theirs.
 */
export function VerifyPanel() {
  const t = useTranslations("auth.verify");
  const token = useLinkToken();
  const { isKnown, user } = useVisitor();
  const toMessage = useErrorMessage();
  const claim = useEmailClaim(isKnown ? token : undefined, { isSignedIn: user !== null });
  const verify = useVerifyEmail();
  const disown = useDisownEmail();
  const refused = [claim.error, verify.error, disown.error].find((error) => error instanceof ApiError);
  const open = (
    <Button asChild size="lg" className="w-full">
      <Link href={paths.dashboard()}>{t("open")}</Link>
    </Button>
  );
  if (verify.isSuccess) {
    const { icon, title, text } = OUTCOMES[verify.data.status];
    return (
      <AuthNotice icon={icon} title={t(title)} action={open}>
        <p className="break-words">{t(text, { email: verify.data.email })}</p>
      </AuthNotice>
    );
  }
  if (disown.isSuccess) {
    return (
      <AuthNotice icon={MailX} title={t("disownedTitle")}>
        <p>{claim.data?.purpose === "verification" ? t("disownedText") : t("calledOffText")}</p>
      </AuthNotice>
    );
  }
  if (token === null || refused?.code === "token_invalid" || refused?.field("token")) {
    return (
      <AuthNotice icon={Unlink} title={t("invalidTitle")} action={open}>
        <p>{t("invalidText")}</p>
      </AuthNotice>
    );
  }
  const isOwn = claim.data?.is_own;
  const isBusy = verify.isPending || disown.isPending;
  const failure = claim.error ?? verify.error ?? disown.error;
  return (
    <AuthNotice
      icon={MailCheck}
      title={isOwn === false ? t(`claim.title.${claim.data?.purpose ?? "verification"}`) : t("title")}
      action={
        <div className="space-y-2">
          <Button
            size="lg"
            className="w-full"
            autoFocus={isOwn}
            disabled={!token || !claim.data || isBusy}
            loading={verify.isPending}
            onClick={() => token && verify.mutate(token)}
          >
            {isOwn === false ? t("claim.mine") : t("submit")}
          </Button>
          {isOwn === false && (
            <Button
              size="lg"
              variant="outline"
              className="w-full"
              disabled={isBusy}
              loading={disown.isPending}
              onClick={() => token && disown.mutate(token)}
            >
              {t("claim.notMine")}
            </Button>
          )}
        </div>
      }
    >
      <p>{isOwn === false ? t("claim.text") : t("subtitle")}</p>
      {isOwn === false && claim.data && <ClaimFacts claim={claim.data} />}
      {!claim.data && !claim.isError && <Skeleton className="h-5 w-40" />}
      {failure && <FormAlert>{toMessage(failure)}</FormAlert>}
    </AuthNotice>
  );
}
