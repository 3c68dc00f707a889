"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { useAssignable } from "@/hooks/use-assignable";
import { useDateOrder } from "@/hooks/use-formats";
import { useOnDemand } from "@/hooks/use-on-demand";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTimeZone } from "@/hooks/use-time-zone";
import { toLocalInput } from "@/lib/calendar-day";
import { fold } from "@/lib/fold";
import type { Part, QuickTask } from "@/lib/quick-task/parse";
import { dealService } from "@/services/deal";
import type { TaskCreate } from "@/services/task";

/** Somebody or something that was chosen for what stands behind @ or #. */
export interface Pick {
  id: string;
  name: string;
}

interface Asked {
  sign: "@" | "#";
  query: string;
  /** Where the sign stands. */
  start: number;
}

const loadParser = () => import("@/lib/quick-task/parse").then((module) => module.parseQuickTask);
const EMPTY: QuickTask = { title: "", due_on: null, due_time: null, repeats: null, person: null, deal: null, parts: [] };
const OPTIONS = 6;

/** A name as it stands behind its sign: "Ana Souza" is @AnaSouza. */
export function handleOf(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, "");
}

/** One line that becomes a task: what was understood, and what may be meant by @ and #. */
export function useQuickTask() {
  const { organizationId, user, isPersonal } = useOrgContext();
  const order = useDateOrder();
  const timeZone = useTimeZone();
  const { taken: parse, take } = useOnDemand(loadParser);
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [isUsed, setUsed] = useState(false);
  const [ignored, setIgnored] = useState<ReadonlySet<string>>(new Set());
  const [picks, setPicks] = useState<ReadonlyMap<string, Pick>>(new Map());
  const members = useAssignable({ enabled: isUsed });
  const people = isPersonal ? [] : members.map(({ user_id, full_name }) => ({ id: user_id, name: full_name }));

  const person = (handle: string): Pick | null => {
    const chosen = picks.get(`@${handle}`);
    if (chosen) return chosen;
    const found = people.filter(({ name }) => fold(handleOf(name)).startsWith(fold(handle)));
    return found.length === 1 ? (found[0] ?? null) : null;
  };
  const [today = "", time = ""] = toLocalInput(new Date(), timeZone).split("T");
  const read = (but: ReadonlySet<string>) => (parse && text ? parse(text, { today, time, order }, but) : { ...EMPTY, title: text.trim() });
  // Who isn't known, and a deal that wasn't chosen, stay words.
  const first = read(ignored);
  const unknown = first.parts.filter(
    ({ kind }) => (kind === "person" && !person(first.person ?? "")) || (kind === "deal" && !picks.has(`#${first.deal}`)),
  );
  const task = unknown.length > 0 ? read(new Set([...ignored, ...unknown.map(({ key }) => key)])) : first;
  const assignee = task.person ? person(task.person) : null;
  const deal = task.deal ? (picks.get(`#${task.deal}`) ?? null) : null;

  const asked = askedAt(text, caret);
  const deals = useQuery({
    queryKey: ["deal", organizationId, "options", asked?.sign === "#" ? asked.query : null],
    queryFn: ({ signal }) => dealService.listDeals({ query: asked?.query, limit: OPTIONS }, signal),
    enabled: asked?.sign === "#",
  });
  const options: Pick[] = !asked
    ? []
    : asked.sign === "@"
      ? people.filter(({ name }) => fold(handleOf(name)).includes(fold(asked.query))).slice(0, OPTIONS)
      : (deals.data?.items ?? []).map(({ id, title, client_name }) => ({ id, name: `${title} · ${client_name}` }));

  useEffect(() => {
    if (isUsed) take();
  }, [isUsed, take]);

  const reset = () => {
    setText("");
    setIgnored(new Set());
    setPicks(new Map());
  };
  /** The text with the option in place of what was typed behind the sign; where the caret belongs then. */
  const choose = (option: Pick): number => {
    if (!asked) return caret;
    const handle = handleOf(asked.sign === "#" ? (option.name.split(" · ")[0] ?? option.name) : option.name);
    const before = `${text.slice(0, asked.start)}${asked.sign}${handle} `;
    setPicks(new Map([...picks, [`${asked.sign}${handle}`, option]]));
    setText(before + text.slice(caret).replace(/^\s+/, ""));
    setCaret(before.length);
    return before.length;
  };
  const draft = (): TaskCreate => ({
    title: task.title,
    due_on: task.due_on,
    due_time: task.due_time,
    time_zone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    repeats: task.repeats,
    assignee_id: assignee?.id ?? user.id,
    ...(deal ? { deal_id: deal.id } : {}),
  });
  return {
    text,
    setText: (next: string, at: number) => {
      setUsed(true);
      setText(next);
      setCaret(at);
    },
    setCaret,
    use: () => setUsed(true),
    task,
    assignee,
    deal,
    options: options.some(({ id }) => id === (asked?.sign === "@" ? assignee?.id : deal?.id)) && options.length === 1 ? [] : options,
    choose,
    ignore: (part: Part) => setIgnored(new Set([...ignored, part.key])),
    reset,
    draft,
  };
}

/** The sign before the caret that somebody is still writing behind. */
function askedAt(text: string, caret: number): Asked | null {
  const match = /(?:^|\s)([@#])([\p{L}\p{N}._-]*)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const query = match[2] ?? "";
  return { sign: match[1] as "@" | "#", query, start: caret - query.length - 1 };
}
