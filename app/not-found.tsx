import { redirect } from "next/navigation";

import { routing } from "@/i18n/routing";

/** Only a first part that is no language gets here; the page behind it has the words. */
export default function NotFound() {
  redirect(`/${routing.defaultLocale}/not-found`);
}
