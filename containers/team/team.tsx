"use client";

import { useQueryClient } from "@tanstack/react-query";
import { LogOut, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";

import { NotFoundPage } from "@/components/common/not-found-page";
import { PageHeader } from "@/components/common/page-header";
import { Button } from "@/components/ui/button";
import { InviteList } from "@/containers/team/invite-list";
import { MemberList } from "@/containers/team/member-list";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useLiveEvents } from "@/hooks/use-live";
import { paths } from "@/lib/paths";
import type { Member } from "@/services/member";

const InviteDialog = dynamic(() => import("@/containers/team/invite-dialog").then((module) => module.InviteDialog), { ssr: false });
const ScopeDialog = dynamic(() => import("@/containers/team/scope-dialog").then((module) => module.ScopeDialog), { ssr: false });
const TeamList = dynamic(() => import("@/containers/team/team-list").then((module) => module.TeamList), { ssr: false });
const DepartureDialog = dynamic(() => import("@/containers/team/departure-dialog").then((module) => module.DepartureDialog), {
  ssr: false,
});

export function Team() {
  const t = useTranslations("team");
  const { user, organization, organizationId, features, hasTeams, can } = useOrgContext();
  const [opened, setOpened] = useQueryState("new", parseAsStringLiteral(["invite"] as const));
  const [leaver, setLeaver] = useState<Member | null>(null);
  const [seer, setSeer] = useState<Member | null>(null);
  const members = useMembers({ enabled: hasTeams });
  const queryClient = useQueryClient();
  useLiveEvents((event) => {
    if (/^(member|invite|team)\./.test(event.type)) {
      void queryClient.invalidateQueries({ queryKey: ["team", organizationId] });
      void queryClient.invalidateQueries({ queryKey: ["member", organizationId] });
      void queryClient.invalidateQueries({ queryKey: ["invite", organizationId] });
      void queryClient.invalidateQueries({ queryKey: ["organization", organizationId, "usage"] });
    }
  });
  if (features && !hasTeams) return <NotFoundPage homeHref={paths.dashboard()} />;
  const self = members.data?.find((member) => member.user_id === user.id);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description", { organization: organization.name })}
        actions={
          can("member:invite") && (
            <Button onClick={() => void setOpened("invite")}>
              <UserPlus aria-hidden />
              {t("invite.open")}
            </Button>
          )
        }
      />
      <div className="mx-auto w-full max-w-4xl space-y-6 p-4 md:p-6">
        <MemberList members={members} onScope={setSeer} onRemove={setLeaver} />
        {can("member:invite") && <InviteList onInvite={() => void setOpened("invite")} />}
        {can("member:manage") && <TeamList />}
        {self && (members.data?.length ?? 0) > 1 && (
          <div className="flex justify-end">
            <Button variant="ghost" className="text-muted-foreground" onClick={() => setLeaver(self)}>
              <LogOut aria-hidden />
              {t("leaveName", { organization: organization.name })}
            </Button>
          </div>
        )}
      </div>
      {opened === "invite" && can("member:invite") && <InviteDialog onClose={() => void setOpened(null)} />}
      {seer && <ScopeDialog member={seer} onClose={() => setSeer(null)} />}
      {leaver && <DepartureDialog member={leaver} onClose={() => setLeaver(null)} />}
    </>
  );
}
