"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import { Field } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";

export interface SaveViewFormProps {
  name: string;
  isShared: boolean;
  canShare: boolean;
  isSaving: boolean;
  onSave: (name: string, isShared: boolean) => void;
  onClose: () => void;
}

/** Name a view, and say whether colleagues see it. */
export function SaveViewForm({ name: given, isShared: wasShared, canShare, isSaving, onSave, onClose }: SaveViewFormProps) {
  const t = useTranslations("view");
  const tCommon = useTranslations("common");
  const [name, setName] = useState(given);
  const [isShared, setShared] = useState(wasShared);
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onSave(name.trim(), isShared);
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent aria-describedby={undefined} className="max-w-sm">
        <form onSubmit={handleSubmit} className="space-y-4">
          <DialogHeader>
            <DialogTitle>{t(given ? "rename" : "saveAs")}</DialogTitle>
          </DialogHeader>
          <Field label={t("name")} htmlFor="view-name">
            <Input id="view-name" autoFocus maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          {canShare && (
            <div className="flex items-center gap-2">
              <Checkbox id="view-shared" checked={isShared} onCheckedChange={(checked) => setShared(checked === true)} />
              <Label htmlFor="view-shared" className="font-normal">
                {t("share")}
              </Label>
            </div>
          )}
          <DialogFooter>
            <Button type="button" variant="outline" onClick={onClose}>
              {tCommon("cancel")}
            </Button>
            <Button type="submit" loading={isSaving} disabled={!name.trim()}>
              {tCommon("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
