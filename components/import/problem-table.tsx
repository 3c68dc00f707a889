"use client";

import { useTranslations } from "next-intl";

import { Badge } from "@/components/ui/badge";
import { useFormat } from "@/hooks/use-format";
import type { DataImportProblem } from "@/services/data-import";

import { useFieldNames } from "./field-names";

type Key = Parameters<ReturnType<typeof useTranslations<"import.problem">>>[0];

/** Row by row, why it was left out or what was not taken from it. */
export function ProblemTable({ problems }: { problems: DataImportProblem[] }) {
  const t = useTranslations("import.problems");
  const reason = useTranslations("import.problem");
  const nameOf = useFieldNames();
  const format = useFormat();
  return (
    <table className="w-full table-fixed text-sm">
      <thead>
        <tr className="border-b text-left text-xs text-muted-foreground">
          <th scope="col" className="w-16 py-2 pr-3 font-medium">
            {t("row")}
          </th>
          <th scope="col" className="py-2 pr-3 font-medium">
            {t("reason")}
          </th>
          <th scope="col" className="w-2/5 py-2 font-medium max-md:hidden">
            {t("content")}
          </th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem) => {
          const key = problem.code as Key;
          const row = problem.raw.filter(Boolean).join(" · ");
          return (
            <tr key={problem.id} className="border-b align-top last:border-b-0">
              <td className="tabular py-2 pr-3 text-muted-foreground">{format.number(problem.row_number)}</td>
              <td className="break-words py-2 pr-3">
                <Badge variant={problem.severity === "error" ? "destructive" : "warning"} className="mr-2 align-middle">
                  {t(`severity.${problem.severity}`)}
                </Badge>
                {problem.field && <span className="text-muted-foreground">{nameOf(problem.field)}: </span>}
                {reason(reason.has(key) ? key : "unknown", { value: problem.value })}
              </td>
              <td className="truncate py-2 text-muted-foreground max-md:hidden" title={row}>
                {row}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
