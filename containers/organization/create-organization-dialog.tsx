"use client";

import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";

import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useCreateOrganization } from "@/hooks/use-my-organizations";

export function CreateOrganizationDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("organizations.new");
  const tCommon = useTranslations("common");
  const toMessage = useErrorMessage();
  const create = useCreateOrganization();
  const form = useForm<{ name: string }>({ defaultValues: { name: "" } });
  const { errors } = form.formState;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("text")}</DialogDescription>
        </DialogHeader>
        <form
          id="new-organization"
          noValidate
          onSubmit={form.handleSubmit(({ name }) => create.mutate({ name: name.trim() }, { onSuccess: onClose }))}
        >
          <Field label={t("name")} htmlFor="new-organization-name" error={errors.name?.message}>
            <Input
              id="new-organization-name"
              autoFocus
              autoComplete="off"
              maxLength={200}
              placeholder={t("placeholder")}
              aria-invalid={errors.name ? true : undefined}
              aria-describedby={fieldDescription("new-organization-name", { error: errors.name })}
              {...form.register("name", { validate: (value) => value.trim() !== "" || t("required") })}
            />
          </Field>
        </form>
        {create.isError && (
          <p role="alert" className="text-sm text-destructive-text">
            {toMessage(create.error)}
          </p>
        )}
        <DialogFooter>
          <Button variant="ghost" className="max-md:h-11" onClick={onClose}>
            {tCommon("cancel")}
          </Button>
          <Button type="submit" form="new-organization" className="max-md:h-11" loading={create.isPending || create.isSuccess}>
            {t("submit")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
