"use client";

import { ListPlus, Plus, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";

import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { CustomFieldRow } from "@/components/custom-field/custom-field-row";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import {
  customFieldKeys,
  useCustomFields,
  useDeleteCustomField,
  useFieldLabel,
  useRestoreCustomField,
  useUpdateCustomField,
} from "@/hooks/use-custom-field";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useFormat } from "@/hooks/use-format";
import { useOrgContext } from "@/hooks/use-org-context";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { toast } from "@/lib/toast";
import { cn } from "@/lib/utils";
import type { CustomField, CustomFieldEntity } from "@/services/custom-field";

const CustomFieldDialog = dynamic(
  () => import("@/containers/custom-field/custom-field-dialog").then((module) => module.CustomFieldDialog),
  {
    ssr: false,
  },
);
const ENTITIES = ["client", "deal", "contact"] as const satisfies readonly CustomFieldEntity[];

export function CustomFieldsSection() {
  const t = useTranslations("customField");
  const { can, organizationId } = useOrgContext();
  const [entity, setEntity] = useQueryState(
    "entity",
    parseAsStringLiteral(ENTITIES).withDefault("client").withOptions({ history: "replace" }),
  );
  const list = useCustomFields(entity);
  const update = useUpdateCustomField();
  const remove = useDeleteCustomField();
  const showUndo = useUndoToast();
  const showError = useErrorToast();
  const labelOf = useFieldLabel();
  const [editing, setEditing] = useState<{ field?: CustomField } | null>(null);
  const canWrite = can("custom_field:write");
  const fields = list.data ?? [];

  const moveBefore = (field: CustomField, before: CustomField | undefined) =>
    update.mutate({ id: field.id, changes: { version: field.version, before_id: before?.id ?? "end" } }, { onError: showError });
  const handleDelete = (field: CustomField) =>
    remove.mutate(field, {
      onSuccess: ({ commandId }) =>
        showUndo({ message: t("toast.deleted", { name: labelOf(field) }), commandId, invalidate: [customFieldKeys.all(organizationId)] }),
      onError: showError,
    });
  const add = canWrite && (
    <Button onClick={() => setEditing({})}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  );

  return (
    <>
      <div role="group" aria-label={t("entity.label")} className="flex w-fit gap-1 rounded-md bg-muted p-1">
        {ENTITIES.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={option === entity}
            onClick={() => void setEntity(option)}
            className={cn(
              "h-7 rounded px-3 text-sm font-medium transition-colors coarse:h-11",
              option === entity ? "bg-background shadow-sm" : "text-muted-foreground hover:text-foreground",
            )}
          >
            {t(`entity.${option}`)}
          </button>
        ))}
      </div>
      <Card>
        {list.isError ? (
          <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />
        ) : !list.data ? (
          <LoadingRegion className="space-y-3 p-4">
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </LoadingRegion>
        ) : fields.length === 0 ? (
          <EmptyState compact icon={ListPlus} title={t("emptyTitle")} description={t(`empty.${entity}`)} action={add} />
        ) : (
          <>
            <ul className="divide-y" aria-busy={update.isPending}>
              {fields.map((field, index) => (
                <CustomFieldRow
                  key={field.id}
                  field={field}
                  isReadOnly={!canWrite}
                  onUp={index > 0 ? () => moveBefore(field, fields[index - 1]) : undefined}
                  onDown={index < fields.length - 1 ? () => moveBefore(field, fields[index + 2]) : undefined}
                  onEdit={() => setEditing({ field })}
                  onDelete={() => handleDelete(field)}
                />
              ))}
            </ul>
            <div className="border-t px-4 py-3">{add || <p className="text-xs text-muted-foreground">{t("readOnly")}</p>}</div>
          </>
        )}
      </Card>
      {canWrite && <DeletedFields entity={entity} />}
      {editing && <CustomFieldDialog entity={entity} field={editing.field} onClose={() => setEditing(null)} />}
    </>
  );
}

function DeletedFields({ entity }: { entity: CustomFieldEntity }) {
  const t = useTranslations("customField");
  const format = useFormat();
  const { data: fields = [] } = useCustomFields(entity, { isDeleted: true });
  const restore = useRestoreCustomField();
  const showError = useErrorToast();
  const labelOf = useFieldLabel();
  if (fields.length === 0) return null;
  const handleRestore = (field: CustomField) =>
    restore.mutate(field, { onSuccess: () => toast.success(t("toast.restored", { name: labelOf(field) })), onError: showError });
  return (
    <section aria-labelledby="deleted-fields" className="space-y-2">
      <h2 id="deleted-fields" className="text-xs font-medium text-muted-foreground">
        {t("deleted.title")} · {t("deleted.text")}
      </h2>
      <ul className="divide-y rounded-lg border bg-card">
        {fields.map((field) => (
          <li key={field.id} className="flex items-center justify-between gap-3 px-4 py-2">
            <span className="min-w-0">
              <span className="block truncate">{labelOf(field)}</span>
              <span className="block text-xs text-muted-foreground">{t("deleted.on", { when: format.relative(field.updated_at) })}</span>
            </span>
            <Button variant="outline" size="sm" loading={restore.isPending} onClick={() => handleRestore(field)}>
              <Undo2 aria-hidden />
              {t("deleted.restore")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
