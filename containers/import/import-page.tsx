"use client";

import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";

import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { PageHeader } from "@/components/common/page-header";
import { ImportProgress } from "@/components/import/import-progress";
import { isUnderWay } from "@/lib/import-mapping";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { ImportMapping } from "@/containers/import/import-mapping";
import { ImportResult } from "@/containers/import/import-result";
import { ImportStart } from "@/containers/import/import-start";
import { useImport, useLiveImports } from "@/hooks/use-import";
import { ApiError } from "@/lib/api-error";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";
import { toast } from "@/lib/toast";

/** One file from the drop to its result; which one is in the URL, so that it can be left and found again. */
export function ImportPage() {
  const t = useTranslations("import");
  const [importId, setImportId] = useQueryState("import", { history: "push" });
  useLiveImports((data) => {
    if (data.status !== "done" || data.id === importId) return;
    toast.success(t("finished", { file: data.file_name, created: data.created_count, updated: data.updated_count }));
  });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          importId && (
            <Button asChild variant="outline" className="max-md:h-11">
              <Link href={paths.imports()}>
                <ArrowLeft aria-hidden />
                {t("back")}
              </Link>
            </Button>
          )
        }
      />
      <div className="mx-auto w-full max-w-4xl px-4 py-6 md:px-6">
        {importId ? <OneImport key={importId} importId={importId} /> : <ImportStart onUploaded={(data) => void setImportId(data.id)} />}
      </div>
    </>
  );
}

function OneImport({ importId }: { importId: string }) {
  const t = useTranslations("import");
  const { data, error, isPending, refetch } = useImport(importId);
  if (isPending) {
    return (
      <LoadingRegion className="space-y-3">
        <Skeleton className="h-6 w-64" />
        <Skeleton className="h-64" />
      </LoadingRegion>
    );
  }
  if (!data) {
    const isMissing = error instanceof ApiError && (error.status === 404 || error.status === 422);
    return isMissing ? (
      <EmptyState title={t("notFound.title")} description={t("notFound.text")} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  if (data.status === "uploaded") return <ImportMapping data={data} />;
  return isUnderWay(data.status) ? <ImportProgress data={data} /> : <ImportResult data={data} />;
}
