"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";

import { ApiKeySecret } from "@/components/api-key/api-key-secret";
import { ScopePicker } from "@/components/api-key/scope-picker";
import { FormAlert } from "@/components/auth/form-alert";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { useCreateApiKey } from "@/hooks/use-api-key";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useFormat } from "@/hooks/use-format";
import { isUnconfirmed } from "@/hooks/use-fresh-auth";
import type { ApiKeyCreated, Scope } from "@/services/api-key";

const EXPIRY_DAYS = [30, 90, 365] as const;
const DEFAULT_DAYS = "90";
const NEVER = "never";
const DAY_MS = 24 * 60 * 60 * 1000;

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

interface Values {
  name: string;
  scopes: Scope[];
  expiry: string;
}

export interface ApiKeyDialogProps {
  /** What the person may hand on. */
  available: readonly Scope[];
  onClose: () => void;
}

/** Name, scopes and an end; then the secret, once. */
export function ApiKeyDialog({ available, onClose }: ApiKeyDialogProps) {
  const [created, setCreated] = useState<ApiKeyCreated | null>(null);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        className="max-h-[calc(100dvh-2rem)] max-w-xl overflow-y-auto"
        // A click beside it must not lose what can't be seen again.
        onInteractOutside={(event) => created && event.preventDefault()}
      >
        {created ? (
          <ApiKeySecret apiKey={created} onDone={onClose} />
        ) : (
          <ApiKeyForm available={available} onClose={onClose} onCreated={setCreated} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function ApiKeyForm({ available, onClose, onCreated }: ApiKeyDialogProps & { onCreated: (key: ApiKeyCreated) => void }) {
  const t = useTranslations("apiKey.form");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const toMessage = useErrorMessage();
  const create = useCreateApiKey();
  const form = useForm<Values>({ defaultValues: { name: "", scopes: [], expiry: DEFAULT_DAYS } });
  const { name: nameError, scopes: scopesError } = form.formState.errors;
  const submit = form.handleSubmit(({ name, scopes, expiry }) =>
    create.mutate({ name, scopes, expires_at: expiry === NEVER ? null : inDays(Number(expiry)).toISOString() }, { onSuccess: onCreated }),
  );
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="space-y-4">
      <DialogHeader>
        <DialogTitle>{t("title")}</DialogTitle>
        <DialogDescription>{t("description")}</DialogDescription>
      </DialogHeader>
      {create.isError && !isUnconfirmed(create.error) && <FormAlert>{toMessage(create.error)}</FormAlert>}
      <Field label={t("name")} htmlFor="api-key-name" hint={t("nameHint")} error={nameError?.message}>
        <Input
          id="api-key-name"
          autoFocus
          autoComplete="off"
          maxLength={100}
          placeholder={t("namePlaceholder")}
          aria-invalid={nameError ? true : undefined}
          aria-describedby={fieldDescription("api-key-name", { error: nameError, hint: true })}
          {...form.register("name", { validate: (name) => name.trim() !== "" || t("nameMissing") })}
        />
      </Field>
      <Controller
        control={form.control}
        name="scopes"
        rules={{ validate: (scopes) => scopes.length > 0 || t("scopesMissing") }}
        render={({ field }) => (
          <ScopePicker
            available={available}
            chosen={field.value}
            onChange={field.onChange}
            describedBy={scopesError && "api-key-scopes-error"}
          />
        )}
      />
      {scopesError && (
        <p id="api-key-scopes-error" role="alert" className="text-xs text-destructive-text">
          {scopesError.message}
        </p>
      )}
      <Field label={t("expiry")} htmlFor="api-key-expiry">
        <NativeSelect id="api-key-expiry" {...form.register("expiry")}>
          {EXPIRY_DAYS.map((days) => (
            <option key={days} value={days}>
              {t("days", { count: days, date: format.date(inDays(days), "medium") })}
            </option>
          ))}
          <option value={NEVER}>{t("never")}</option>
        </NativeSelect>
      </Field>
      <DialogFooter>
        <Button type="button" variant="ghost" className="max-md:h-11" onClick={onClose}>
          {tCommon("cancel")}
        </Button>
        <Button type="submit" className="max-md:h-11" loading={create.isPending}>
          {t("submit")}
        </Button>
      </DialogFooter>
    </form>
  );
}
