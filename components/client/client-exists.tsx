"use client";

import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

export type ExistsReason = "email" | "phone" | "name";

export interface ClientExistsProps {
  existingId: string;
  /** Null until it is known. */
  existingName: string | null;
  reason: ExistsReason;
  isCreating: boolean;
  onCreateAnyway: () => void;
}

/** Somebody like this is here already: look at them, or say that they are not the same. */
export function ClientExists({ existingId, existingName, reason, isCreating, onCreateAnyway }: ClientExistsProps) {
  const t = useTranslations("client.exists");
  return (
    <div role="alert" className="rounded-lg border border-warning/50 bg-warning/10 p-3">
      <p className="text-sm font-medium">{t("title")}</p>
      <p className="mt-0.5 text-sm text-muted-foreground">{t(reason, { name: existingName ?? t("unnamed") })}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button asChild variant="secondary" size="sm" className="max-md:h-11">
          <Link href={paths.client(existingId)}>{t("open")}</Link>
        </Button>
        <Button variant="ghost" size="sm" className="max-md:h-11" loading={isCreating} onClick={onCreateAnyway}>
          {t("createAnyway")}
        </Button>
      </div>
    </div>
  );
}
