"use client";

import { FileUp, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { cn } from "@/lib/utils";

export interface DropZoneProps {
  onFiles: (files: File[]) => void;
  /** Name of the file being read; the zone takes no other meanwhile. */
  reading: string | null;
  isDisabled?: boolean;
}

/** Takes a file by dropping, by mouse and by keyboard. */
export function DropZone({ onFiles, reading, isDisabled = false }: DropZoneProps) {
  const t = useTranslations("import.drop");
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const canTake = reading === null && !isDisabled;

  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (canTake) onFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        if (canTake) setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={handleDrop}
      className={cn(
        "flex flex-col items-center gap-3 rounded-lg border border-dashed border-input px-6 py-12 text-center transition-colors",
        isOver && "border-primary bg-primary/5",
      )}
    >
      <span className="flex size-10 items-center justify-center rounded-lg border bg-surface text-muted-foreground">
        {reading === null ? <FileUp className="size-5" aria-hidden /> : <LoaderCircle className="size-5 animate-spin" aria-hidden />}
      </span>
      <div role="status">
        <p className="font-medium">{reading !== null ? t("reading", { name: reading }) : isOver ? t("over") : t("title")}</p>
        <p className="mt-1 text-sm text-muted-foreground">{t("hint")}</p>
      </div>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        className="sr-only"
        tabIndex={-1}
        aria-hidden
        disabled={!canTake}
        data-testid="import-file"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again after it was corrected.
          event.target.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
      <Button className="max-md:h-11" disabled={!canTake} onClick={() => input.current?.click()}>
        {t("choose")}
      </Button>
    </div>
  );
}
