"use client";

import { Copy } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { useDuplicateCount } from "@/hooks/use-client-merge";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

/** Says that there are clients which may be one; nothing while there are none. */
export function DuplicatesLink() {
  const t = useTranslations("client.duplicates");
  const { data: count = 0 } = useDuplicateCount();
  if (count === 0) return null;
  return (
    <Button asChild variant="ghost" className="text-muted-foreground max-md:h-11">
      <Link href={paths.duplicates()}>
        <Copy aria-hidden />
        <span className="max-lg:sr-only">{t("link", { count })}</span>
        <span aria-hidden className="tabular lg:hidden">
          {count}
        </span>
      </Link>
    </Button>
  );
}
