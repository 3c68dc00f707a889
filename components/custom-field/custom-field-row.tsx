"use client";

import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useFieldLabel } from "@/hooks/use-custom-field";
import type { CustomField } from "@/services/custom-field";

import { hasOptions } from "./custom-text";
import { KIND_ICONS } from "./kind-icons";

export interface CustomFieldRowProps {
  field: CustomField;
  /** Absent where the field stands at that end already. */
  onUp?: () => void;
  onDown?: () => void;
  onEdit: () => void;
  onDelete: () => void;
  isReadOnly: boolean;
}

export function CustomFieldRow({ field, onUp, onDown, onEdit, onDelete, isReadOnly }: CustomFieldRowProps) {
  const t = useTranslations("customField");
  const name = useFieldLabel()(field);
  const Icon = KIND_ICONS[field.kind];
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <span className="flex size-8 shrink-0 items-center justify-center rounded-md bg-muted text-muted-foreground">
        <Icon className="size-4" aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {field.is_required && <Badge variant="secondary">{t("required")}</Badge>}
        </p>
        <p className="truncate text-xs text-muted-foreground" title={t("key", { key: field.key })}>
          {t(`kind.${field.kind}`)}
          {hasOptions(field.kind) && ` · ${t("options", { count: field.options.length })}`}
          {field.currency && ` · ${field.currency}`}
          <span className="max-sm:hidden"> · {field.key}</span>
        </p>
      </div>
      {!isReadOnly && (
        <div className="flex shrink-0 text-muted-foreground">
          <RowButton label={t("up", { name })} onClick={onUp} Icon={ArrowUp} />
          <RowButton label={t("down", { name })} onClick={onDown} Icon={ArrowDown} />
          <RowButton label={t("edit", { name })} onClick={onEdit} Icon={Pencil} />
          <RowButton label={t("delete", { name })} onClick={onDelete} Icon={Trash2} />
        </div>
      )}
    </li>
  );
}

interface RowButtonProps {
  label: string;
  onClick?: () => void;
  Icon: typeof ArrowUp;
}

function RowButton({ label, onClick, Icon }: RowButtonProps) {
  return (
    <Button type="button" variant="ghost" size="icon-sm" aria-label={label} title={label} disabled={!onClick} onClick={onClick}>
      <Icon aria-hidden />
    </Button>
  );
}
