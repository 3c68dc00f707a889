"use client";

import { Check, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type ReactElement } from "react";

import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { ClientOption } from "@/lib/client-option";

export interface ClientComboboxProps {
  /** The field itself. */
  trigger: ReactElement;
  value: ClientOption | null;
  onChange: (client: ClientOption) => void;
  text: string;
  onTextChange: (text: string) => void;
  options: ClientOption[];
  isLoading: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Absent where clients are only chosen. */
  onCreate?: (name: string) => void;
}

/** Opens as soon as it is there: it is loaded when the field is first used. */
export function ClientCombobox(props: ClientComboboxProps) {
  const { trigger, value, onChange, text, onTextChange, options, isLoading, onOpenChange, onCreate } = props;
  const t = useTranslations("deal.client");
  const [isOpen, setOpen] = useState(true);
  const typed = text.trim();
  const isNew = typed !== "" && !options.some((option) => option.name.toLowerCase() === typed.toLowerCase());
  const toggle = (next: boolean) => {
    setOpen(next);
    onOpenChange(next);
  };
  const choose = (action: () => void) => {
    action();
    toggle(false);
  };
  return (
    <Popover open={isOpen} onOpenChange={toggle} modal>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent className="w-[max(16rem,var(--radix-popover-trigger-width))] max-w-[calc(100vw-1rem)] p-0">
        <Command shouldFilter={false} label={t("search")}>
          <CommandInput value={text} onValueChange={onTextChange} placeholder={t("search")} aria-label={t("search")} />
          <CommandList className="max-h-64">
            {!isLoading && !(onCreate && isNew) && <CommandEmpty>{t("none")}</CommandEmpty>}
            <CommandGroup>
              {options.map((option) => (
                <CommandItem key={option.id} value={option.id} onSelect={() => choose(() => onChange(option))}>
                  <span className="truncate">{option.name}</span>
                  {option.id === value?.id && <Check className="ml-auto size-4" aria-hidden />}
                </CommandItem>
              ))}
              {onCreate && isNew && (
                <CommandItem value={`create ${typed}`} onSelect={() => choose(() => onCreate(typed))}>
                  <Plus className="size-4" aria-hidden />
                  <span className="truncate">{t("create", { name: typed })}</span>
                </CommandItem>
              )}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
