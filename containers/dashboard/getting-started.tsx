"use client";

import { useTranslations } from "next-intl";

import { FirstSteps } from "@/components/common/first-steps";
import { useFirstSteps } from "@/hooks/use-dashboard";
import { useOrgContext } from "@/hooks/use-org-context";
import { paths } from "@/lib/paths";

/** An organization with this many clients has no list left to bring in. */
const SETTLED_CLIENTS = 10;

export function GettingStarted({ className }: { className?: string }) {
  const t = useTranslations("dashboard.steps");
  const { can, hasTeams } = useOrgContext();
  const done = useFirstSteps();
  if (!done || !can("client:write")) return null;
  const steps = [
    { id: "client", isDone: done.hasClient, href: paths.newClient() },
    { id: "import", isDone: done.hasImport || done.clientCount >= SETTLED_CLIENTS, href: paths.imports() },
    { id: "deal", isDone: done.hasDeal, href: paths.newDeal() },
    ...(can("member:invite") && hasTeams ? [{ id: "invite", isDone: done.hasColleague, href: paths.invite() } as const] : []),
  ] as const;
  return (
    <FirstSteps
      name="pipeline"
      className={className}
      steps={steps.map((step) => ({ ...step, title: t(`${step.id}.title`), description: t(`${step.id}.text`) }))}
    />
  );
}
