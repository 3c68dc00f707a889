import { defineRouting } from "next-intl/routing";

export const routing = defineRouting({
  locales: ["en", "pt", "es"],
  defaultLocale: "en",
  localePrefix: "always",
  // They would repeat the Host header of the request.
  alternateLinks: false,
});

export type AppLocale = (typeof routing.locales)[number];
