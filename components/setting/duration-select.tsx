import { useTranslations } from "next-intl";

import { NativeSelect } from "@/components/ui/native-select";

export interface DurationSelectProps {
  id: string;
  /** Null means no limit of one's own. */
  minutes: number | null;
  options: readonly number[];
  noneLabel: string;
  disabled: boolean;
  onChange: (minutes: number | null) => void;
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** A limit in time, said in the largest unit that fits. */
export function DurationSelect({ id, minutes, options, noneLabel, disabled, onChange }: DurationSelectProps) {
  const t = useTranslations("securityPolicy.duration");
  const shown = [...new Set(minutes === null ? options : [...options, minutes])].sort((a, b) => a - b);
  const say = (value: number) => {
    if (value % DAY === 0 && value > DAY) return t("days", { count: value / DAY });
    return value % HOUR === 0 ? t("hours", { count: value / HOUR }) : t("minutes", { count: value });
  };
  return (
    <NativeSelect
      id={id}
      value={minutes ?? ""}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
    >
      {shown.map((value) => (
        <option key={value} value={value}>
          {say(value)}
        </option>
      ))}
      <option value="">{noneLabel}</option>
    </NativeSelect>
  );
}
