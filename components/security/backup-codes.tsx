"use client";

import { Check, Copy, Download, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { printText, saveText } from "@/lib/text-out";

export interface BackupCodesProps {
  codes: readonly string[];
  /** Whose they are, for the file and the paper. */
  email: string;
}

/** Ten codes, shown this once, and the ways to keep them. */
export function BackupCodes({ codes, email }: BackupCodesProps) {
  const t = useTranslations("twoFactor.codes");
  const [isCopied, setCopied] = useState(false);
  const sheet = `Loved CRM · ${email}\n${t("sheet")}\n\n${codes.join("\n")}\n`;
  const copy = () => void navigator.clipboard.writeText(codes.join("\n")).then(() => setCopied(true));
  return (
    <div className="space-y-3">
      <ol
        aria-label={t("title")}
        className="tabular grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-md border bg-surface px-4 py-3 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code} data-testid="backup-code" className="whitespace-nowrap">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button variant="outline" onClick={copy}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{isCopied ? t("copied") : t("copy")}</span>
        </Button>
        <Button variant="outline" onClick={() => saveText("lovedcrm-backup-codes.txt", sheet)}>
          <Download aria-hidden />
          {t("download")}
        </Button>
        <Button variant="outline" onClick={() => printText(sheet)}>
          <Printer aria-hidden />
          {t("print")}
        </Button>
      </div>
    </div>
  );
}
