import { NextIntlClientProvider } from "next-intl";
import { getMessages, setRequestLocale } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";

import { AdminFrame } from "@/containers/frame/admin-frame";
import { adminMessages } from "@/i18n/namespaces";
import type { AppLocale } from "@/i18n/routing";

interface LayoutProps {
  children: ReactNode;
  params: { locale: AppLocale };
}

export default async function AdminLayout({ children, params }: LayoutProps) {
  setRequestLocale(params.locale);
  return (
    <NextIntlClientProvider messages={adminMessages(await getMessages())}>
      <NuqsAdapter>
        <AdminFrame>{children}</AdminFrame>
      </NuqsAdapter>
    </NextIntlClientProvider>
  );
}
