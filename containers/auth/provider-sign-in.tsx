"use client";

import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";

import { FormAlert } from "@/components/auth/form-alert";
import { PROVIDER_NAMES, ProviderLogo } from "@/components/auth/provider-logo";
import { Button } from "@/components/ui/button";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useProviderLinks } from "@/hooks/use-oauth";
import { ApiError } from "@/lib/api-error";
import { safeNext } from "@/lib/paths";

/** Google and Microsoft, where this installation takes them; one click for whoever has an account there, new here or not. */
export function ProviderSignIn() {
  const t = useTranslations("auth.provider");
  const links = useProviderLinks(safeNext(useSearchParams().get("next")));
  if (links.length === 0) return null;
  return (
    <div className="space-y-3">
      <div className="flex items-center gap-3 text-xs text-muted-foreground">
        <span className="h-px flex-1 bg-border" aria-hidden />
        {t("or")}
        <span className="h-px flex-1 bg-border" aria-hidden />
      </div>
      <div className="grid gap-2 sm:grid-cols-2">
        {links.map(({ provider, url }) => (
          <Button key={provider} asChild variant="outline" size="lg">
            <a href={url} aria-label={t("with", { name: PROVIDER_NAMES[provider] })}>
              <ProviderLogo provider={provider} className="size-4" />
              {PROVIDER_NAMES[provider]}
            </a>
          </Button>
        ))}
      </div>
    </div>
  );
}

/** Why the way to the provider led back without signing in. */
export function ProviderRefusal() {
  const toMessage = useErrorMessage();
  const code = useSearchParams().get("error");
  return code ? <FormAlert>{toMessage(new ApiError(400, { code }))}</FormAlert> : null;
}
