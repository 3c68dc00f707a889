import { useTranslations } from "next-intl";

import { Badge } from "@/components/ui/badge";

export interface TagListProps {
  tags: string[];
  /** The rest is counted and named on hover; all when missing. */
  max?: number;
}

export function TagList({ tags, max = tags.length }: TagListProps) {
  const t = useTranslations("client");
  const rest = tags.slice(max);
  return (
    <span className="flex min-w-0 items-center gap-1">
      {tags.slice(0, max).map((tag) => (
        <Badge key={tag} className="min-w-0 shrink">
          <span className="truncate">{tag}</span>
        </Badge>
      ))}
      {rest.length > 0 && (
        <span className="shrink-0 whitespace-nowrap text-2xs text-muted-foreground" title={rest.join(", ")}>
          {t("moreTags", { count: rest.length })}
        </span>
      )}
    </span>
  );
}
