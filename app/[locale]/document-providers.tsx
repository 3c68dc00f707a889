import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

import { Providers } from "@/components/common/providers";
import { publicMessages } from "@/i18n/namespaces";

export interface DocumentProvidersProps {
  nonce?: string;
  children: ReactNode;
}

/** What every page needs; the admin layout adds the messages of the application. */
export async function DocumentProviders({ nonce, children }: DocumentProvidersProps) {
  return (
    <NextIntlClientProvider messages={publicMessages(await getMessages())}>
      <Providers nonce={nonce}>{children}</Providers>
    </NextIntlClientProvider>
  );
}
