import { useTranslations } from "next-intl";

import { NativeSelect } from "@/components/ui/native-select";
import { cn } from "@/lib/utils";
import type { components } from "@/types/api";

export interface PlaceLeftRowProps {
  place: components["schemas"]["PlaceLeft"];
  /** Who takes over what the person owns there; empty for nobody. */
  successor: string;
  onSuccessor: (userId: string) => void;
}

/** What the end of the account means for one organization. */
export function PlaceLeftRow({ place, successor, onSuccessor }: PlaceLeftRowProps) {
  const t = useTranslations("settings.data.delete.dialog");
  const { client_count: clients, deal_count: deals } = place;
  const id = `successor-${place.organization_id}`;
  return (
    <li className="space-y-2 px-3 py-2.5">
      <p className="font-medium">{place.name}</p>
      <p className={cn("text-muted-foreground", place.outcome === "blocked" && "text-destructive-text")}>{t(place.outcome)}</p>
      {place.outcome === "left" && clients + deals > 0 && (
        <div className="space-y-1.5">
          <label htmlFor={id} className="block text-muted-foreground">
            {t("owned", { clients, deals, both: clients > 0 && deals > 0 ? "yes" : "no" })}
          </label>
          <NativeSelect id={id} value={successor} onChange={(event) => onSuccessor(event.target.value)}>
            <option value="">{t("nobody")}</option>
            {place.colleagues.map((colleague) => (
              <option key={colleague.user_id} value={colleague.user_id}>
                {colleague.full_name}
              </option>
            ))}
          </NativeSelect>
        </div>
      )}
    </li>
  );
}
