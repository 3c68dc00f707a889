"use client";

import { CircleCheck, CircleX, Download, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";

import { ErrorState } from "@/components/common/error-state";
import { ImportCounts } from "@/components/import/import-counts";
import { ProblemTable } from "@/components/import/problem-table";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useDownloadProblems, useImportProblems, useUndoImport } from "@/hooks/use-import";
import { useOrgContext } from "@/hooks/use-org-context";
import { Link } from "@/i18n/navigation";
import { flatten } from "@/lib/cached-pages";
import { paths } from "@/lib/paths";
import { saveFile } from "@/lib/save-file";
import type { DataImport } from "@/services/data-import";

/** What became of the file: counts, the rows to look at, and the way back. */
export function ImportResult({ data }: { data: DataImport }) {
  const t = useTranslations("import");
  const { can } = useOrgContext();
  const toMessage = useErrorMessage();
  const undo = useUndoImport(data.id);
  const isUndone = data.status === "undone";
  const hasArrived = data.created_count > 0 || data.updated_count > 0;
  const Icon = data.status === "failed" ? CircleX : isUndone ? Undo2 : CircleCheck;
  const title = { done: "result.done", failed: "result.failed", undone: "result.undone" } as const;

  return (
    <div className="space-y-8">
      <section className="space-y-4">
        <div className="flex items-start gap-3">
          <Icon
            className={data.status === "failed" ? "mt-0.5 size-5 text-destructive-text" : "mt-0.5 size-5 text-success-text"}
            aria-hidden
          />
          <div className="min-w-0">
            <h2 className="break-words font-semibold">{t(title[data.status as keyof typeof title], { file: data.file_name })}</h2>
            {data.status === "failed" && <p className="text-sm text-muted-foreground">{t("result.failedText")}</p>}
            {isUndone && data.undo && (
              <p className="text-sm text-muted-foreground">
                {t("result.undoneText", { removed: data.undo.removed_count, kept: data.undo.kept_count })}
              </p>
            )}
          </div>
        </div>
        <ImportCounts data={data} />
        <div className="flex flex-wrap items-center gap-2">
          {!isUndone && (
            <Button asChild className="max-md:h-11">
              <Link href={data.kind === "clients" ? paths.clients({ sort: "-created_at" }) : paths.pipeline()}>
                {t(`see.${data.kind}`)}
              </Link>
            </Button>
          )}
          <Button asChild variant="outline" className="max-md:h-11">
            <Link href={paths.imports()}>{t("again")}</Link>
          </Button>
          {!isUndone && hasArrived && can("import:run") && (
            <Button variant="ghost" className="max-md:h-11" title={t("undoHint")} loading={undo.isPending} onClick={() => undo.mutate()}>
              <Undo2 aria-hidden />
              {t("undo")}
            </Button>
          )}
        </div>
        {!isUndone && hasArrived && can("import:run") && <p className="text-xs text-muted-foreground">{t("undoHint")}</p>}
        {undo.error && (
          <p role="alert" className="text-sm text-destructive-text">
            {toMessage(undo.error)}
          </p>
        )}
      </section>
      {data.problem_count + data.warning_count > 0 && <Problems data={data} />}
    </div>
  );
}

function Problems({ data }: { data: DataImport }) {
  const t = useTranslations("import.problems");
  const list = useImportProblems(data.id);
  const showError = useErrorToast();
  const download = useDownloadProblems(data.id);
  const handleDownload = () =>
    download.mutate(undefined, {
      onSuccess: (file) => saveFile(file, `${data.file_name.replace(/\.[^.]+$/, "")}-problems.csv`),
      onError: showError,
    });

  return (
    <section aria-labelledby="import-problems">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="import-problems" className="text-sm font-semibold">
            {t("title")}
          </h2>
          <p className="text-xs text-muted-foreground">{t("text")}</p>
        </div>
        <Button variant="outline" size="sm" className="max-md:h-11" loading={download.isPending} onClick={handleDownload}>
          <Download aria-hidden />
          {t("download")}
        </Button>
      </div>
      {list.isPending ? (
        <Skeleton className="mt-3 h-32" />
      ) : list.isError ? (
        <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <ProblemTable problems={flatten(list.data)} />
      )}
      {list.hasNextPage && (
        <Button variant="link" size="sm" className="px-0" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </section>
  );
}
