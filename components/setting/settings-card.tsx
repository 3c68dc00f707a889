import type { ReactNode } from "react";

import { Card } from "@/components/ui/card";

export interface SettingsCardProps {
  /** The part after # in the URL. */
  id: string;
  title: string;
  description: string;
  children: ReactNode;
}

export function SettingsCard({ id, title, description, children }: SettingsCardProps) {
  return (
    <Card id={id} className="scroll-mt-6">
      <section aria-labelledby={`${id}-title`}>
        <div className="border-b px-4 py-3">
          <h2 id={`${id}-title`} className="font-semibold">
            {title}
          </h2>
          <p className="text-muted-foreground">{description}</p>
        </div>
        <div className="divide-y">{children}</div>
      </section>
    </Card>
  );
}

export interface SettingRowProps {
  label: string;
  /** Id of the control; without one the row shows a value only. */
  htmlFor?: string;
  children: ReactNode;
}

export function SettingRow({ label, htmlFor, children }: SettingRowProps) {
  return (
    <div className="flex flex-col gap-2 px-4 py-3 sm:flex-row sm:items-center sm:justify-between sm:gap-6">
      {htmlFor ? (
        <label htmlFor={htmlFor} className="font-medium">
          {label}
        </label>
      ) : (
        <span className="font-medium">{label}</span>
      )}
      <div className="min-w-0 sm:w-72">{children}</div>
    </div>
  );
}
