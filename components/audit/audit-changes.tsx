import { useTranslations } from "next-intl";

import { useFormat } from "@/hooks/use-format";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { isStage } from "@/lib/stages";
import type { AuditEntry } from "@/services/audit";

const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
/** Sort keys of the board: true, and of no use to anybody. */
const HIDDEN = new Set(["position", "folded"]);

export interface AuditChangesProps {
  changes: AuditEntry["changes"];
  /** Names of people by their id. */
  names: ReadonlyMap<string, string>;
}

/** What every value was before and is after. */
export function AuditChanges({ changes, names }: AuditChangesProps) {
  const t = useTranslations("audit");
  const nameOf = (field: string) => {
    const key = `field.${field}` as "field.name";
    return t.has(key) ? t(key) : field.replaceAll("_", " ");
  };
  const rows = Object.entries(changes).filter(([field]) => !HIDDEN.has(field));
  if (rows.length === 0) return <p className="text-muted-foreground">{t("details.noChanges")}</p>;
  return (
    <table className="w-full table-fixed text-left">
      <thead className="text-xs text-muted-foreground">
        <tr>
          {(["field", "before", "after"] as const).map((column) => (
            <th key={column} scope="col" className="pb-1 pr-3 font-normal">
              {t(`details.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="align-top">
        {rows.map(([field, change]) => {
          const [before, after] = Array.isArray(change) ? (change as unknown[]) : [null, change];
          return (
            <tr key={field} className="border-t border-border/60">
              <th scope="row" className="py-1.5 pr-3 font-medium">
                {nameOf(field)}
              </th>
              <td className="break-words py-1.5 pr-3 text-muted-foreground">
                <Value field={field} value={before} names={names} />
              </td>
              <td className="break-words py-1.5">
                <Value field={field} value={after} names={names} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Value({ field, value, names }: { field: string; value: unknown; names: ReadonlyMap<string, string> }) {
  const t = useTranslations("audit.details");
  const stageName = useStageName();
  const format = useFormat();
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) {
    return <span className="text-muted-foreground/80">{t("empty")}</span>;
  }
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") return <span className="tabular">{format.number(field.endsWith("_cents") ? value / 100 : value)}</span>;
  if (Array.isArray(value)) return value.map(String).join(", ");
  if (typeof value !== "string") return <code className="text-xs">{JSON.stringify(value)}</code>;
  if (field === "stage" && isStage(value)) return stageName(value);
  if (DAY.test(value)) return format.date(value, "medium");
  if (MOMENT.test(value)) return format.date(value, "datetime");
  return names.get(value) ?? value;
}
