"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";

export interface ReopeningSheetProps {
  title: string;
  stageName: string;
  onReopen: (reason: string) => void;
  onCancel: () => void;
}

/** Asks why a closed deal is open again. */
export function ReopeningSheet({ title, stageName, onReopen, onCancel }: ReopeningSheetProps) {
  const t = useTranslations("pipeline");
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const error = isTried && !text.trim() ? t("reopening.missing") : undefined;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (text.trim()) onReopen(text.trim());
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onCancel()}>
      <DialogContent className="max-w-sm">
        <DialogHeader>
          <DialogTitle>{t("reopening.title")}</DialogTitle>
          <DialogDescription>{t("reopening.text", { title, stage: stageName })}</DialogDescription>
        </DialogHeader>
        <form onSubmit={handleSubmit} noValidate className="space-y-4">
          <Field label={t("reopening.reason")} htmlFor="reopen-reason" error={error}>
            <Input
              id="reopen-reason"
              value={text}
              onChange={(event) => setText(event.target.value)}
              placeholder={t("reopening.hint")}
              maxLength={200}
              autoComplete="off"
              autoFocus
              aria-invalid={error ? true : undefined}
              aria-describedby={fieldDescription("reopen-reason", { error })}
            />
          </Field>
          <DialogFooter>
            <Button variant="ghost" onClick={onCancel}>
              {t("closing.cancel")}
            </Button>
            <Button type="submit">{t("reopening.submit")}</Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
