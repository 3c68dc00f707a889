"use client";

import { Briefcase, Building2, CircleDollarSign, FileUp, Languages, ListChecks, Plus, User, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { Kbd } from "@/components/common/kbd";
import { MAIN_PLACES, morePlaces } from "@/components/frame/places";
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList, CommandShortcut } from "@/components/ui/command";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import { useLanguage, useThemeChoice } from "@/hooks/use-appearance";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useOrgContext } from "@/hooks/use-org-context";
import { useSearch } from "@/hooks/use-search";
import { routing } from "@/i18n/routing";
import { LOCALE_NAMES } from "@/lib/locale-names";
import { fold } from "@/lib/fold";
import { paletteScore } from "@/lib/palette-score";
import { paths } from "@/lib/paths";
import { THEMES } from "@/lib/themes";
import type { SearchItem } from "@/services/search";
import { useInterfaceStore } from "@/stores/interface";

const RESULT_GROUPS = [
  { kind: "client", label: "clients", icon: Building2 },
  { kind: "contact", label: "contacts", icon: User },
  { kind: "deal", label: "deals", icon: Briefcase },
] as const;

/** Mark of a value that the server has matched: the palette's own filter lets it pass. */
const FOUND = "found:";

function hrefOf(item: SearchItem): string {
  return item.kind === "deal" ? paths.deal(item.id) : paths.client(item.client_id);
}

export function CommandPalette() {
  const t = useTranslations();
  const setOpen = useInterfaceStore((state) => state.setPaletteOpen);
  const { push } = useLocalizedNavigation();
  const { can, hasTeams } = useOrgContext();
  const { setTheme } = useThemeChoice();
  const { locale, setLocale } = useLanguage();
  const [text, setText] = useState("");
  const search = useSearch(text);
  const query = text.trim();
  const items = query.length >= 2 ? (search.data?.items ?? []) : [];

  const [selected, setSelected] = useState("");
  const first = items[0]?.id;
  // What the server found stands as it ranked it, commands after it; creating what has no name yet comes last.
  const score = (value: string, typed: string, keywords?: string[]) => {
    if (!value.startsWith(FOUND)) return paletteScore(keywords?.join(" ") ?? value, typed);
    const place = items.findIndex((item) => value === `${FOUND}${item.id}`);
    return place < 0 ? 0.1 : 1 - place / 1000;
  };
  // Results come later than the letters: Enter then opens the best one, whatever was marked while waiting.
  useEffect(() => {
    if (first) setSelected(`${FOUND}${first}`);
  }, [first, query]);

  const run = (action: () => void) => () => {
    setOpen(false);
    action();
  };
  const go = (href: string) => run(() => push(href));

  return (
    <Dialog open onOpenChange={setOpen}>
      <DialogContent hideClose className="top-[12vh] max-w-xl translate-y-0 gap-0 overflow-hidden p-0">
        <DialogTitle className="sr-only">{t("palette.title")}</DialogTitle>
        <DialogDescription className="sr-only">{t("palette.placeholder")}</DialogDescription>
        <Command loop value={selected} onValueChange={setSelected} label={t("palette.title")} filter={score}>
          <CommandInput value={text} onValueChange={setText} placeholder={t("palette.placeholder")} />
          <CommandList className="max-h-[min(24rem,60vh)]">
            <CommandEmpty>{search.isFetching ? t("palette.searching") : t("palette.empty", { query })}</CommandEmpty>
            {RESULT_GROUPS.map(({ kind, label, icon: Icon }) => {
              const found = items.filter((item) => item.kind === kind);
              if (found.length === 0) return null;
              return (
                <CommandGroup key={kind} heading={t(`palette.${label}`)}>
                  {found.map((item) => (
                    <CommandItem key={item.id} value={`${FOUND}${item.id}`} onSelect={go(hrefOf(item))}>
                      <Icon aria-hidden />
                      <span className="truncate">{item.title}</span>
                      {item.subtitle && (
                        <span className="ml-auto max-w-[45%] truncate pl-4 text-xs text-muted-foreground">{item.subtitle}</span>
                      )}
                    </CommandItem>
                  ))}
                </CommandGroup>
              );
            })}
            <CommandGroup heading={t("palette.goTo")}>
              {[...MAIN_PLACES, ...morePlaces({ hasTeams })].map((place) => (
                <CommandItem key={place.name} value={place.name} keywords={[t(`nav.${place.name}`)]} onSelect={go(place.href)}>
                  <place.icon aria-hidden />
                  {t(`nav.${place.name}`)}
                  <CommandShortcut>
                    <Kbd keys={place.keys} />
                  </CommandShortcut>
                </CommandItem>
              ))}
            </CommandGroup>
            <CommandGroup heading={t("palette.create")}>
              {can("deal:write") && (
                <CommandItem value="new-deal" keywords={[t("palette.newDeal")]} onSelect={go(paths.newDeal())}>
                  <CircleDollarSign aria-hidden />
                  {t("palette.newDeal")}
                </CommandItem>
              )}
              {can("task:write") && (
                <CommandItem value="new-task" keywords={[t("palette.newTask")]} onSelect={go(paths.newTask())}>
                  <ListChecks aria-hidden />
                  {t("palette.newTask")}
                </CommandItem>
              )}
              {can("client:write") && (
                <CommandItem value="new-client" keywords={[t("palette.newClient")]} onSelect={go(paths.newClient())}>
                  <UserPlus aria-hidden />
                  {t("palette.newClient")}
                </CommandItem>
              )}
              {can("client:write") && query.length >= 2 && (
                <CommandItem value={`${FOUND}create`} onSelect={go(paths.newClient(query))}>
                  <Plus aria-hidden />
                  {t("palette.createNamed", { name: query })}
                </CommandItem>
              )}
              {can("import:run") && (
                <CommandItem value="import-file" keywords={[t("palette.importFile")]} onSelect={go(paths.imports())}>
                  <FileUp aria-hidden />
                  {t("palette.importFile")}
                </CommandItem>
              )}
            </CommandGroup>
            {/* Choices show once their name is typed: at rest the list stays short. */}
            {fold(query) && (
              <CommandGroup heading={t("palette.preferences")}>
                {THEMES.map(({ name, icon: Icon }) => {
                  const label = t("palette.theme", { name: t(`theme.${name}`) });
                  return (
                    <CommandItem key={name} value={`theme-${name}`} keywords={[label]} onSelect={run(() => setTheme(name))}>
                      <Icon aria-hidden />
                      {label}
                    </CommandItem>
                  );
                })}
                {routing.locales
                  .filter((option) => option !== locale)
                  .map((option) => {
                    const label = t("palette.language", { name: LOCALE_NAMES[option] });
                    return (
                      <CommandItem key={option} value={`language-${option}`} keywords={[label]} onSelect={run(() => setLocale(option))}>
                        <Languages aria-hidden />
                        {label}
                      </CommandItem>
                    );
                  })}
              </CommandGroup>
            )}
          </CommandList>
        </Command>
      </DialogContent>
    </Dialog>
  );
}
