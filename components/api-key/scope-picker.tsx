"use client";

import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { Scope } from "@/services/api-key";

/** What a key can be about, the daily work first, and the verbs from looking to deleting; a test holds the messages against them. */
const RESOURCES = ["client", "deal", "timeline", "report", "import", "command", "member", "organization", "audit"] as const;
const VERBS = ["read", "write", "delete", "run", "undo"] as const;

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
        {byResource(available).map(([resource, verbs]) => (
          <div key={resource} role="group" aria-label={t(`resource.${resource}`)} className="px-3 py-2 sm:flex sm:gap-4">
            <div className="shrink-0 py-1 sm:w-40">{t(`resource.${resource}`)}</div>
            <div className="flex flex-wrap gap-x-5">
              {verbs.map(([verb, scope]) => (
                <label key={scope} className="flex cursor-pointer items-center gap-2 py-1 text-muted-foreground">
                  <Checkbox checked={chosen.includes(scope)} onCheckedChange={() => toggle(scope)} />
                  {t(`verb.${verb}`)}
                </label>
              ))}
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** [resource, [verb, scope]…] of what is available, in the order of the lists above. */
function byResource(available: readonly Scope[]) {
  return RESOURCES.map((resource) => {
    const verbs = VERBS.map((verb) => [verb, available.find((scope) => scope === `${resource}:${verb}`)] as const);
    return [resource, verbs.filter((pair): pair is readonly [(typeof VERBS)[number], Scope] => pair[1] !== undefined)] as const;
  }).filter(([, verbs]) => verbs.length > 0);
}
