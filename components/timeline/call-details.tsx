import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { fieldClasses, Input } from "@/components/ui/input";
import { cn } from "@/lib/utils";

import { WhenField } from "./when-field";

export interface CallDetailsProps {
  /** "2026-12-31T14:30" on the person's own clock. */
  when: string;
  onWhenChange: (when: string) => void;
  minutes: string;
  onMinutesChange: (minutes: string) => void;
  /** Absent for a meeting. */
  direction?: "inbound" | "outbound";
  onDirectionChange: (direction: "inbound" | "outbound") => void;
}

export function CallDetails(props: CallDetailsProps) {
  const t = useTranslations("timeline");
  return (
    <>
      <div className="flex flex-col gap-1 text-xs text-muted-foreground">
        <span aria-hidden>{t("composer.when")}</span>
        <WhenField value={props.when} onChange={props.onWhenChange} />
      </div>
      <Field label={t("composer.minutes")}>
        <Input
          type="number"
          inputMode="numeric"
          min={0}
          max={1440}
          className="tabular h-8 w-20 max-md:h-11"
          value={props.minutes}
          onChange={(event) => props.onMinutesChange(event.target.value)}
        />
      </Field>
      {props.direction && (
        <Field label={t("composer.direction")}>
          <select
            className={cn(fieldClasses, "h-8 w-auto px-2 max-md:h-11 coarse:h-11")}
            value={props.direction}
            onChange={(event) => props.onDirectionChange(event.target.value as "inbound" | "outbound")}
          >
            <option value="outbound">{t("direction.outbound")}</option>
            <option value="inbound">{t("direction.inbound")}</option>
          </select>
        </Field>
      )}
    </>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="flex flex-col gap-1 text-xs text-muted-foreground">
      {label}
      {children}
    </label>
  );
}
