"use client";

import { useTranslations } from "next-intl";

import { Kbd } from "@/components/common/kbd";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { useInterfaceStore } from "@/stores/interface";
import { useShortcutsStore, type Shortcut } from "@/stores/shortcuts";

export function ShortcutsDialog() {
  const t = useTranslations("shortcuts");
  const setOpen = useInterfaceStore((state) => state.setShortcutsOpen);
  const shortcuts = useShortcutsStore((state) => state.shortcuts);
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts.values()) {
    const group = shortcut.group ?? t("general");
    groups.set(group, [...(groups.get(group) ?? []), shortcut]);
  }
  return (
    <Dialog open onOpenChange={setOpen}>
      <DialogContent className="max-w-2xl">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
          {[...groups].map(([group, items]) => (
            <section key={group}>
              <h3 className="mb-1 text-xs font-medium text-muted-foreground">{group}</h3>
              <dl>
                {items.map((shortcut) => (
                  <div key={shortcut.keys} className="flex items-center justify-between gap-4 border-b py-1.5 last:border-0">
                    <dt>{shortcut.label}</dt>
                    <dd>
                      <Kbd keys={shortcut.keys} className="coarse:inline-flex" />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </DialogContent>
    </Dialog>
  );
}
