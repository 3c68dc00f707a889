"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Field } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { NativeSelect } from "@/components/ui/native-select";

export interface UsedOption {
  key: string;
  /** Records that hold it. */
  count: number;
}

export interface MoveOptionsProps {
  used: (UsedOption & { name: string })[];
  targets: { key: string; name: string }[];
  isSaving: boolean;
  onConfirm: (moves: Record<string, string | null>) => void;
  onCancel: () => void;
}

/** Asks what records get that hold an option about to go. */
export function MoveOptions({ used, targets, isSaving, onConfirm, onCancel }: MoveOptionsProps) {
  const t = useTranslations("customField.move");
  const tCommon = useTranslations("common");
  const [moves, setMoves] = useState<Record<string, string | null>>({});
  return (
    <>
      <DialogHeader>
        <DialogTitle>{t("title")}</DialogTitle>
        <DialogDescription>{t("text")}</DialogDescription>
      </DialogHeader>
      <div className="space-y-4">
        {used.map((option) => (
          <Field key={option.key} label={t("line", { count: option.count, name: option.name })} htmlFor={`move-${option.key}`}>
            <NativeSelect
              id={`move-${option.key}`}
              value={moves[option.key] ?? ""}
              onChange={(event) => setMoves({ ...moves, [option.key]: event.target.value || null })}
            >
              <option value="">{t("nothing")}</option>
              {targets.map((target) => (
                <option key={target.key} value={target.key}>
                  {target.name}
                </option>
              ))}
            </NativeSelect>
          </Field>
        ))}
      </div>
      <DialogFooter>
        <Button type="button" variant="ghost" className="max-md:h-11" onClick={onCancel}>
          {tCommon("cancel")}
        </Button>
        <Button
          type="button"
          className="max-md:h-11"
          loading={isSaving}
          onClick={() => onConfirm(Object.fromEntries(used.map(({ key }) => [key, moves[key] ?? null])))}
        >
          {t("confirm")}
        </Button>
      </DialogFooter>
    </>
  );
}
