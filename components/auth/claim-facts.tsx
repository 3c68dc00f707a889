import { useTranslations } from "next-intl";

import { useFormat } from "@/hooks/use-format";
import type { components } from "@/types/api";

/** Whose account a mailed link speaks of: enough to tell one's own from a stranger's. */
export function ClaimFacts({ claim }: { claim: components["schemas"]["EmailClaim"] }) {
  const t = useTranslations("auth.verify");
  const { date } = useFormat();
  const from = [claim.browser, claim.system, claim.place].filter(Boolean).join(" · ");
  const facts = [
    [t("claim.name"), claim.full_name],
    [t("claim.email"), claim.email],
    [t("claim.made"), date(claim.made_at, "datetime")],
    ...(from ? [[t("claim.from"), from]] : []),
  ];
  return (
    <dl className="divide-y rounded-lg border bg-surface text-sm text-foreground">
      {facts.map(([label, value]) => (
        <div key={label} className="flex flex-wrap gap-x-3 px-3 py-2">
          <dt className="w-24 shrink-0 text-muted-foreground">{label}</dt>
          <dd className="min-w-0 flex-1 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
