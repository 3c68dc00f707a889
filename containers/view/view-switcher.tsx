"use client";

import { Bookmark, ChevronDown, Pencil, Plus, Star, Trash2, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useOrgContext } from "@/hooks/use-org-context";
import { useViewActions, useViews } from "@/hooks/use-view";
import type { View } from "@/services/view";

const SaveViewForm = dynamic(() => import("@/components/filter/save-view-form").then((module) => module.SaveViewForm), { ssr: false });

/** What a view keeps beside its name. */
export type ViewState = Pick<View, "layout" | "filters" | "sort" | "grouping">;

export interface ViewSwitcherProps {
  kind: View["kind"];
  viewId: string | null;
  /** As the page stands now. */
  state: ViewState;
  /** Whether the URL says nothing yet, so that the person's own default may open. */
  isUntouched: boolean;
  /** Null: everything, as without any view. */
  onShow: (view: View | null) => void;
}

function isSame(view: View, state: ViewState): boolean {
  const plain = ({ layout, filters, sort, grouping }: ViewState) =>
    JSON.stringify([
      layout,
      Object.entries(filters)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, String(value)]),
      sort,
      grouping,
    ]);
  return plain(view) === plain(state);
}

export function ViewSwitcher({ kind, viewId, state, isUntouched, onShow }: ViewSwitcherProps) {
  const t = useTranslations("view");
  const { can, user, isPersonal } = useOrgContext();
  const { data: views = [], isSuccess } = useViews(kind);
  const { create, update, remove, choose } = useViewActions();
  const [naming, setNaming] = useState<"new" | "rename" | null>(null);
  const current = views.find((view) => view.id === viewId) ?? null;
  const isChanged = current !== null && !isSame(current, state);
  const mayEdit = current !== null && (current.user_id === user.id || can("view:manage"));

  const opened = useRef(false);
  useEffect(() => {
    if (opened.current || !isSuccess) return;
    opened.current = true;
    const own = views.find((view) => view.is_default);
    if (own && isUntouched) onShow(own);
  }, [isSuccess, views, isUntouched, onShow]);

  const save = (name: string, isShared: boolean) => {
    if (naming === "rename" && current) {
      update.mutate(
        { id: current.id, changes: { name, is_shared: isShared, version: current.version } },
        { onSuccess: () => setNaming(null) },
      );
    } else {
      const created = { name, kind, is_shared: isShared, ...state, sort: state.sort ?? undefined, grouping: state.grouping ?? undefined };
      create.mutate(created, { onSuccess: ({ data }) => (setNaming(null), onShow(data)) });
    }
  };

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="outline" className="max-w-60 gap-1.5 max-md:h-11" aria-label={t("switch", { name: current?.name ?? t("all") })}>
            <Bookmark aria-hidden />
            <span className="truncate">{current?.name ?? t("all")}</span>
            <ChevronDown className="text-muted-foreground" aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="max-h-96 w-64">
          <DropdownMenuRadioGroup value={current?.id ?? ""} onValueChange={(id) => onShow(views.find((view) => view.id === id) ?? null)}>
            <DropdownMenuRadioItem value="">{t("all")}</DropdownMenuRadioItem>
            {views.map((view) => (
              <DropdownMenuRadioItem key={view.id} value={view.id}>
                <span className="truncate">{view.name}</span>
                {view.is_default && <Star className="ml-auto size-3.5 text-muted-foreground" aria-label={t("isDefault")} />}
                {view.is_shared && <Users className="ml-auto size-3.5 text-muted-foreground" aria-label={t("isShared")} />}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => setNaming("new")}>
            <Plus aria-hidden />
            {t("saveAs")}
          </DropdownMenuItem>
          {current && (
            <DropdownMenuItem onSelect={() => choose.mutate(current)}>
              <Star aria-hidden />
              {t(current.is_default ? "clearDefault" : "makeDefault")}
            </DropdownMenuItem>
          )}
          {current && mayEdit && (
            <>
              <DropdownMenuItem onSelect={() => setNaming("rename")}>
                <Pencil aria-hidden />
                {t("rename")}
              </DropdownMenuItem>
              <DropdownMenuItem destructive onSelect={() => remove.mutate(current, { onSuccess: () => onShow(null) })}>
                <Trash2 aria-hidden />
                {t("delete")}
              </DropdownMenuItem>
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {isChanged && (
        <span className="flex items-center gap-1 text-xs text-muted-foreground">
          {t("changed")}
          <Button
            variant="link"
            size="sm"
            className="h-7 px-1"
            loading={update.isPending}
            onClick={() =>
              mayEdit ? update.mutate({ id: current.id, changes: { ...state, version: current.version } }) : setNaming("new")
            }
          >
            {t(mayEdit ? "save" : "saveAs")}
          </Button>
        </span>
      )}
      {naming && (
        <SaveViewForm
          name={naming === "rename" ? (current?.name ?? "") : ""}
          isShared={naming === "rename" ? (current?.is_shared ?? false) : false}
          canShare={can("view:share") && !isPersonal}
          isSaving={create.isPending || update.isPending}
          onSave={save}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  );
}
