import { FileX } from "lucide-react";
import { useTranslations } from "next-intl";

import type { FileRefusal } from "@/lib/file-checks";

/** Why a file can't be read and what to do about it. */
export function FileRefused({ name, reason }: { name: string | null; reason: string }) {
  const t = useTranslations("import.refusal");
  return (
    <div role="alert" className="flex items-start gap-3 rounded-lg border border-destructive/40 bg-destructive/5 p-3">
      <FileX className="mt-0.5 size-4 shrink-0 text-destructive-text" aria-hidden />
      <div className="min-w-0">
        <p className="font-medium">{t("title")}</p>
        {name && <p className="truncate text-xs text-muted-foreground">{name}</p>}
        <p className="mt-1 text-sm">{isKnown(reason) ? t(reason) : reason}</p>
        <p className="text-sm text-muted-foreground">{t("kept")}</p>
      </div>
    </div>
  );
}

const KNOWN: readonly string[] = [
  "several",
  "empty",
  "spreadsheet",
  "binary",
  "tooBig",
  "notATable",
  "noRows",
  "tooManyColumns",
] satisfies FileRefusal[];

function isKnown(reason: string): reason is FileRefusal {
  return KNOWN.includes(reason);
}
