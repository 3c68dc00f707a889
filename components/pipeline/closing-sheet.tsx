"use client";

import { Trophy, XCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { Closing } from "@/lib/board-cache";
import { LOST_REASONS } from "@/lib/stages";
import { cn } from "@/lib/utils";

export interface ClosingSheetProps {
  title: string;
  clientName: string;
  onClose: (closing: Closing) => void;
  /** The card goes back where it was. */
  onCancel: () => void;
}

const OTHER = "other";

/** Asks won or lost and, when lost, why; nothing else. */
export function ClosingSheet({ title, clientName, onClose, onCancel }: ClosingSheetProps) {
  const t = useTranslations("pipeline");
  const id = useId();
  const [isLost, setLost] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<"reason" | "text" | null>(null);

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!reason) return setProblem("reason");
    if (reason === OTHER && !text.trim()) return setProblem("text");
    onClose({ outcome: "lost", lostReason: reason === OTHER ? text.trim() : reason });
  };

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onCancel()}>
      <DialogContent className="max-w-sm">
        <DialogHeader>
          <DialogTitle>{t("closing.title")}</DialogTitle>
          <DialogDescription>{t("closing.text", { title, client: clientName })}</DialogDescription>
        </DialogHeader>
        <div className="grid grid-cols-2 gap-2">
          <Button
            variant="outline"
            className="h-14 flex-col gap-1 border-success/40 text-success-text hover:bg-success/10 hover:text-success-text"
            onClick={() => onClose({ outcome: "won" })}
          >
            <Trophy aria-hidden />
            {t("outcome.won")}
          </Button>
          <Button
            variant="outline"
            aria-expanded={isLost}
            className={cn(
              "h-14 flex-col gap-1 border-destructive/40 text-destructive-text hover:bg-destructive/10 hover:text-destructive-text",
              isLost && "bg-destructive/10",
            )}
            onClick={() => setLost(true)}
          >
            <XCircle aria-hidden />
            {t("outcome.lost")}
          </Button>
        </div>
        {isLost && (
          <form onSubmit={handleSubmit} noValidate className="space-y-3">
            <fieldset aria-describedby={problem ? `${id}-problem` : undefined}>
              <legend className="mb-1.5 text-sm font-medium">{t("closing.why")}</legend>
              <div className="flex flex-wrap gap-1.5">
                {[...LOST_REASONS, OTHER].map((option, index) => (
                  <label
                    key={option}
                    className="cursor-pointer rounded-md border px-2.5 py-1.5 text-sm transition-colors hover:bg-accent has-[:checked]:border-primary has-[:checked]:bg-primary/10 has-[:checked]:text-primary-text has-[:focus-visible]:outline has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-ring coarse:inline-flex coarse:min-h-11 coarse:items-center"
                  >
                    <input
                      type="radio"
                      name={`${id}-reason`}
                      value={option}
                      checked={reason === option}
                      autoFocus={index === 0}
                      onChange={() => {
                        setReason(option);
                        setProblem(null);
                      }}
                      className="sr-only"
                    />
                    {t(`lostReason.${option as "other"}`)}
                  </label>
                ))}
              </div>
            </fieldset>
            {reason === OTHER && (
              <Input
                value={text}
                onChange={(event) => setText(event.target.value)}
                aria-label={t("closing.other")}
                placeholder={t("closing.other")}
                aria-invalid={problem === "text" || undefined}
                aria-describedby={problem ? `${id}-problem` : undefined}
                maxLength={200}
                autoFocus
              />
            )}
            {problem && (
              <p id={`${id}-problem`} role="alert" className="text-xs text-destructive-text">
                {t(problem === "text" ? "closing.textMissing" : "closing.reasonMissing")}
              </p>
            )}
            <DialogFooter>
              <Button variant="ghost" onClick={onCancel}>
                {t("closing.cancel")}
              </Button>
              <Button type="submit" variant="destructive">
                {t("closing.submitLost")}
              </Button>
            </DialogFooter>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
