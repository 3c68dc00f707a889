import { Handshake, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";

import { cn } from "@/lib/utils";
import type { ImportKind } from "@/services/data-import";

const KINDS = [
  { kind: "clients", Icon: Users },
  { kind: "deals", Icon: Handshake },
] as const;

export function KindChoice({ value, onChange }: { value: ImportKind; onChange: (kind: ImportKind) => void }) {
  const t = useTranslations("import.kind");
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">{t("label")}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {KINDS.map(({ kind, Icon }) => (
          <label
            key={kind}
            className={cn(
              "flex cursor-pointer items-start gap-3 rounded-lg border p-3 transition-colors has-[:focus-visible]:outline has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-ring",
              kind === value ? "border-primary bg-primary/5" : "hover:bg-accent",
            )}
          >
            <input type="radio" name={name} className="sr-only" checked={kind === value} onChange={() => onChange(kind)} />
            <Icon className={cn("mt-0.5 size-4 shrink-0", kind === value ? "text-primary-text" : "text-muted-foreground")} aria-hidden />
            <span>
              <span className="block font-medium">{t(kind)}</span>
              <span className="block text-xs text-muted-foreground">{t(`${kind}Text`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
