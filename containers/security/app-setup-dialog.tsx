"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";

import { FormAlert } from "@/components/auth/form-alert";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { useErrorMessage, useFieldMessage } from "@/hooks/use-error-message";
import { useTwoFactorChanges } from "@/hooks/use-two-factor";
import type { components } from "@/types/api";

export interface AppSetupDialogProps {
  setup: components["schemas"]["TwoFactorSetup"];
  /** With the backup codes once a code of the app was right. */
  onEnabled: (backupCodes: string[]) => void;
  onClose: () => void;
}

/** Scan, or type the secret; then prove it with a code. */
export function AppSetupDialog({ setup, onEnabled, onClose }: AppSetupDialogProps) {
  const t = useTranslations("twoFactor.setup");
  const tCommon = useTranslations("common");
  const toMessage = useErrorMessage();
  const toFieldMessage = useFieldMessage();
  const { enable } = useTwoFactorChanges();
  const form = useForm<{ code: string }>({ defaultValues: { code: "" } });
  const wrong = form.formState.errors.code?.message ?? toFieldMessage(enable.error, "code");
  const submit = form.handleSubmit(({ code }) =>
    enable.mutate(code, { onSuccess: onEnabled, onError: () => form.setFocus("code", { shouldSelect: true }) }),
  );
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        <form method="post" noValidate onSubmit={(event) => void submit(event)} className="space-y-4">
          <div className="flex flex-col items-center gap-4 sm:flex-row sm:items-start">
            {/* eslint-disable-next-line @next/next/no-img-element -- drawn by the API for this person alone, nothing to optimize */}
            <img
              src={`data:image/svg+xml;utf8,${encodeURIComponent(setup.qr_svg)}`}
              alt={t("qr")}
              className="size-40 shrink-0 rounded-md border bg-white p-1"
            />
            <div className="min-w-0 space-y-2 self-stretch">
              <p className="text-sm text-muted-foreground">{t("byHand")}</p>
              <Secret secret={setup.secret} />
            </div>
          </div>
          {enable.isError && !toFieldMessage(enable.error, "code") && <FormAlert>{toMessage(enable.error)}</FormAlert>}
          <Field label={t("code")} htmlFor="setup-code" error={wrong}>
            <Input
              id="setup-code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              autoFocus
              placeholder="000000"
              className="tabular text-base tracking-[0.3em]"
              aria-invalid={wrong ? true : undefined}
              aria-describedby={fieldDescription("setup-code", { error: wrong })}
              {...form.register("code", { validate: (value) => value.replace(/\s/g, "").length === 6 || t("codeShort") })}
            />
          </Field>
          <DialogFooter>
            <Button type="button" variant="ghost" onClick={onClose}>
              {tCommon("cancel")}
            </Button>
            <Button type="submit" loading={enable.isPending}>
              {t("submit")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function Secret({ secret }: { secret: string }) {
  const t = useTranslations("twoFactor.setup");
  const [isCopied, setCopied] = useState(false);
  return (
    <>
      <code data-testid="totp-secret" className="block break-words rounded-md border bg-surface px-3 py-2 font-mono text-xs leading-5">
        {secret.match(/.{1,4}/g)?.join(" ")}
      </code>
      <Button
        type="button"
        variant="outline"
        size="sm"
        onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
      >
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        <span aria-live="polite">{isCopied ? t("copied") : t("copy")}</span>
      </Button>
    </>
  );
}
