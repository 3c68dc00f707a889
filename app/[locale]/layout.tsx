import "@/app/globals.css";

import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { hasLocale } from "next-intl";
import { getTranslations, setRequestLocale } from "next-intl/server";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";

import { routing } from "@/i18n/routing";
import { languageTag } from "@/lib/format";

import { DocumentProviders } from "./document-providers";

interface LayoutProps {
  children: ReactNode;
  params: { locale: string };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#111318" },
  ],
};

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const locale = hasLocale(routing.locales, params.locale) ? params.locale : routing.defaultLocale;
  const t = await getTranslations({ locale, namespace: "landing" });
  return {
    title: { template: "%s · Loved CRM", default: "Loved CRM" },
    description: t("metaDescription"),
    formatDetection: { telephone: false },
    icons: { icon: "/icon.svg" },
  };
}

export default function LocaleLayout({ children, params }: LayoutProps) {
  if (!hasLocale(routing.locales, params.locale)) notFound();
  setRequestLocale(params.locale);
  return (
    <html lang={languageTag(params.locale)} className={GeistSans.variable} suppressHydrationWarning>
      <body>
        <DocumentProviders nonce={headers().get("x-nonce") ?? undefined}>{children}</DocumentProviders>
      </body>
    </html>
  );
}
