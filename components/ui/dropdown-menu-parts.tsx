"use client";

import * as MenuPrimitive from "@radix-ui/react-dropdown-menu";
import { Check, ChevronRight } from "lucide-react";
import * as React from "react";

import { cn } from "@/lib/utils";

export const Root = MenuPrimitive.Root;
export const Trigger = MenuPrimitive.Trigger;
export const Group = MenuPrimitive.Group;
export const Sub = MenuPrimitive.Sub;
export const RadioGroup = MenuPrimitive.RadioGroup;

const contentClasses =
  "z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-44 overflow-y-auto overflow-x-hidden rounded-lg border bg-popover p-1 text-popover-foreground shadow-md data-[state=open]:animate-in data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 data-[state=open]:zoom-in-95";
const itemClasses =
  "relative flex cursor-default select-none items-center gap-2 rounded px-2 py-1.5 text-sm outline-none transition-colors focus:bg-accent focus:text-accent-foreground data-[disabled]:pointer-events-none data-[disabled]:opacity-50 coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground";

export const Content = React.forwardRef<
  React.ElementRef<typeof MenuPrimitive.Content>,
  React.ComponentPropsWithoutRef<typeof MenuPrimitive.Content>
>(({ className, sideOffset = 4, ...props }, ref) => (
  <MenuPrimitive.Portal>
    <MenuPrimitive.Content ref={ref} sideOffset={sideOffset} collisionPadding={8} className={cn(contentClasses, className)} {...props} />
  </MenuPrimitive.Portal>
));
Content.displayName = "DropdownMenuContent";

export interface ItemProps extends React.ComponentPropsWithoutRef<typeof MenuPrimitive.Item> {
  /** Red, for what takes something away. */
  destructive?: boolean;
}

export const Item = React.forwardRef<React.ElementRef<typeof MenuPrimitive.Item>, ItemProps>(
  ({ className, destructive = false, ...props }, ref) => (
    <MenuPrimitive.Item
      ref={ref}
      className={cn(
        itemClasses,
        destructive && "text-destructive-text focus:bg-destructive/10 focus:text-destructive-text [&_svg]:text-current",
        className,
      )}
      {...props}
    />
  ),
);
Item.displayName = "DropdownMenuItem";

export const CheckboxItem = React.forwardRef<
  React.ElementRef<typeof MenuPrimitive.CheckboxItem>,
  React.ComponentPropsWithoutRef<typeof MenuPrimitive.CheckboxItem>
>(({ className, children, ...props }, ref) => (
  <MenuPrimitive.CheckboxItem ref={ref} className={cn(itemClasses, "pr-8", className)} {...props}>
    {children}
    <MenuPrimitive.ItemIndicator className="absolute right-2">
      <Check aria-hidden />
    </MenuPrimitive.ItemIndicator>
  </MenuPrimitive.CheckboxItem>
));
CheckboxItem.displayName = "DropdownMenuCheckboxItem";

export const RadioItem = React.forwardRef<
  React.ElementRef<typeof MenuPrimitive.RadioItem>,
  React.ComponentPropsWithoutRef<typeof MenuPrimitive.RadioItem>
>(({ className, children, ...props }, ref) => (
  <MenuPrimitive.RadioItem ref={ref} className={cn(itemClasses, "pr-8", className)} {...props}>
    {children}
    <MenuPrimitive.ItemIndicator className="absolute right-2">
      <Check aria-hidden />
    </MenuPrimitive.ItemIndicator>
  </MenuPrimitive.RadioItem>
));
RadioItem.displayName = "DropdownMenuRadioItem";

export const Label = React.forwardRef<
  React.ElementRef<typeof MenuPrimitive.Label>,
  React.ComponentPropsWithoutRef<typeof MenuPrimitive.Label>
>(({ className, ...props }, ref) => (
  <MenuPrimitive.Label ref={ref} className={cn("px-2 py-1.5 text-xs font-medium text-muted-foreground", className)} {...props} />
));
Label.displayName = "DropdownMenuLabel";

export const Separator = React.forwardRef<
  React.ElementRef<typeof MenuPrimitive.Separator>,
  React.ComponentPropsWithoutRef<typeof MenuPrimitive.Separator>
>(({ className, ...props }, ref) => (
  <MenuPrimitive.Separator ref={ref} className={cn("-mx-1 my-1 h-px bg-border", className)} {...props} />
));
Separator.displayName = "DropdownMenuSeparator";

export const SubTrigger = React.forwardRef<
  React.ElementRef<typeof MenuPrimitive.SubTrigger>,
  React.ComponentPropsWithoutRef<typeof MenuPrimitive.SubTrigger>
>(({ className, children, ...props }, ref) => (
  <MenuPrimitive.SubTrigger ref={ref} className={cn(itemClasses, "data-[state=open]:bg-accent", className)} {...props}>
    {children}
    <ChevronRight className="ml-auto" aria-hidden />
  </MenuPrimitive.SubTrigger>
));
SubTrigger.displayName = "DropdownMenuSubTrigger";

export const SubContent = React.forwardRef<
  React.ElementRef<typeof MenuPrimitive.SubContent>,
  React.ComponentPropsWithoutRef<typeof MenuPrimitive.SubContent>
>(({ className, ...props }, ref) => (
  <MenuPrimitive.Portal>
    <MenuPrimitive.SubContent ref={ref} collisionPadding={8} className={cn(contentClasses, className)} {...props} />
  </MenuPrimitive.Portal>
));
SubContent.displayName = "DropdownMenuSubContent";
