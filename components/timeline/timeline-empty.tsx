import { Handshake, Phone, StickyNote } from "lucide-react";
import { useTranslations } from "next-intl";

export interface TimelineEmptyProps {
  /** Each opens what it names; absent ones are not offered. */
  onNote?: () => void;
  onCall?: () => void;
  onDeal?: () => void;
}

/** The three fastest ways to get a client's first activity. */
export function TimelineEmpty({ onNote, onCall, onDeal }: TimelineEmptyProps) {
  const t = useTranslations("timeline.empty");
  const ways = [
    { key: "note", Icon: StickyNote, start: onNote },
    { key: "call", Icon: Phone, start: onCall },
    { key: "deal", Icon: Handshake, start: onDeal },
  ] as const;
  return (
    <div className="mx-auto max-w-md px-4 py-10">
      <h3 className="font-medium">{t("title")}</h3>
      <p className="mt-1 text-sm text-muted-foreground">{t("text")}</p>
      <ol className="mt-4 space-y-2">
        {ways.map(
          ({ key, Icon, start }) =>
            start && (
              <li key={key}>
                <button
                  type="button"
                  onClick={start}
                  className="flex w-full items-center gap-3 rounded-lg border bg-card p-3 text-left transition-colors hover:bg-accent"
                >
                  <Icon className="size-4 shrink-0 text-muted-foreground" aria-hidden />
                  <span>
                    <span className="block text-sm font-medium">{t(key)}</span>
                    <span className="block text-xs text-muted-foreground">{t(`${key}Text`)}</span>
                  </span>
                </button>
              </li>
            ),
        )}
      </ol>
    </div>
  );
}
