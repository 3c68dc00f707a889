"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { API_URL } from "@/lib/api-url";
import type { ApiKeyCreated } from "@/services/api-key";

export interface ApiKeySecretProps {
  apiKey: ApiKeyCreated;
  onDone: () => void;
}

/** The one time that the secret is seen. */
export function ApiKeySecret({ apiKey, onDone }: ApiKeySecretProps) {
  const t = useTranslations("apiKey.secret");
  return (
    <>
      <DialogHeader>
        <DialogTitle>{t("title")}</DialogTitle>
        <DialogDescription>{t(apiKey.secret ? "description" : "gone")}</DialogDescription>
      </DialogHeader>
      {apiKey.secret && (
        <>
          <Copyable label={t("label")} copyLabel={t("copy")} text={apiKey.secret} />
          <Copyable label={t("example")} copyLabel={t("copyExample")} text={exampleOf(apiKey.secret, apiKey.scopes)} />
        </>
      )}
      <DialogFooter>
        <Button onClick={onDone}>{t("done")}</Button>
      </DialogFooter>
    </>
  );
}

/** A call that this very key may make. */
function exampleOf(secret: string, scopes: ApiKeyCreated["scopes"]): string {
  const base = API_URL.startsWith("/") ? `${window.location.origin}${API_URL}` : API_URL;
  const paths: Record<string, string> = {
    "client:read": "/clients",
    "deal:read": "/deals",
    "timeline:read": "/timeline",
    "import:read": "/imports",
    "audit:read": "/audit-log",
    "member:read": "/members",
  };
  const readable = Object.keys(paths).find((scope) => scopes.includes(scope));
  return `curl "${base}${readable ? paths[readable] : "/organizations/current"}" \\\n  -H "Authorization: Bearer ${secret}"`;
}

function Copyable({ label, copyLabel, text }: { label: string; copyLabel: string; text: string }) {
  const t = useTranslations("apiKey.secret");
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="space-y-1.5">
      <div className="flex items-center justify-between gap-2">
        <span className="font-medium">{label}</span>
        <Button
          variant="outline"
          size="sm"
          aria-label={isCopied ? undefined : copyLabel}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{isCopied ? t("copied") : t("copy")}</span>
        </Button>
      </div>
      <pre className="whitespace-pre-wrap break-all rounded-md border bg-surface p-3 text-xs">{text}</pre>
    </div>
  );
}
