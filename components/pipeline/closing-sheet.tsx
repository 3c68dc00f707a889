"use client";

import { Trophy, XCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState, type FormEvent } from "react";

import { DateInput } from "@/components/common/date-input";
import { Field, fieldDescription } from "@/components/common/field";
import { OTHER, ReasonChoice, type ReasonChoiceProps } from "@/components/pipeline/reason-choice";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { useTimeZone } from "@/hooks/use-time-zone";
import type { Closing } from "@/lib/board-cache";
import { dayOf } from "@/lib/calendar-day";
import { cn } from "@/lib/utils";

type Reasons = ReasonChoiceProps["reasons"];

export interface ClosingSheetProps {
  title: string;
  clientName: string;
  lostReasons: Reasons;
  /** Why deals are won: asked for where the organization has a list of it, and never demanded. */
  wonReasons: Reasons;
  onClose: (closing: Closing) => void;
  /** The card goes back where it was. */
  onCancel: () => void;
}

/** Asks won or lost and, when lost, why; nothing else. */
export function ClosingSheet({ title, clientName, lostReasons, wonReasons, onClose, onCancel }: ClosingSheetProps) {
  const t = useTranslations("pipeline");
  const [open, setOpen] = useState<"won" | "lost" | null>(null);
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
            aria-expanded={wonReasons.length ? open === "won" : undefined}
            className={cn(
              "h-14 flex-col gap-1 border-success/40 text-success-text hover:bg-success/10 hover:text-success-text",
              open === "won" && "bg-success/10",
            )}
            onClick={() => (wonReasons.length ? setOpen("won") : onClose({ outcome: "won" }))}
          >
            <Trophy aria-hidden />
            {t("outcome.won")}
          </Button>
          <Button
            variant="outline"
            aria-expanded={open === "lost"}
            className={cn(
              "h-14 flex-col gap-1 border-destructive/40 text-destructive-text hover:bg-destructive/10 hover:text-destructive-text",
              open === "lost" && "bg-destructive/10",
            )}
            onClick={() => setOpen("lost")}
          >
            <XCircle aria-hidden />
            {t("outcome.lost")}
          </Button>
        </div>
        {open === null && (
          <Button variant="link" size="sm" className="h-auto justify-self-start p-0 text-muted-foreground" onClick={() => setOpen("won")}>
            {t("closing.anotherDay")}
          </Button>
        )}
        {open === "won" && <WonForm reasons={wonReasons} onClose={onClose} onCancel={onCancel} />}
        {open === "lost" && <LostForm reasons={lostReasons} onClose={onClose} onCancel={onCancel} />}
      </DialogContent>
    </Dialog>
  );
}

interface FormProps extends Pick<ClosingSheetProps, "onClose" | "onCancel"> {
  reasons: Reasons;
}

function WonForm({ reasons, onClose, onCancel }: FormProps) {
  const t = useTranslations("pipeline");
  const id = useId();
  const today = dayOf(new Date(), useTimeZone());
  const [day, setDay] = useState<string | null>(today);
  const [reason, setReason] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const error = isTried && (!day || day > today) ? t("closing.dateWrong") : undefined;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!day || day > today) return;
    const wonReason = reason === OTHER ? text.trim() : (reason ?? "");
    onClose({ outcome: "won", wonReason: wonReason || undefined, closedOn: day === today ? undefined : day });
  };
  return (
    <form onSubmit={handleSubmit} noValidate className="space-y-3">
      <Field label={t("closing.wonOn")} htmlFor={`${id}-day`} error={error}>
        <DateInput
          id={`${id}-day`}
          label={t("closing.wonOn")}
          value={day}
          onChange={setDay}
          isWrong={Boolean(error)}
          describedBy={fieldDescription(`${id}-day`, { error })}
          autoFocus={reasons.length === 0}
        />
      </Field>
      {reasons.length > 0 && (
        <ReasonChoice
          id={id}
          legend={t("closing.wonWhy")}
          reasons={reasons}
          reason={reason}
          text={text}
          onChoose={setReason}
          onWrite={setText}
          problem={null}
        />
      )}
      <DialogFooter>
        <Button variant="ghost" onClick={onCancel}>
          {t("closing.cancel")}
        </Button>
        <Button type="submit">{t("closing.submitWon")}</Button>
      </DialogFooter>
    </form>
  );
}

function LostForm({ reasons, onClose, onCancel }: FormProps) {
  const t = useTranslations("pipeline");
  const id = useId();
  const [reason, setReason] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<"reasonMissing" | "textMissing" | null>(null);
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!reason) return setProblem("reasonMissing");
    if (reason === OTHER && !text.trim()) return setProblem("textMissing");
    onClose({ outcome: "lost", lostReason: reason === OTHER ? text.trim() : reason });
  };
  return (
    <form onSubmit={handleSubmit} noValidate className="space-y-3">
      <ReasonChoice
        id={id}
        legend={t("closing.why")}
        reasons={reasons}
        reason={reason}
        text={text}
        onChoose={(key) => {
          setReason(key);
          setProblem(null);
        }}
        onWrite={setText}
        problem={problem && t(`closing.${problem}`)}
      />
      <DialogFooter>
        <Button variant="ghost" onClick={onCancel}>
          {t("closing.cancel")}
        </Button>
        <Button type="submit" variant="destructive">
          {t("closing.submitLost")}
        </Button>
      </DialogFooter>
    </form>
  );
}
