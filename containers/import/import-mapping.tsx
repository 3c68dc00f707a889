"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { useFieldNames } from "@/components/import/field-names";
import { checkMapping } from "@/lib/import-mapping";
import { MappingTable } from "@/components/import/mapping-table";
import { OptionGroup } from "@/components/import/option-group";
import { PreviewTable } from "@/components/import/preview-table";
import { Button } from "@/components/ui/button";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useCommitImport } from "@/hooks/use-import";
import { useOrgContext } from "@/hooks/use-org-context";
import type { DataImport } from "@/services/data-import";

const DATE_FIELDS = ["created_at", "closed_at", "expected_close_date"];

/** The file has been read; now a person checks what each column is. */
export function ImportMapping({ data }: { data: DataImport }) {
  const t = useTranslations("import");
  const { can } = useOrgContext();
  const nameOf = useFieldNames();
  const toMessage = useErrorMessage();
  const commit = useCommitImport(data.id);
  const [mapping, setMapping] = useState(data.suggested_mapping);
  const [onDuplicate, setOnDuplicate] = useState<"skip" | "update">("skip");
  const [dateOrder, setDateOrder] = useState<"dmy" | "mdy">(data.date_order === "mdy" ? "mdy" : "dmy");
  const check = checkMapping(data, mapping);
  const hasDates = Object.values(mapping).some((field) => field && DATE_FIELDS.includes(field));
  const isReady = !check.isNameMissing && check.clashing.length === 0 && can("import:run");

  return (
    <div className="space-y-8">
      <section aria-labelledby="import-columns">
        <h2 id="import-columns" className="font-semibold">
          {t("map.title")}
        </h2>
        <p className="mb-3 text-sm text-muted-foreground">{t("map.text", { rows: data.row_count, file: data.file_name })}</p>
        {!data.has_heading && <p className="mb-3 rounded-md bg-warning/10 px-3 py-2 text-sm">{t("map.noHeading")}</p>}
        <MappingTable
          data={data}
          mapping={mapping}
          clashing={check.clashing}
          onChange={(column, field) => setMapping({ ...mapping, [column]: field })}
        />
        <p className="mt-2 text-xs text-muted-foreground">{t("map.ignored", { count: check.ignored.length })}</p>
      </section>
      <PreviewTable data={data} mapping={mapping} />
      <div className="grid gap-6 sm:grid-cols-2">
        <OptionGroup
          label={t("duplicate.label")}
          value={onDuplicate}
          onChange={setOnDuplicate}
          options={[
            { value: "skip", label: t("duplicate.skip"), text: t("duplicate.skipText") },
            { value: "update", label: t("duplicate.update"), text: t("duplicate.updateText") },
          ]}
        />
        {hasDates && (
          <OptionGroup
            label={t("date.label")}
            hint={data.date_order === "ambiguous" ? t("date.ambiguous") : undefined}
            value={dateOrder}
            onChange={setDateOrder}
            options={[
              { value: "dmy", label: t("date.dmy") },
              { value: "mdy", label: t("date.mdy") },
            ]}
          />
        )}
      </div>
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center justify-end gap-3 border-t bg-background px-4 py-3 md:-mx-6 md:px-6">
        <div role="alert" className="min-w-0 flex-1 basis-64 text-sm text-destructive-text empty:hidden">
          {check.isNameMissing && <p>{t(`map.nameMissing.${data.kind}`)}</p>}
          {check.clashing.map((field) => (
            <p key={field}>{t("map.clashing", { field: nameOf(field) })}</p>
          ))}
          {commit.error && <p>{toMessage(commit.error)}</p>}
        </div>
        <Button
          className="max-md:h-11 max-md:w-full"
          disabled={!isReady}
          loading={commit.isPending}
          onClick={() => commit.mutate({ mapping, on_duplicate: onDuplicate, date_order: dateOrder })}
        >
          {t("run", { rows: data.row_count })}
        </Button>
      </div>
    </div>
  );
}
