import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { Input } from "@/components/ui/input";

export interface DomainsInputProps {
  id: string;
  domains: readonly string[];
  disabled: boolean;
  onSave: (domains: string[]) => void;
}

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** Domains apart by comma or space, with or without @; saved when the field is left. Empty allows them all. */
export function DomainsInput({ id, domains, disabled, onSave }: DomainsInputProps) {
  const t = useTranslations("securityPolicy");
  const saved = domains.join(", ");
  const [draft, setDraft] = useState(saved);
  useEffect(() => setDraft(saved), [saved]);
  const found = read(draft);
  const wrong = found.find((domain) => !DOMAIN.test(domain));
  const save = () => {
    if (!wrong && found.join(", ") !== saved) onSave(found);
  };
  return (
    <>
      <Input
        id={id}
        value={draft}
        placeholder={t("domainsPlaceholder")}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={wrong !== undefined || undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") save();
          if (event.key === "Escape") setDraft(saved);
        }}
      />
      <p id={`${id}-hint`} className={wrong ? "mt-1.5 text-xs text-destructive-text" : "mt-1.5 text-xs text-muted-foreground"}>
        {wrong ? t("domainWrong", { domain: wrong }) : t("domainsHint")}
      </p>
    </>
  );
}

function read(text: string): string[] {
  const parts = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((part) => part.replace(/^@/, ""));
  return [...new Set(parts.filter(Boolean))].sort();
}
