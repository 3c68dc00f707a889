"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";

import { ContactForm, type ContactValues } from "@/components/client/contact-form";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { type CustomValues, FormFields } from "@/containers/custom-field/form-fields";
import { useClientProblem } from "@/hooks/use-client-problem";
import { useSaveContact } from "@/hooks/use-contact";
import { useErrorMessage } from "@/hooks/use-error-message";
import { ApiError } from "@/lib/api-error";
import type { Contact } from "@/services/contact";

export interface ContactDialogProps {
  clientId: string;
  /** Absent: a new person. */
  contact?: Contact;
  onClose: () => void;
}

export function ContactDialog({ clientId, contact, onClose }: ContactDialogProps) {
  const t = useTranslations("contact");
  const formId = useId();
  const save = useSaveContact(clientId);
  const problemOf = useClientProblem();
  const toMessage = useErrorMessage();
  const hasFields = save.error instanceof ApiError && save.error.errors.length > 0;
  const [custom, setCustom] = useState((contact?.custom_fields ?? {}) as CustomValues);
  const submit = (values: ContactValues) => save.mutate({ contact, values: { ...values, custom_fields: custom } }, { onSuccess: onClose });
  const problem = (field: string) => problemOf(save.error, field);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-h-[calc(100dvh-2rem)] max-w-md overflow-y-auto">
        <DialogHeader>
          <DialogTitle>{contact ? t("form.edit", { name: contact.name }) : t("form.new")}</DialogTitle>
          <DialogDescription>{t("form.text")}</DialogDescription>
        </DialogHeader>
        <ContactForm formId={formId} contact={contact} onSubmit={submit} problemOf={problem}>
          <FormFields entity="contact" values={custom} onChange={setCustom} problemOf={problem} />
        </ContactForm>
        {save.error && !hasFields && (
          <p role="alert" className="text-sm text-destructive-text">
            {toMessage(save.error)}
          </p>
        )}
        <DialogFooter>
          <Button variant="ghost" className="max-md:h-11" onClick={onClose}>
            {t("form.cancel")}
          </Button>
          <Button type="submit" form={formId} className="max-md:h-11" loading={save.isPending}>
            {t(contact ? "form.save" : "form.create")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
