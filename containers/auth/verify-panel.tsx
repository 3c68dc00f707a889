"use client";

import { CircleCheck, MailCheck, MailQuestion, Unlink } from "lucide-react";
import { useTranslations } from "next-intl";

import { AuthNotice } from "@/components/auth/auth-notice";
import { FormAlert } from "@/components/auth/form-alert";
import { Button } from "@/components/ui/button";
import { useLinkToken, useVerifyEmail } from "@/hooks/use-account";
import { useErrorMessage } from "@/hooks/use-error-message";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { paths } from "@/lib/paths";

const OUTCOMES = {
  verified: { icon: CircleCheck, title: "verifiedTitle", text: "verifiedText" },
  waiting_for_old: { icon: MailQuestion, title: "waitingOldTitle", text: "waitingOldText" },
  waiting_for_new: { icon: MailQuestion, title: "waitingNewTitle", text: "waitingNewText" },
  changed: { icon: CircleCheck, title: "changedTitle", text: "changedText" },
} as const;

/** A press of a button, not the visit alone, proves the address: programs that check mail for danger open its links too. */
export function VerifyPanel() {
  const t = useTranslations("auth.verify");
  const token = useLinkToken();
  const toMessage = useErrorMessage();
  const verify = useVerifyEmail();
  const refused = verify.error instanceof ApiError ? verify.error : null;
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
  if (token === null || refused?.code === "token_invalid" || refused?.field("token")) {
    return (
      <AuthNotice icon={Unlink} title={t("invalidTitle")} action={open}>
        <p>{t("invalidText")}</p>
      </AuthNotice>
    );
  }
  return (
    <AuthNotice
      icon={MailCheck}
      title={t("title")}
      action={
        <Button
          size="lg"
          className="w-full"
          autoFocus
          disabled={!token}
          loading={verify.isPending}
          onClick={() => token && verify.mutate(token)}
        >
          {t("submit")}
        </Button>
      }
    >
      <p>{t("subtitle")}</p>
      {verify.isError && <FormAlert>{toMessage(verify.error)}</FormAlert>}
    </AuthNotice>
  );
}
