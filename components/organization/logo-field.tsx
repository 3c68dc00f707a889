"use client";

import { ImageUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, type ReactNode, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { cn } from "@/lib/utils";

export interface LogoFieldProps {
  /** How it looks at the moment; nothing where there is no logo. */
  preview: ReactNode;
  isSaving: boolean;
  isRemoving: boolean;
  onFile: (file: File) => void;
  onRemove: () => void;
}

/** Takes a picture by dropping, by mouse and by keyboard. */
export function LogoField({ preview, isSaving, isRemoving, onFile, onRemove }: LogoFieldProps) {
  const t = useTranslations("settings.organization");
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !isSaving) onFile(file);
  };
  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={handleDrop}
      className={cn(
        "space-y-2 rounded-md transition-shadow",
        !preview && "border border-dashed border-input p-3",
        isOver && "bg-primary/5 ring-2 ring-primary ring-offset-2 ring-offset-card",
      )}
    >
      {preview}
      <div className="flex items-center gap-2">
        <Button variant="outline" size={preview ? "sm" : "default"} loading={isSaving} onClick={() => input.current?.click()}>
          <ImageUp aria-hidden />
          {t(preview ? "logoChange" : "logoChoose")}
        </Button>
        {preview && (
          <Button variant="ghost" size="sm" loading={isRemoving} onClick={onRemove}>
            {t("logoRemove")}
          </Button>
        )}
      </div>
      <p className="text-xs text-muted-foreground">{t(preview ? "logoFormats" : "logoHint")}</p>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        className="sr-only"
        tabIndex={-1}
        aria-hidden
        data-testid="logo-file"
        onChange={(event) => {
          take(event.target.files);
          // The same file again is a change too.
          event.target.value = "";
        }}
      />
    </div>
  );
}
