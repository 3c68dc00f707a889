"use client";

import { Slot } from "@radix-ui/react-slot";
import * as React from "react";
import { Controller, FormProvider, useFormContext, type ControllerProps, type FieldPath, type FieldValues } from "react-hook-form";

import { Label } from "@/components/ui/label";
import { cn } from "@/lib/utils";

export const Form = FormProvider;

const FieldName = React.createContext<string | null>(null);
const ItemId = React.createContext<string | null>(null);

/** One field of react-hook-form; its parts below find each other by context. */
export function FormField<Values extends FieldValues, Name extends FieldPath<Values>>(props: ControllerProps<Values, Name>) {
  return (
    <FieldName.Provider value={props.name}>
      <Controller {...props} />
    </FieldName.Provider>
  );
}

export function useFormField() {
  const name = React.useContext(FieldName);
  const id = React.useContext(ItemId);
  const { getFieldState, formState } = useFormContext();
  if (name === null || id === null) throw new Error("useFormField needs a FormField and a FormItem around it");
  return { name, id, descriptionId: `${id}-description`, messageId: `${id}-message`, error: getFieldState(name, formState).error };
}

export function FormItem({ className, ...props }: React.ComponentPropsWithoutRef<"div">) {
  const id = React.useId();
  return (
    <ItemId.Provider value={id}>
      <div className={cn("space-y-1.5", className)} {...props} />
    </ItemId.Provider>
  );
}

export const FormLabel = React.forwardRef<React.ElementRef<typeof Label>, React.ComponentPropsWithoutRef<typeof Label>>((props, ref) => (
  <Label ref={ref} htmlFor={useFormField().id} {...props} />
));
FormLabel.displayName = "FormLabel";

export const FormControl = React.forwardRef<React.ElementRef<typeof Slot>, React.ComponentPropsWithoutRef<typeof Slot>>((props, ref) => {
  const { id, descriptionId, messageId, error } = useFormField();
  return (
    <Slot
      ref={ref}
      id={id}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? `${messageId} ${descriptionId}` : descriptionId}
      {...props}
    />
  );
});
FormControl.displayName = "FormControl";

export function FormDescription({ className, ...props }: React.ComponentPropsWithoutRef<"p">) {
  return <p id={useFormField().descriptionId} className={cn("text-xs text-muted-foreground", className)} {...props} />;
}

export function FormMessage({ className, children, ...props }: React.ComponentPropsWithoutRef<"p">) {
  const { messageId, error } = useFormField();
  const text = error?.message ?? children;
  if (!text) return null;
  return (
    <p id={messageId} role="alert" className={cn("text-xs text-destructive-text", className)} {...props}>
      {text}
    </p>
  );
}
