"use client";

import { useTranslations } from "next-intl";

import { PageHeader } from "@/components/common/page-header";
import { OrganizationCard } from "@/containers/setting/organization-card";
import { PreferencesCard } from "@/containers/setting/preferences-card";
import { ProfileCard } from "@/containers/setting/profile-card";

export function Settings() {
  const t = useTranslations("settings");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="mx-auto w-full max-w-2xl space-y-6 p-4 md:p-6">
        <ProfileCard />
        <PreferencesCard />
        <OrganizationCard />
      </div>
    </>
  );
}
