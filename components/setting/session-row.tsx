import { Globe, Monitor, Smartphone, Tablet, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";

import { RelativeTime } from "@/components/common/relative-time";
import { FactorRow } from "@/components/security/factor-row";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { components } from "@/types/api";

type UserSession = components["schemas"]["UserSession"];

const ICONS: Record<UserSession["device"], LucideIcon> = { desktop: Monitor, phone: Smartphone, tablet: Tablet, unknown: Globe };

export interface SessionRowProps {
  session: UserSession;
  isEnding: boolean;
  onEnd: () => void;
}

export function SessionRow({ session, isEnding, onEnd }: SessionRowProps) {
  const t = useTranslations("sessions");
  const name = [session.browser, session.system].filter(Boolean).join(" · ") || t("unknownDevice");
  return (
    <FactorRow
      icon={ICONS[session.device]}
      title={name}
      state={session.is_current && <Badge variant="success">{t("current")}</Badge>}
      detail={
        <>
          {[session.place, session.ip_address].filter(Boolean).join(" · ")}
          {(session.place || session.ip_address) && " · "}
          {session.is_current ? t("activeNow") : t.rich("lastUsed", { time: () => <RelativeTime value={session.last_seen_at} /> })}
          <span className="block text-xs">
            {t.rich("since", { time: () => <RelativeTime value={session.created_at} />, method: t(`method.${session.method}`) })}
          </span>
        </>
      }
      actions={
        !session.is_current && (
          <Button variant="outline" loading={isEnding} onClick={onEnd} aria-label={t("endNamed", { name })}>
            {t("end")}
          </Button>
        )
      }
    />
  );
}
