"use client";

import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { memo, useCallback, useEffect, useRef, type ReactNode } from "react";

import { ColumnHeader } from "@/components/pipeline/column-header";
import { DealTile, type DealTileProps } from "@/components/pipeline/deal-tile";
import { CARD_HEIGHT, CARD_PITCH, gapOfIndex } from "@/components/pipeline/landing";
import type { BoardColumn as Column } from "@/lib/board-types";
import { cn } from "@/lib/utils";

export interface BoardColumnProps extends Pick<DealTileProps, "now" | "patience" | "canMove" | "onOpen" | "onMoveTo" | "onMoveWithin"> {
  column: Column;
  currency: string;
  hrefOf: (dealId: string) => string;
  /** Place among the other cards where the drop line shows; null when nothing would land here. */
  landingIndex: number | null;
  /** The card under way, wherever it comes from. */
  movingId: string | null;
  isLifted: boolean;
  /** The card that keeps its element though it scrolled away, because it has the focus or is being dragged. */
  anchorId: string | null;
  openId: string | null;
  pendingIds: ReadonlySet<string>;
  movers: Readonly<Record<string, string>>;
  isLoadingMore: boolean;
  onLoadMore: (column: Column) => void;
  onAdd?: () => void;
  /** The form of quick add while it is open. */
  children?: ReactNode;
}

export const BoardColumn = memo(function BoardColumn(props: BoardColumnProps) {
  const { column, landingIndex, movingId, anchorId, isLoadingMore, onLoadMore, onAdd, children } = props;
  const t = useTranslations("pipeline");
  const scroller = useRef<HTMLDivElement>(null);
  const { items, next_cursor: cursor } = column;
  // Cards that aren't loaded yet keep their room, so the scroll bar tells the truth and a reload keeps its place.
  const rows = cursor === null ? items.length : Math.max(column.count, items.length + 1);
  const anchorIndex = anchorId ? items.findIndex((item) => item.id === anchorId) : -1;
  const movingIndex = movingId ? items.findIndex((item) => item.id === movingId) : -1;

  const rangeExtractor = useCallback(
    (range: Range) => {
      const visible = defaultRangeExtractor(range);
      const pinned = [anchorIndex, movingIndex].filter((index) => index >= 0 && !visible.includes(index));
      return pinned.length ? [...new Set([...visible, ...pinned])].sort((a, b) => a - b) : visible;
    },
    [anchorIndex, movingIndex],
  );
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PITCH,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 4,
    rangeExtractor,
  });
  const visible = virtualizer.getVirtualItems();
  const lastSeen = virtualizer.range?.endIndex ?? 0;

  useEffect(() => {
    if (cursor !== null && !isLoadingMore && lastSeen + 8 >= items.length) onLoadMore(column);
  }, [cursor, isLoadingMore, lastSeen, items.length, onLoadMore, column]);

  const gap = landingIndex === null ? null : gapOfIndex(landingIndex, movingIndex);
  useEffect(() => {
    if (gap !== null && props.isLifted) virtualizer.scrollToIndex(Math.max(0, Math.min(gap, rows - 1)), { align: "auto" });
  }, [gap, props.isLifted, rows, virtualizer]);

  const isOwnGap = movingIndex >= 0 && (gap === movingIndex || gap === movingIndex + 1);
  const titleId = `column-${column.stage}`;
  const isEmpty = items.length === 0 && cursor === null;
  return (
    <section
      aria-labelledby={titleId}
      data-stage={column.stage}
      className={cn(
        "flex h-full w-[84vw] max-w-[20rem] shrink-0 snap-center flex-col rounded-lg bg-surface transition-colors duration-150 sm:w-72 xl:w-auto xl:min-w-[13.25rem] xl:max-w-none xl:flex-1",
        landingIndex !== null && "bg-primary/5 ring-1 ring-inset ring-primary/25",
      )}
    >
      <ColumnHeader column={column} titleId={titleId} currency={props.currency} onAdd={onAdd} />
      {children}
      <div
        ref={scroller}
        data-column-list={column.stage}
        className="scrollbar-thin relative min-h-24 flex-1 overflow-y-auto overscroll-y-contain px-2 pb-2 pt-1"
      >
        {isEmpty && gap === null && (
          <p className="flex h-20 items-center justify-center rounded-lg border border-dashed px-4 text-center text-xs text-muted-foreground">
            {t(`column.empty.${column.stage}`)}
          </p>
        )}
        <ul className="relative" style={{ height: rows * CARD_PITCH }}>
          {visible.map((row) => {
            const deal = items[row.index];
            return (
              <li
                key={row.key}
                aria-setsize={column.count}
                aria-posinset={row.index + 1}
                aria-hidden={deal ? undefined : true}
                className="absolute inset-x-0 top-0"
                style={{ height: CARD_HEIGHT, transform: `translateY(${row.start}px)` }}
              >
                {deal ? (
                  <DealTile
                    deal={deal}
                    href={props.hrefOf(deal.id)}
                    now={props.now}
                    patience={props.patience}
                    canMove={props.canMove}
                    isTabStop={anchorIndex >= 0 ? row.index === anchorIndex : row.index === (visible[0]?.index ?? 0)}
                    isPending={props.pendingIds.has(deal.id)}
                    isLifted={props.isLifted && deal.id === movingId}
                    isDragging={!props.isLifted && deal.id === movingId}
                    isOpen={deal.id === props.openId}
                    movedBy={props.movers[deal.id] ?? null}
                    onOpen={props.onOpen}
                    onMoveTo={props.onMoveTo}
                    onMoveWithin={props.onMoveWithin}
                  />
                ) : (
                  <div className="h-full animate-pulse rounded-lg border bg-card/60" />
                )}
              </li>
            );
          })}
          {gap !== null && !isOwnGap && <DropLine gap={gap} />}
        </ul>
      </div>
    </section>
  );
});

function DropLine({ gap }: { gap: number }) {
  return (
    <li
      aria-hidden
      data-drop-line
      className="pointer-events-none absolute inset-x-0 top-0 h-0.5 rounded-full bg-primary"
      style={{ transform: `translateY(${gap * CARD_PITCH - 5}px)` }}
    />
  );
}
