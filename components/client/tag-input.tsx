"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useRef, useState } from "react";

import { fieldClasses } from "@/components/ui/input";
import { cn } from "@/lib/utils";

const MAX_LENGTH = 50;

export interface TagInputProps {
  id?: string;
  tags: string[];
  onChange: (tags: string[]) => void;
  suggestions: string[];
  /** Without a border until it is used, as in the details of a client. */
  quiet?: boolean;
  readOnly?: boolean;
}

/** Tags as chips; Enter or a comma adds what is typed, Backspace in the empty field takes the last one away. */
export function TagInput({ id, tags, onChange, suggestions, quiet = false, readOnly = false }: TagInputProps) {
  const t = useTranslations("client");
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");

  const add = (typed: string) => {
    const names = typed
      .split(",")
      .map((name) => name.trim().slice(0, MAX_LENGTH))
      .filter(Boolean);
    const fresh = names.filter((name) => !tags.some((tag) => tag.toLowerCase() === name.toLowerCase()));
    setText("");
    if (fresh.length > 0) onChange([...tags, ...new Set(fresh)]);
  };
  const remove = (tag: string) => {
    onChange(tags.filter((item) => item !== tag));
    field.current?.focus();
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const last = tags.at(-1);
    if ((event.key === "Enter" || event.key === ",") && text.trim()) {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && !text && last) {
      remove(last);
    } else if (event.key === "Escape" && text) {
      event.stopPropagation();
      setText("");
    }
  };

  return (
    <div
      className={cn(
        fieldClasses,
        "flex min-h-9 flex-wrap items-center gap-1 px-2 py-1 focus-within:border-ring max-md:min-h-11",
        quiet && "border-transparent bg-transparent hover:border-input",
      )}
    >
      {tags.map((tag) => (
        <span
          key={tag}
          className={cn(
            "inline-flex max-w-full items-center gap-0.5 rounded bg-secondary pl-1.5 text-xs text-secondary-foreground",
            readOnly && "pr-1.5",
          )}
        >
          <span className="truncate py-0.5">{tag}</span>
          {!readOnly && (
            <button
              type="button"
              aria-label={t("tag.remove", { tag })}
              onClick={() => remove(tag)}
              className="flex size-6 items-center justify-center rounded text-muted-foreground hover:bg-foreground/10 hover:text-foreground max-md:size-11 coarse:size-11"
            >
              <X className="size-3" aria-hidden />
            </button>
          )}
        </span>
      ))}
      {!readOnly && (
        <input
          ref={field}
          id={id}
          data-editing={text !== "" || undefined}
          list={listId}
          aria-label={id ? undefined : t("tag.add")}
          placeholder={tags.length > 0 ? "" : t("placeholder.tag")}
          maxLength={MAX_LENGTH * 4}
          value={text}
          className="h-6 min-w-20 flex-1 bg-transparent text-sm outline-none placeholder:text-muted-foreground max-md:h-9"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={handleKeyDown}
          onBlur={() => add(text)}
        />
      )}
      <datalist id={listId}>
        {suggestions
          .filter((name) => !tags.includes(name))
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
    </div>
  );
}
