"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { forwardRef, useEffect, useImperativeHandle, useRef } from "react";

import type { ClientSort } from "@/lib/client-sort";
import { cn } from "@/lib/utils";
import type { Client } from "@/services/client";

import { COLUMNS, GRID, nextSort, sortDirection } from "./client-columns";
import { ClientRow, type ClientRowProps } from "./client-row";

const ROW_HEIGHT = 45;
/** Rows from the end at which the next page is asked for. */
const LOAD_AHEAD = 20;

export interface ClientTableHandle {
  /** Focuses the row this many rows below (or above) the focused one; the first when none is. */
  move: (step: number) => void;
}

export interface ClientTableProps extends Omit<ClientRowProps, "client"> {
  clients: Client[];
  total: number;
  sort: ClientSort;
  onSort: (sort: ClientSort) => void;
  hasMore: boolean;
  isLoadingMore: boolean;
  onLoadMore: () => void;
}

/** Any number of clients in its own scrolling area; only the rows that are seen are in the page. */
export const ClientTable = forwardRef<ClientTableHandle, ClientTableProps>((props, ref) => {
  const { clients, total, sort, onSort, hasMore, isLoadingMore, onLoadMore, ...rowProps } = props;
  const t = useTranslations("client");
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: clients.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => clients[index]?.id ?? index,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastShown >= clients.length - LOAD_AHEAD) onLoadMore();
  }, [hasMore, isLoadingMore, lastShown, clients.length, onLoadMore]);

  // Keys may come faster than rows are rendered: the next step counts from where the last one is heading.
  const heading = useRef<number | null>(null);
  useImperativeHandle(ref, () => ({
    move: (step) => {
      const focused = document.activeElement?.closest("[data-index]");
      const isInside = focused && scroller.current?.contains(focused);
      const current = heading.current ?? (isInside ? Number(focused.getAttribute("data-index")) : step > 0 ? -1 : 0);
      const next = Math.max(0, Math.min(clients.length - 1, current + step));
      heading.current = next;
      rows.scrollToIndex(next);
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (heading.current !== next) return;
          heading.current = null;
          scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] [data-row-link]`)?.focus();
        }),
      );
    },
  }));

  return (
    <div
      ref={scroller}
      role="table"
      aria-label={t("table")}
      aria-rowcount={total + 1}
      className="scrollbar-thin min-h-0 flex-1 overflow-y-auto"
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-b bg-background max-md:sr-only">
        <div role="row" aria-rowindex={1} className={cn(GRID, "h-9 px-4 text-xs font-medium text-muted-foreground md:px-6")}>
          {COLUMNS.map(({ id, sort: column, className }) => (
            <div
              key={id}
              role="columnheader"
              aria-sort={sortDirection(sort, column)}
              className={cn(
                "min-w-0 truncate",
                className,
                id === "openDeals" && "text-right",
                id === "owner" && !rowProps.showOwner && "invisible",
              )}
            >
              {column ? (
                <SortButton
                  label={t(`column.${id}`)}
                  direction={sortDirection(sort, column)}
                  onClick={() => onSort(nextSort(sort, column))}
                />
              ) : id === "actions" ? (
                <span className="sr-only">{t("column.actions")}</span>
              ) : (
                t(`column.${id}`)
              )}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const client = clients[item.index];
          return (
            client && (
              <div
                key={item.key}
                ref={rows.measureElement}
                role="row"
                aria-rowindex={item.index + 2}
                data-index={item.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <ClientRow client={client} {...rowProps} />
              </div>
            )
          );
        })}
      </div>
      <p role="status" className="py-3 text-center text-xs text-muted-foreground empty:hidden">
        {isLoadingMore && t("loadingMore")}
      </p>
    </div>
  );
});
ClientTable.displayName = "ClientTable";

function SortButton({ label, direction, onClick }: { label: string; direction: ReturnType<typeof sortDirection>; onClick: () => void }) {
  const Icon = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={onClick}
      className={cn(
        "-mx-1 inline-flex max-w-full items-center gap-1 rounded px-1 py-1 hover:text-foreground",
        direction !== "none" && "text-foreground",
      )}
    >
      <span className="truncate">{label}</span>
      <Icon className={cn("size-3 shrink-0", direction === "none" && "invisible")} aria-hidden />
    </button>
  );
}
