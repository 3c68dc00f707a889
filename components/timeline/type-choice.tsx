import { useTranslations } from "next-intl";
import { useId } from "react";

import { cn } from "@/lib/utils";

import { EntryIcon } from "./entry-icon";

export type WrittenType = "note" | "meeting" | "call";
const TYPES: WrittenType[] = ["note", "call", "meeting"];

export function TypeChoice({ value, onChange }: { value: WrittenType; onChange: (type: WrittenType) => void }) {
  const t = useTranslations("timeline");
  const name = useId();
  return (
    <fieldset className="flex gap-1 px-2 pt-2">
      <legend className="sr-only">{t("composer.type")}</legend>
      {TYPES.map((type) => (
        <label
          key={type}
          className={cn(
            "flex h-7 cursor-pointer items-center gap-1.5 rounded-md px-2 text-xs font-medium transition-colors has-[:focus-visible]:outline has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-ring max-md:h-11 max-md:px-3 coarse:h-11 coarse:px-3",
            type === value ? "bg-secondary text-secondary-foreground" : "text-muted-foreground hover:bg-accent hover:text-foreground",
          )}
        >
          <input type="radio" name={name} className="sr-only" checked={type === value} onChange={() => onChange(type)} />
          <EntryIcon type={type} />
          {t(`type.${type}`)}
        </label>
      ))}
    </fieldset>
  );
}
