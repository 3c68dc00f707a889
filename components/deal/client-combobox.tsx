"use client";

import { Check, ChevronsUpDown, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { fieldClasses } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { cn } from "@/lib/utils";

export interface ClientOption {
  id: string;
  name: string;
}

export interface ClientComboboxProps {
  id: string;
  value: ClientOption | null;
  onChange: (client: ClientOption) => void;
  text: string;
  onTextChange: (text: string) => void;
  options: ClientOption[];
  isLoading: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Absent where clients are only chosen. */
  onCreate?: (name: string) => void;
  error?: boolean;
  describedBy?: string;
  placeholder: string;
  /** Where no visible label names the field. */
  label?: string;
  className?: string;
}

export function ClientCombobox(props: ClientComboboxProps) {
  const { id, value, onChange, text, onTextChange, options, isLoading, onOpenChange, onCreate, placeholder } = props;
  const t = useTranslations("deal.client");
  const [isOpen, setOpen] = useState(false);
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
      <PopoverTrigger
        id={id}
        type="button"
        role="combobox"
        aria-expanded={isOpen}
        aria-haspopup="listbox"
        aria-invalid={props.error || undefined}
        aria-describedby={props.describedBy}
        aria-label={props.label && `${props.label}: ${value?.name ?? placeholder}`}
        className={cn(fieldClasses, "flex h-9 items-center justify-between gap-2 px-3 text-left coarse:h-11", props.className)}
      >
        <span className={cn("truncate", !value && "text-muted-foreground")}>{value?.name ?? placeholder}</span>
        <ChevronsUpDown className="size-4 shrink-0 text-muted-foreground" aria-hidden />
      </PopoverTrigger>
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
