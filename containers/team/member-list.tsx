"use client";

import { useTranslations } from "next-intl";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { MemberRow } from "@/components/team/member-row";
import { SeatCount } from "@/components/team/seat-count";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { useChangeRole, type useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useSeats } from "@/hooks/use-seats";
import type { Member } from "@/services/member";

export interface MemberListProps {
  members: ReturnType<typeof useMembers>;
  onScope: (member: Member) => void;
  onRemove: (member: Member) => void;
}

export function MemberList({ members, onScope, onRemove }: MemberListProps) {
  const t = useTranslations("team");
  const { user, role, can } = useOrgContext();
  const change = useChangeRole();
  const seats = useSeats();
  return (
    <Card>
      <section aria-labelledby="members-title">
        <div className="flex items-baseline gap-2 border-b px-4 py-3">
          <h2 id="members-title" className="font-semibold">
            {t("members")}
          </h2>
          {members.data && <span className="tabular text-muted-foreground">{members.data.length}</span>}
          {seats && (
            <span className="ml-auto">
              <SeatCount seats={seats} />
            </span>
          )}
        </div>
        {members.isError ? (
          <ErrorState compact error={members.error} onRetry={() => void members.refetch()} />
        ) : !members.data ? (
          <LoadingRegion className="space-y-3 p-4">
            <Skeleton className="h-9" />
            <Skeleton className="h-9" />
            <Skeleton className="h-9" />
          </LoadingRegion>
        ) : (
          <ul className="divide-y">
            {members.data.map((member) => (
              <MemberRow
                key={member.user_id}
                member={member}
                isSelf={member.user_id === user.id}
                ownRole={role}
                canManage={can("member:manage")}
                onRole={(next) => change.mutate({ userId: member.user_id, role: next })}
                onScope={() => onScope(member)}
                onRemove={() => onRemove(member)}
              />
            ))}
          </ul>
        )}
      </section>
    </Card>
  );
}
