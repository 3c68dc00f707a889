"use client";

import { ChevronDown } from "lucide-react";

import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { cn } from "@/lib/utils";

export interface FilterMenuProps {
  label: string;
  /** Empty: nothing is chosen. */
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
  /** Shows the chosen option even when it is the first one, as for a sort order. */
  alwaysNamed?: boolean;
  className?: string;
}

/** A button that names its filter and what is chosen, with the choices behind it. */
export function FilterMenu({ label, value, options, onChange, alwaysNamed = false, className }: FilterMenuProps) {
  const chosen = options.find((option) => option.value === value);
  const isNamed = alwaysNamed || value !== "";
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="outline"
          className={cn("max-w-56 gap-1.5 font-normal max-md:h-11", isNamed && !alwaysNamed && "border-primary/50 bg-primary/5", className)}
        >
          <span className={cn("truncate", isNamed && "text-muted-foreground")}>{label}</span>
          {isNamed && <span className="truncate font-medium">{chosen?.label ?? value}</span>}
          <ChevronDown className="text-muted-foreground" aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="max-h-80 max-w-72">
        <DropdownMenuRadioGroup value={value} onValueChange={onChange}>
          {options.map((option) => (
            <DropdownMenuRadioItem key={option.value} value={option.value}>
              <span className="truncate">{option.label}</span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
