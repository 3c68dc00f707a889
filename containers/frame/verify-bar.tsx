"use client";

import { MailWarning, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { useFollowAddress, useResendVerification } from "@/hooks/use-account";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { Link } from "@/i18n/navigation";
import { hasNoAddress } from "@/lib/no-address";
import { paths } from "@/lib/paths";
import { toast } from "@/lib/toast";

/** Asks for the click in the mail until it is made, and can be put off until the next visit; follows a change of address. */
export function VerifyBar() {
  const t = useTranslations("account.banner");
  const { user } = useOrgContext();
  const showError = useErrorToast();
  const resend = useResendVerification();
  const [isPutOff, setPutOff] = useState(false);
  useFollowAddress(user);
  if (isPutOff || user.email_verified_at) return null;
  if (hasNoAddress(user.email)) return <NoAddressBar />;
  const send = () => resend.mutate(user.email, { onSuccess: () => toast.success(t("sent")), onError: showError });
  return (
    <section
      aria-label={t("label")}
      className="flex items-center gap-2 border-b bg-primary/5 py-1.5 pl-4 pr-2 text-sm md:gap-3 md:pl-6 md:pr-4"
    >
      <MailWarning className="size-4 shrink-0 text-primary-text" aria-hidden />
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <span className="sm:hidden">{t("short")}</span>
        <span className="max-sm:hidden">{t("text", { email: user.email })}</span>
      </p>
      <Button variant="outline" size="sm" loading={resend.isPending} disabled={resend.isSuccess} onClick={send}>
        {t("resend")}
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label={t("dismiss")} onClick={() => setPutOff(true)}>
        <X aria-hidden />
      </Button>
    </section>
  );
}

/** Whose address the account bore has said that it isn't theirs: without one nobody can sign in again. */
function NoAddressBar() {
  const t = useTranslations("account.banner");
  return (
    <section aria-label={t("label")} className="flex items-center gap-3 border-b bg-warning/10 py-1.5 pl-4 pr-2 text-sm md:pl-6 md:pr-4">
      <MailWarning className="size-4 shrink-0 text-warning-text" aria-hidden />
      <p className="min-w-0 flex-1">{t("noAddress")}</p>
      <Button asChild variant="outline" size="sm">
        <Link href={paths.settings("profile")}>{t("giveAddress")}</Link>
      </Button>
    </section>
  );
}
