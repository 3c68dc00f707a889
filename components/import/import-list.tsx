"use client";

import { useTranslations } from "next-intl";

import { RelativeTime } from "@/components/common/relative-time";
import { Badge, type BadgeProps } from "@/components/ui/badge";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";
import type { DataImport } from "@/services/data-import";

import { progressPercent } from "@/lib/import-mapping";

const VARIANTS: Record<DataImport["status"], BadgeProps["variant"]> = {
  uploaded: "outline",
  queued: "default",
  running: "default",
  done: "success",
  failed: "destructive",
  undoing: "default",
  undone: "secondary",
};

export function ImportList({ imports }: { imports: DataImport[] }) {
  const t = useTranslations("import");
  return (
    <ul className="divide-y rounded-lg border">
      {imports.map((data) => {
        const percent = data.status === "running" ? progressPercent(data) : null;
        const counts = {
          created: data.created_count,
          updated: data.updated_count,
          duplicates: data.duplicate_count,
          problems: data.problem_count,
        };
        return (
          <li key={data.id}>
            <Link
              href={paths.import(data.id)}
              prefetch={false}
              className="flex items-center gap-3 px-4 py-3 transition-colors hover:bg-accent/60"
            >
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{data.file_name}</p>
                <p className="truncate text-xs text-muted-foreground">
                  {t(`kind.${data.kind}`)} · <RelativeTime value={data.created_at} />
                  {data.user_name && ` ${t("list.by", { name: data.user_name })}`}
                </p>
                {data.finished_at && <p className="tabular truncate text-xs text-muted-foreground">{t("list.counts", counts)}</p>}
              </div>
              <Badge variant={VARIANTS[data.status]} className="shrink-0">
                {t(`status.${data.status}`)}
                {percent !== null && ` ${percent}%`}
              </Badge>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
