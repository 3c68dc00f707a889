"use client";

import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";

import { ErrorState } from "@/components/common/error-state";
import { DropZone } from "@/components/import/drop-zone";
import { FileRefused } from "@/components/import/file-refused";
import { ImportList } from "@/components/import/import-list";
import { KindChoice } from "@/components/import/kind-choice";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useImports, useUploadImport } from "@/hooks/use-import";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import { flatten } from "@/lib/cached-pages";
import { REFUSAL_BY_CODE, refusalOf } from "@/lib/file-checks";
import type { DataImport } from "@/services/data-import";

/** Where an import begins, and those of the past. */
export function ImportStart({ onUploaded }: { onUploaded: (data: DataImport) => void }) {
  const t = useTranslations("import");
  const { can, features } = useOrgContext();
  const [kind, setKind] = useQueryState("kind", parseAsStringLiteral(["clients", "deals"] as const).withDefault("clients"));
  const upload = useUploadImport();
  const toMessage = useErrorMessage();
  const [refused, setRefused] = useState<{ name: string | null; reason: string } | null>(null);
  const canRun = can("import:run");

  const handleFiles = (files: File[]) => {
    const [file] = files;
    const reason = refusalOf(files);
    setRefused(reason && { name: file?.name ?? null, reason });
    if (reason || !file) return;
    upload.mutate(
      { file, kind },
      {
        onSuccess: ({ data }) => onUploaded(data),
        onError: (error) => {
          const known = error instanceof ApiError ? REFUSAL_BY_CODE[error.code] : undefined;
          setRefused({ name: file.name, reason: known ?? toMessage(error) });
        },
      },
    );
  };

  return (
    <div className="space-y-8">
      {features && !canRun ? (
        <p className="text-sm text-muted-foreground">{t("readOnly")}</p>
      ) : (
        <div className="space-y-4">
          <KindChoice value={kind} onChange={(next) => void setKind(next)} />
          {refused && <FileRefused {...refused} />}
          <DropZone onFiles={handleFiles} reading={upload.isPending ? upload.variables.file.name : null} isDisabled={!canRun} />
        </div>
      )}
      <PastImports />
    </div>
  );
}

function PastImports() {
  const t = useTranslations("import.list");
  const list = useImports();
  const imports = flatten(list.data);
  return (
    <section aria-labelledby="past-imports">
      <h2 id="past-imports" className="mb-2 text-sm font-semibold">
        {t("title")}
      </h2>
      {list.isPending ? (
        <Skeleton className="h-16" />
      ) : list.isError ? (
        <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />
      ) : imports.length === 0 ? (
        <p className="text-sm text-muted-foreground">{t("empty")}</p>
      ) : (
        <ImportList imports={imports} />
      )}
      {list.hasNextPage && (
        <Button variant="link" size="sm" className="px-0" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </section>
  );
}
