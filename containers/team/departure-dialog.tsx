"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { SuccessorField } from "@/components/team/successor-field";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useLeave, useMembers, useRemoveMember } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { toast } from "@/lib/toast";
import type { Member } from "@/services/member";

export interface DepartureDialogProps {
  /** Who goes: a colleague who is removed, or oneself who leaves. */
  member: Member;
  onClose: () => void;
}

export function DepartureDialog({ member, onClose }: DepartureDialogProps) {
  const t = useTranslations("team");
  const tCommon = useTranslations("common");
  const { user, organization } = useOrgContext();
  const { data: members = [] } = useMembers();
  const toMessage = useErrorMessage();
  const isSelf = member.user_id === user.id;
  const others = members.filter((candidate) => candidate.user_id !== member.user_id);
  const [successor, setSuccessor] = useState(isSelf ? (others[0]?.user_id ?? "") : user.id);
  const remove = useRemoveMember();
  const leave = useLeave();
  const { isPending, error } = isSelf ? leave : remove;
  const names = { name: member.full_name, organization: organization.name };
  const go = () => {
    if (isSelf) leave.mutate(successor || null);
    else
      remove.mutate(
        { userId: member.user_id, reassignTo: successor || null },
        {
          onSuccess: () => {
            toast.success(t("removed", names));
            onClose();
          },
        },
      );
  };
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{isSelf ? t("leaveTitle", names) : t("removeTitle", names)}</AlertDialogTitle>
          <AlertDialogDescription>{isSelf ? t("leaveText", names) : t("removeText", names)}</AlertDialogDescription>
        </AlertDialogHeader>
        {others.length > 0 && <SuccessorField members={others} value={successor} onChange={setSuccessor} />}
        {error && (
          <p role="alert" className="text-sm text-destructive-text">
            {toMessage(error)}
          </p>
        )}
        <AlertDialogFooter>
          <AlertDialogCancel>{tCommon("cancel")}</AlertDialogCancel>
          <Button variant="destructive" loading={isPending} onClick={go}>
            {isSelf ? t("leave") : t("remove")}
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
