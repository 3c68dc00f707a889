"use client";

import { CircleCheck, Hourglass, LifeBuoy, ShieldX, Unlink } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";

import { AuthNotice } from "@/components/auth/auth-notice";
import { FormAlert } from "@/components/auth/form-alert";
import { Button } from "@/components/ui/button";
import { useLinkToken } from "@/hooks/use-account";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useRecoveryLink } from "@/hooks/use-login-step";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { formatDate } from "@/lib/format";
import { paths } from "@/lib/paths";

/** What the mails about a lost second factor lead to: start the waiting, or cancel it; by a press, never by the visit alone. */
export function RecoveryPanel() {
  const t = useTranslations("auth.recovery");
  const locale = useLocale();
  const token = useLinkToken();
  const isCancelling = useSearchParams().has("cancel");
  const toMessage = useErrorMessage();
  const { confirm, cancel } = useRecoveryLink();
  const act = isCancelling ? cancel : confirm;
  const login = (
    <Button asChild size="lg" className="w-full">
      <Link href={paths.login()}>{t("login")}</Link>
    </Button>
  );
  if (act.isSuccess) {
    const { state, opens_at, needs_approval } = act.data;
    if (state === "cancelled") {
      return (
        <AuthNotice icon={CircleCheck} title={t("cancelledTitle")} action={login}>
          <p>{t("cancelledText")}</p>
        </AuthNotice>
      );
    }
    return (
      <AuthNotice icon={Hourglass} title={t("waitingTitle")} action={login}>
        <p>{t("waitingText", { date: opens_at ? formatDate(opens_at, locale, "datetime") : "" })}</p>
        {needs_approval && <p>{t("approvalText")}</p>}
      </AuthNotice>
    );
  }
  if (token === null || (act.error instanceof ApiError && act.error.code === "recovery_link_invalid")) {
    return (
      <AuthNotice icon={Unlink} title={t("invalidTitle")} action={login}>
        <p>{t("invalidText")}</p>
      </AuthNotice>
    );
  }
  return (
    <AuthNotice
      icon={isCancelling ? ShieldX : LifeBuoy}
      title={t(isCancelling ? "cancelTitle" : "title")}
      action={
        <Button
          size="lg"
          className="w-full"
          variant={isCancelling ? "destructive" : "default"}
          autoFocus
          disabled={!token}
          loading={act.isPending}
          onClick={() => token && act.mutate(token)}
        >
          {t(isCancelling ? "cancel" : "submit")}
        </Button>
      }
    >
      <p>{t(isCancelling ? "cancelText" : "text")}</p>
      {act.isError && <FormAlert>{toMessage(act.error)}</FormAlert>}
    </AuthNotice>
  );
}
