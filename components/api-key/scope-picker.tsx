"use client";

import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { Scope } from "@/services/api-key";

/** What the API offers; a test holds the messages against it. */
type Resource = "client" | "deal" | "timeline" | "import" | "command" | "member" | "organization" | "audit";
type Verb = "read" | "write" | "delete" | "run" | "undo";

export interface ScopePickerProps {
  available: readonly Scope[];
  chosen: readonly Scope[];
  onChange: (scopes: Scope[]) => void;
  /** Id of the sentence that says what is wrong. */
  describedBy?: string;
}

/** What a key may do, by what it is about. */
export function ScopePicker({ available, chosen, onChange, describedBy }: ScopePickerProps) {
  const t = useTranslations("apiKey");
  const toggle = (scope: Scope) => onChange(chosen.includes(scope) ? chosen.filter((other) => other !== scope) : [...chosen, scope]);
  return (
    <fieldset aria-describedby={describedBy} className="space-y-2">
      <legend className="float-left text-sm font-medium leading-7">{t("form.scopes")}</legend>
      <div className="flex justify-end gap-1">
        <Button type="button" variant="ghost" size="sm" onClick={() => onChange(available.filter((scope) => scope.endsWith(":read")))}>
          {t("form.readOnly")}
        </Button>
        <Button type="button" variant="ghost" size="sm" onClick={() => onChange([...available])}>
          {t("form.everything")}
        </Button>
      </div>
      <div className="clear-both divide-y rounded-md border">
        {byResource(available).map(([resource, scopes]) => (
          <div key={resource} role="group" aria-label={t(`resource.${resource}`)} className="px-3 py-2 sm:flex sm:gap-4">
            <div className="shrink-0 py-1 sm:w-40">{t(`resource.${resource}`)}</div>
            <div className="flex flex-wrap gap-x-5">
              {scopes.map((scope) => (
                <label key={scope} className="flex cursor-pointer items-center gap-2 py-1 text-muted-foreground">
                  <Checkbox checked={chosen.includes(scope)} onCheckedChange={() => toggle(scope)} />
                  {t(`verb.${scope.slice(resource.length + 1) as Verb}`)}
                </label>
              ))}
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function byResource(scopes: readonly Scope[]): [Resource, Scope[]][] {
  const groups = new Map<Resource, Scope[]>();
  for (const scope of scopes) {
    const resource = scope.slice(0, scope.indexOf(":")) as Resource;
    groups.set(resource, [...(groups.get(resource) ?? []), scope]);
  }
  return [...groups];
}
