"use client";

import { Check } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState, type ReactElement } from "react";

import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { paletteScore } from "@/lib/palette-score";
import { timeZones } from "@/lib/time-zones";

export interface TimeZoneComboboxProps {
  /** The field itself. */
  trigger: ReactElement;
  value: string;
  onChange: (timeZone: string) => void;
}

/** Opens as soon as it is there: it is loaded when the field is first used. */
export function TimeZoneCombobox({ trigger, value, onChange }: TimeZoneComboboxProps) {
  const t = useTranslations("settings.preferences");
  const locale = useLocale();
  const [isOpen, setOpen] = useState(true);
  const zones = useMemo(() => timeZones(locale, value), [locale, value]);
  const choose = (id: string) => {
    setOpen(false);
    if (id !== value) onChange(id);
  };
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent className="w-[max(18rem,var(--radix-popover-trigger-width))] max-w-[calc(100vw-1rem)] p-0">
        <Command
          label={t("timeZoneSearch")}
          defaultValue={value}
          filter={(_id, typed, keywords) => paletteScore(keywords?.join(" ") ?? "", typed)}
        >
          <CommandInput placeholder={t("timeZoneSearch")} aria-label={t("timeZoneSearch")} />
          <CommandList className="max-h-64">
            <CommandEmpty>{t("timeZoneNone")}</CommandEmpty>
            <CommandGroup>
              {zones.map(({ id, name, offset }) => (
                <CommandItem key={id} value={id} keywords={[...name.split("/").reverse(), offset]} onSelect={() => choose(id)}>
                  <span className="truncate">{name}</span>
                  {id === value && <Check className="size-4" aria-hidden />}
                  <span className="tabular ml-auto shrink-0 pl-4 text-xs text-muted-foreground">{offset}</span>
                </CommandItem>
              ))}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
