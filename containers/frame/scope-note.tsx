"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

import { useLiveEvents } from "@/hooks/use-live";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { usePathname } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

/** Events come in bursts; one reading answers them all. */
const READ_AGAIN_MS = 800;
const SHOWN_ON = [paths.dashboard(), paths.pipeline(), paths.clients(), paths.tasks(), paths.reports()];

/** Says to whom doesn't see all records that there are others, and reads again when their sight may have changed. */
export function ScopeNote() {
  const t = useTranslations("scope");
  const { organizationId, user, features } = useOrgContext();
  const pathname = usePathname();
  const queryClient = useQueryClient();
  const { data: members } = useMembers();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => {
    // What was read with a wider sight is not kept for pages that aren't open.
    queryClient.removeQueries({ type: "inactive" });
    return () => clearTimeout(timer.current);
  }, [queryClient]);
  useLiveEvents((event) => {
    if (event.type === "records.changed" || event.type === "member.scope_changed") {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void queryClient.invalidateQueries(), READ_AGAIN_MS);
    } else if (event.type.startsWith("deal.") && event.actor.id !== user.id) {
      // With a deal, its client comes into sight.
      void queryClient.invalidateQueries({ queryKey: ["client", organizationId] });
    }
  });
  const scope = features?.record_scope;
  if (!scope || scope === "all" || !SHOWN_ON.includes(pathname)) return null;
  const team = members?.find((member) => member.user_id === user.id)?.team_name;
  const hint = scope === "own" ? t("ownHint") : team ? t("teamHint", { team }) : t("teamHintPlain");
  return (
    <p className="flex items-center gap-2 border-b bg-surface px-4 py-1.5 text-xs text-muted-foreground md:px-6">
      <Eye className="size-3.5 shrink-0" aria-hidden />
      <span className="min-w-0">
        <span className="font-medium text-foreground">{scope === "own" ? t("own") : t("team")}</span>{" "}
        <span className="max-sm:sr-only">{hint}</span>
      </span>
    </p>
  );
}
