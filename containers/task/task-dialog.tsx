"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";

import { Field } from "@/components/common/field";
import { useRepeatLabel } from "@/components/task/repeat-label";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { ClientPicker } from "@/containers/deal/client-picker";
import { useAssignable } from "@/hooks/use-assignable";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTaskActions } from "@/hooks/use-task";
import { useTimeZone } from "@/hooks/use-time-zone";
import { toLocalInput } from "@/lib/calendar-day";
import type { ClientOption } from "@/lib/client-option";
import { partsOf, weekdayOf } from "@/lib/quick-task/days";
import { dueDay } from "@/lib/task-groups";
import type { Repeats, Task, TaskChanges } from "@/services/task";

const REMINDERS = [0, 15, 60, 1440] as const;

interface Values {
  title: string;
  details: string;
  day: string;
  time: string;
  reminder: string;
  repeat: "" | Repeats["every"] | "kept";
  assignee: string;
}

/** Everything of a task in one form. */
export function TaskDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const t = useTranslations("task");
  const id = useId();
  const { can, isPersonal } = useOrgContext();
  const timeZone = useTimeZone();
  const members = useAssignable();
  const { update, remove } = useTaskActions();
  const repeatLabel = useRepeatLabel();
  const toMessage = useErrorMessage();
  const isReadOnly = !can("task:write");
  const [client, setClient] = useState<ClientOption | null>(task.client_id ? { id: task.client_id, name: task.client_name ?? "" } : null);
  const { register, handleSubmit, watch, formState } = useForm<Values>({
    defaultValues: {
      title: task.title,
      details: task.details,
      day: dueDay(task, timeZone) ?? "",
      time: task.due_at ? toLocalInput(new Date(task.due_at), timeZone).slice(11) : "",
      reminder: task.reminder_minutes === null ? "" : String(task.reminder_minutes),
      repeat: task.repeats ? "kept" : "",
      assignee: task.assignee_id ?? "",
    },
  });
  const [day, title] = watch(["day", "title"]);
  const known = new Set<number>(REMINDERS);

  const submit = handleSubmit((values) => {
    const changes: TaskChanges = { title: values.title.trim(), details: values.details.trim() };
    if (!isPersonal) changes.assignee_id = values.assignee || null;
    if ((client?.id ?? null) !== task.client_id) changes.client_id = client?.id ?? null;
    if (values.day) {
      changes.due_on = values.day;
      changes.due_time = values.time || null;
      changes.time_zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      changes.reminder_minutes = values.reminder === "" ? null : Number(values.reminder);
      if (values.repeat !== "kept") changes.repeats = values.repeat ? ruleOf(values.repeat, values.day) : null;
    } else if (task.due_on) {
      changes.due_on = null;
    }
    update.mutate({ task, changes }, { onSuccess: onClose });
  });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-h-[calc(100dvh-2rem)] max-w-lg overflow-y-auto">
        <DialogHeader>
          <DialogTitle>{t("form.title")}</DialogTitle>
          <DialogDescription className="sr-only">{t("form.text")}</DialogDescription>
        </DialogHeader>
        <form id={`${id}-form`} onSubmit={(event) => void submit(event)}>
          <fieldset disabled={isReadOnly} className="space-y-4">
            <Field label={t("form.what")} htmlFor={`${id}-title`}>
              <Input id={`${id}-title`} maxLength={300} autoComplete="off" {...register("title", { required: true })} />
            </Field>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label={t("due")} htmlFor={`${id}-day`}>
                <Input id={`${id}-day`} type="date" className="tabular" min="1990-01-01" max="2100-12-31" {...register("day")} />
              </Field>
              <Field label={t("time")} htmlFor={`${id}-time`} optional>
                <Input id={`${id}-time`} type="time" className="tabular" disabled={!day} {...register("time")} />
              </Field>
              <Field label={t("form.reminder")} htmlFor={`${id}-reminder`}>
                <NativeSelect id={`${id}-reminder`} disabled={!day} {...register("reminder")}>
                  <option value="">{t("reminder.none")}</option>
                  {REMINDERS.map((minutes) => (
                    <option key={minutes} value={minutes}>
                      {t(`reminder.${minutes}`)}
                    </option>
                  ))}
                  {task.reminder_minutes !== null && !known.has(task.reminder_minutes) && (
                    <option value={task.reminder_minutes}>{t("reminder.minutes", { count: task.reminder_minutes })}</option>
                  )}
                </NativeSelect>
              </Field>
              <Field label={t("form.repeat")} htmlFor={`${id}-repeat`}>
                <NativeSelect id={`${id}-repeat`} disabled={!day} {...register("repeat")}>
                  <option value="">{t("repeat.none")}</option>
                  {task.repeats && <option value="kept">{repeatLabel(task.repeats)}</option>}
                  {(["day", "weekday", "week", "month", "year"] as const).map((every) => (
                    <option key={every} value={every}>
                      {day ? repeatLabel(ruleOf(every, day)) : t("repeat.none")}
                    </option>
                  ))}
                </NativeSelect>
              </Field>
              {!isPersonal && (
                <Field label={t("form.assignee")} htmlFor={`${id}-assignee`}>
                  <NativeSelect id={`${id}-assignee`} {...register("assignee")}>
                    <option value="">{t("nobody")}</option>
                    {members.map((member) => (
                      <option key={member.user_id} value={member.user_id}>
                        {member.full_name}
                      </option>
                    ))}
                  </NativeSelect>
                </Field>
              )}
              <Field label={t("form.client")} htmlFor={`${id}-client`} optional>
                <ClientPicker id={`${id}-client`} value={client} onChange={setClient} canCreate={false} />
              </Field>
            </div>
            <Field label={t("form.details")} htmlFor={`${id}-details`} optional>
              <Textarea id={`${id}-details`} rows={3} maxLength={2000} {...register("details")} />
            </Field>
          </fieldset>
        </form>
        {update.isError && (
          <p role="alert" className="text-sm text-destructive-text">
            {toMessage(update.error)}
          </p>
        )}
        {!isReadOnly && (
          <DialogFooter>
            <Button
              variant="ghost"
              className="text-destructive-text max-md:h-11 sm:mr-auto"
              onClick={() => {
                onClose();
                remove.mutate(task);
              }}
            >
              {t("form.delete")}
            </Button>
            <Button variant="ghost" className="max-md:h-11" onClick={onClose}>
              {t("form.cancel")}
            </Button>
            <Button
              type="submit"
              form={`${id}-form`}
              className="max-md:h-11"
              loading={formState.isSubmitting || update.isPending}
              disabled={!title.trim()}
            >
              {t("form.save")}
            </Button>
          </DialogFooter>
        )}
      </DialogContent>
    </Dialog>
  );
}

/** The rule that goes on from this day. */
function ruleOf(every: Repeats["every"], day: string): Repeats {
  const [, month, date] = partsOf(day);
  switch (every) {
    case "week":
      return { every, weekdays: [weekdayOf(day)] };
    case "month":
      return { every, day: date };
    case "year":
      return { every, month, day: date };
    default:
      return { every };
  }
}
