import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";

import { Switch } from "@/components/ui/switch";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type NotificationEvent = Schemas["Notification"]["event"];
export type Channel = "in_app" | "mail";

const CHANNELS = ["in_app", "mail"] as const;

export interface NotificationMatrixProps {
  events: readonly NotificationEvent[];
  choices: Schemas["Preferences"]["notifications"];
  onChange: (event: NotificationEvent, channel: Channel, isOn: boolean) => void;
}

/** Each event with its ways of telling; what protects the account can't be switched off. */
export function NotificationMatrix({ events, choices, onChange }: NotificationMatrixProps) {
  const t = useTranslations("settings.notifications");
  return (
    <table className="w-full">
      <thead>
        <tr className="border-b text-xs text-muted-foreground">
          <th scope="col" className="px-4 py-2 text-left font-medium">
            {t("event")}
          </th>
          {CHANNELS.map((channel) => (
            <th key={channel} scope="col" id={`channel-${channel}`} className="w-20 px-2 py-2 text-center font-medium">
              {t(`channel.${channel}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y">
        {events.map((event) => (
          <tr key={event}>
            <th scope="row" id={`event-${event}`} className="px-4 py-3 text-left font-medium">
              {t(`events.${event}`)}
            </th>
            {CHANNELS.map((channel) => (
              <td key={channel} className="px-2 py-3">
                <Switch
                  className="mx-auto flex"
                  aria-labelledby={`event-${event} channel-${channel}`}
                  checked={choices[event]?.[channel] ?? false}
                  onCheckedChange={(isOn) => onChange(event, channel, isOn)}
                />
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row" className="px-4 py-3 text-left font-medium">
            {t("security")}
            <p className="text-xs font-normal text-muted-foreground">{t("securityHint")}</p>
          </th>
          <td />
          <td className="px-2 py-3 text-center">
            <span className="inline-flex size-5 items-center justify-center" title={t("always")}>
              <Lock className="size-4 text-muted-foreground" aria-hidden />
              <span className="sr-only">{t("always")}</span>
            </span>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
