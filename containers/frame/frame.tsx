"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState, type ReactNode } from "react";

import { BottomBar } from "@/components/frame/bottom-bar";
import { OfflineBar } from "@/components/frame/offline-bar";
import { Sidebar } from "@/components/frame/sidebar";
import { TopBar } from "@/components/frame/top-bar";
import { AccessGate } from "@/containers/frame/access-gate";
import { AccountMenu } from "@/containers/frame/account-menu";
import { NotificationCenter } from "@/containers/frame/notification-center";
import { OrganizationMenu } from "@/containers/frame/organization-menu";
import { useFollowedOrganization } from "@/hooks/use-followed-organization";
import { useFrameShortcuts } from "@/hooks/use-frame-shortcuts";
import { useAppliedPreferences } from "@/hooks/use-appearance";
import { useLiveConnection } from "@/hooks/use-live";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useUnreadCount } from "@/hooks/use-notification";
import { useOrgContext } from "@/hooks/use-org-context";
import { useBreadcrumbStore } from "@/stores/breadcrumb";
import { useFreshAuthStore } from "@/stores/fresh-auth";
import { useInterfaceStore } from "@/stores/interface";

const VerifyBar = dynamic(() => import("@/containers/frame/verify-bar").then((module) => module.VerifyBar), {
  ssr: false,
  // As high as the bar, so that the page stays where it is.
  loading: () => <div aria-hidden className="h-11 shrink-0 border-b bg-primary/5" />,
});
const FactorBar = dynamic(() => import("@/containers/frame/factor-bar").then((module) => module.FactorBar), { ssr: false });
const ScopeNote = dynamic(() => import("@/containers/frame/scope-note").then((module) => module.ScopeNote), { ssr: false });
const OrganizationLink = dynamic(() => import("@/containers/frame/organization-link").then((module) => module.OrganizationLink), {
  ssr: false,
});
const CommandPalette = dynamic(() => import("@/containers/frame/command-palette").then((module) => module.CommandPalette), { ssr: false });
const ShortcutsDialog = dynamic(() => import("@/containers/frame/shortcuts-dialog").then((module) => module.ShortcutsDialog), {
  ssr: false,
});
const FreshAuthDialog = dynamic(() => import("@/containers/frame/fresh-auth-dialog").then((module) => module.FreshAuthDialog), {
  ssr: false,
});
const DueBadge = dynamic(() => import("@/containers/frame/due-badge").then((module) => module.DueBadge), { ssr: false });
const MoreSheet = dynamic(() => import("@/containers/frame/more-sheet").then((module) => module.MoreSheet), { ssr: false });

export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations();
  const { organization, user, isPersonal, hasTeams, features } = useOrgContext();
  // Until the server has said so, mail is taken to leave: a bar that comes late would move the page.
  const isAddressOpen = (!user.email_verified_at && features?.can_mail !== false) || Boolean(user.pending_email);
  const { pathname } = useLocalizedNavigation();
  const label = useBreadcrumbStore((state) => state.label);
  const { isSidebarCollapsed, toggleSidebar, isPaletteOpen, setPaletteOpen, isShortcutsOpen } = useInterfaceStore();
  const [isMoreOpen, setMoreOpen] = useState(false);
  const isProofWanted = useFreshAuthStore((state) => state.waiting.length > 0);
  useLiveConnection();
  useAppliedPreferences();
  useFollowedOrganization();
  const hasNews = useUnreadCount() > 0;
  useFrameShortcuts();
  const openPalette = () => setPaletteOpen(true);

  return (
    <div className="relative flex h-dvh overflow-hidden">
      <a
        href="#main"
        className="sr-only z-[60] rounded-md bg-primary px-3 py-2 font-medium text-primary-foreground focus:not-sr-only focus:absolute focus:left-3 focus:top-2"
      >
        {t("common.skipToContent")}
      </a>
      <Sidebar
        pathname={pathname}
        isCollapsed={isSidebarCollapsed}
        onToggle={toggleSidebar}
        hasTeams={hasTeams}
        badges={{ tasks: <DueBadge /> }}
        header={<OrganizationMenu isCompact={isSidebarCollapsed} />}
        footer={<AccountMenu isCompact={isSidebarCollapsed} />}
      />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar
          pathname={pathname}
          home={isPersonal ? t("nav.workspace") : organization.name}
          label={label}
          onSearch={openPalette}
          end={<NotificationCenter />}
        />
        <OfflineBar />
        {isAddressOpen && <VerifyBar />}
        <FactorBar />
        {features && features.record_scope !== "all" && <ScopeNote />}
        <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col overflow-y-auto focus:outline-none">
          <AccessGate>{children}</AccessGate>
        </main>
        <BottomBar pathname={pathname} onSearch={openPalette} onMore={() => setMoreOpen(true)} hasNews={hasNews} />
      </div>
      <OrganizationLink />
      {isPaletteOpen && <CommandPalette />}
      {isShortcutsOpen && <ShortcutsDialog />}
      {isProofWanted && <FreshAuthDialog />}
      {isMoreOpen && <MoreSheet onClose={() => setMoreOpen(false)} />}
    </div>
  );
}
