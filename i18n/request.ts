import { hasLocale } from "next-intl";
import { getRequestConfig } from "next-intl/server";

import { routing } from "@/i18n/routing";
import type en from "@/messages/en.json";

export default getRequestConfig(async ({ requestLocale }) => {
  const requested = await requestLocale;
  const locale = hasLocale(routing.locales, requested) ? requested : routing.defaultLocale;
  // Taken apart by destructuring, webpack would drop every message as unused.
  const messages = ((await import(`../messages/${locale}.json`)) as { default: typeof en }).default;
  return { locale, messages, timeZone: "America/Sao_Paulo" };
});
