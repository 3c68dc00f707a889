import { createNavigation } from "next-intl/navigation";

import { routing } from "@/i18n/routing";

/** Link and router that keep the language of the URL: give them paths of lib/paths.ts, without a locale. */
export const { Link, usePathname, useRouter } = createNavigation(routing);
