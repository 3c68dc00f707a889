"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { organizationService } from "@/services/organization";
import { useSessionStore, type SessionOrganization } from "@/stores/session";

/** Put another logo, or none; the former one comes back by undo. */
export function useLogoChange() {
  const t = useTranslations("settings.organization");
  const { organizationId, organization } = useOrgContext();
  const queryClient = useQueryClient();
  const showError = useErrorToast();
  const showUndo = useUndoToast();
  const settle = (logo: SessionOrganization["logo"], commandId: string | null, message: string) => {
    const former = organization.logo;
    const show = (shown: SessionOrganization["logo"]) => {
      const current = useSessionStore.getState().credentials?.organization;
      if (current?.id === organizationId) useSessionStore.getState().updateOrganization({ ...current, logo: shown });
    };
    show(logo);
    const invalidate = [["organization", organizationId]];
    void queryClient.invalidateQueries({ queryKey: invalidate[0] });
    showUndo({ message, commandId, invalidate, onUndo: () => show(former) });
  };
  const put = useMutation({
    mutationFn: (file: File) => organizationService.putLogo(file),
    onSuccess: ({ data, commandId }) => settle(data.logo, commandId, t("logoChanged")),
    onError: showError,
  });
  const remove = useMutation({
    mutationFn: () => organizationService.removeLogo(),
    onSuccess: ({ commandId }) => settle(null, commandId, t("logoRemoved")),
    onError: showError,
  });
  return { put, remove };
}
