"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";

import { UserAvatar } from "@/components/common/user-avatar";
import { SettingRow } from "@/components/setting/settings-card";
import { Button } from "@/components/ui/button";
import { useAvatarChange } from "@/hooks/use-avatar";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import { toast } from "@/lib/toast";

const MAX_BYTES = 5 * 1024 * 1024;

export function AvatarRow() {
  const t = useTranslations("settings.profile");
  const tCommon = useTranslations("common");
  const { user } = useOrgContext();
  const { put, remove } = useAvatarChange();
  const showError = useErrorToast();
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_BYTES) showError(new ApiError(413, { code: "picture_too_large" }));
    else put.mutate(file, { onSuccess: () => toast.success(tCommon("saved")) });
  };
  return (
    <SettingRow label={t("photo")}>
      <div className="flex items-center gap-3">
        <UserAvatar name={user.full_name} id={user.id} size="lg" className="size-12 text-base" />
        <Button variant="outline" loading={put.isPending} onClick={() => input.current?.click()}>
          {t(user.avatar_version ? "photoChange" : "photoAdd")}
        </Button>
        {user.avatar_version && (
          <Button
            variant="ghost"
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: () => toast.success(t("photoRemoved")) })}
          >
            {t("photoRemove")}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          className="hidden"
          aria-label={t("photo")}
          onChange={(event) => {
            take(event.target.files?.[0]);
            // The same file again is a change too.
            event.target.value = "";
          }}
        />
      </div>
    </SettingRow>
  );
}
