"use client";

import { Slot } from "@radix-ui/react-slot";
import * as React from "react";

import { useOnDemand } from "@/hooks/use-on-demand";
import { cn } from "@/lib/utils";

import type * as MenuParts from "./dropdown-menu-parts";

type Parts = typeof MenuParts;

/** Fetches the code of all menus; called ahead it makes the first click work offline too. */
export const loadParts = () => import("./dropdown-menu-parts");

interface MenuContextValue {
  /** Null until the menu is first opened: a page full of menus costs a page full of buttons. */
  parts: Parts | null;
  approach: () => void;
  open: () => void;
}

const MenuContext = React.createContext<MenuContextValue>({ parts: null, approach: () => undefined, open: () => undefined });

const useParts = () => React.useContext(MenuContext).parts;

export interface DropdownMenuProps {
  children: React.ReactNode;
}

export function DropdownMenu({ children }: DropdownMenuProps) {
  const { taken: parts, approach, take: open } = useOnDemand(loadParts);
  const value = React.useMemo(() => ({ parts, approach, open }), [parts, approach, open]);
  return <MenuContext.Provider value={value}>{parts ? <parts.Root defaultOpen>{children}</parts.Root> : children}</MenuContext.Provider>;
}

export const DropdownMenuTrigger = React.forwardRef<HTMLButtonElement, React.ComponentPropsWithoutRef<"button"> & { asChild?: boolean }>(
  ({ asChild = false, ...props }, ref) => {
    const { parts, approach, open } = React.useContext(MenuContext);
    if (parts) return <parts.Trigger ref={ref} asChild={asChild} {...props} />;
    const Comp = asChild ? Slot : "button";
    return (
      <Comp
        ref={ref}
        type="button"
        aria-haspopup="menu"
        aria-expanded={false}
        data-state="closed"
        {...props}
        onPointerEnter={approach}
        onFocus={approach}
        onClick={open}
        onKeyDown={(event: React.KeyboardEvent) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          open();
        }}
      />
    );
  },
);
DropdownMenuTrigger.displayName = "DropdownMenuTrigger";

export function DropdownMenuContent(props: React.ComponentProps<Parts["Content"]>) {
  const parts = useParts();
  return parts && <parts.Content {...props} />;
}

export function DropdownMenuItem(props: React.ComponentProps<Parts["Item"]>) {
  const parts = useParts();
  return parts && <parts.Item {...props} />;
}

export function DropdownMenuCheckboxItem(props: React.ComponentProps<Parts["CheckboxItem"]>) {
  const parts = useParts();
  return parts && <parts.CheckboxItem {...props} />;
}

export function DropdownMenuRadioGroup(props: React.ComponentProps<Parts["RadioGroup"]>) {
  const parts = useParts();
  return parts && <parts.RadioGroup {...props} />;
}

export function DropdownMenuRadioItem(props: React.ComponentProps<Parts["RadioItem"]>) {
  const parts = useParts();
  return parts && <parts.RadioItem {...props} />;
}

export function DropdownMenuLabel(props: React.ComponentProps<Parts["Label"]>) {
  const parts = useParts();
  return parts && <parts.Label {...props} />;
}

export function DropdownMenuSeparator(props: React.ComponentProps<Parts["Separator"]>) {
  const parts = useParts();
  return parts && <parts.Separator {...props} />;
}

export function DropdownMenuSub(props: React.ComponentProps<Parts["Sub"]>) {
  const parts = useParts();
  return parts && <parts.Sub {...props} />;
}

export function DropdownMenuSubTrigger(props: React.ComponentProps<Parts["SubTrigger"]>) {
  const parts = useParts();
  return parts && <parts.SubTrigger {...props} />;
}

export function DropdownMenuSubContent(props: React.ComponentProps<Parts["SubContent"]>) {
  const parts = useParts();
  return parts && <parts.SubContent {...props} />;
}

export function DropdownMenuShortcut({ className, ...props }: React.ComponentPropsWithoutRef<"span">) {
  return <span className={cn("ml-auto pl-4 text-xs text-muted-foreground", className)} {...props} />;
}
