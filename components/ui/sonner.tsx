"use client";

import { useTheme } from "next-themes";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Toaster as SonnerToaster } from "sonner";

import { toasterIsMounted } from "@/lib/toast";

export function Toaster() {
  const t = useTranslations("common");
  const { resolvedTheme } = useTheme();
  // The effects of what is inside come first: Sonner listens by now.
  useEffect(toasterIsMounted, []);
  return (
    <SonnerToaster
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      mobileOffset={{ bottom: "calc(4.5rem + env(safe-area-inset-bottom))" }}
      containerAriaLabel={t("notifications")}
      toastOptions={{
        closeButtonAriaLabel: t("close"),
        classNames: {
          toast: "!rounded-lg !border !border-border !bg-popover !text-popover-foreground !shadow-md !font-sans !text-sm",
          description: "!text-muted-foreground",
          actionButton: "!h-7 !rounded-md !bg-primary !px-2.5 !font-medium !text-primary-foreground coarse:!min-h-11",
          error: "[&_[data-icon]]:!text-destructive-text",
          success: "[&_[data-icon]]:!text-success-text",
        },
      }}
    />
  );
}
