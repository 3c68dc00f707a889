"use client";

import { CheckCheck, ListChecks, PartyPopper } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useRef } from "react";

import { EmptyState } from "@/components/common/empty-state";
import { Kbd } from "@/components/common/kbd";
import { PageHeader } from "@/components/common/page-header";
import { ChoiceBar } from "@/components/task/choice-bar";
import { Button } from "@/components/ui/button";
import { QuickAdd, type QuickAddHandle } from "@/containers/task/quick-add";
import { TaskList } from "@/containers/task/task-list";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTask, useTaskCounts } from "@/hooks/use-task";
import { useTaskKeys } from "@/hooks/use-task-keys";

const TaskDialog = dynamic(() => import("@/containers/task/task-dialog").then((module) => module.TaskDialog), { ssr: false });

const VIEWS = ["open", "overdue", "today", "upcoming", "done"] as const;
const WHOSE = ["mine", "all"] as const;
const EMPTY_ICONS = { open: ListChecks, overdue: PartyPopper, today: PartyPopper, upcoming: ListChecks, done: CheckCheck };

export function Tasks() {
  const t = useTranslations("task");
  const { user, can, isPersonal } = useOrgContext();
  const [when, setWhen] = useQueryState("when", parseAsStringLiteral(VIEWS).withDefault("open"));
  const [whose, setWhose] = useQueryState("whose", parseAsStringLiteral(WHOSE).withDefault("mine"));
  const [openId, setOpenId] = useQueryState("task");
  const [fresh, setFresh] = useQueryState("new");
  const counts = useTaskCounts();
  const opened = useTask(openId);
  const quickAdd = useRef<QuickAddHandle>(null);
  const canWrite = can("task:write");
  const isMine = isPersonal || whose === "mine";
  useTaskKeys({ onAdd: () => quickAdd.current?.focus(), canWrite });

  // The palette's "new task".
  useEffect(() => {
    if (fresh !== "task") return;
    void setFresh(null);
    quickAdd.current?.focus();
  }, [fresh, setFresh]);

  const badges = isMine ? { overdue: counts.data?.overdue, today: counts.data?.today } : {};
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          !isPersonal && (
            <ChoiceBar
              label={t("whose.label")}
              value={whose}
              options={WHOSE.map((value) => ({ value, text: t(`whose.${value}`) }))}
              onChange={(value) => void setWhose(value)}
            />
          )
        }
      >
        <ChoiceBar
          label={t("view.label")}
          value={when}
          options={VIEWS.map((value) => ({
            value,
            text: t(`view.${value}`),
            count: value === "overdue" || value === "today" ? badges[value] : undefined,
            isUrgent: value === "overdue",
          }))}
          onChange={(value) => void setWhen(value)}
        />
      </PageHeader>
      <div className="mx-auto w-full max-w-4xl space-y-5 p-4 md:p-6">
        {canWrite && when !== "done" && <QuickAdd ref={quickAdd} />}
        <TaskList
          when={when}
          filters={isMine ? { assignee_id: user.id } : {}}
          empty={
            <EmptyState
              icon={EMPTY_ICONS[when]}
              title={t(`empty.${when}.title`)}
              description={t(`empty.${when}.text`)}
              action={
                canWrite &&
                when === "open" && (
                  <Button onClick={() => quickAdd.current?.focus()}>
                    {t("add")}
                    <Kbd keys="c" />
                  </Button>
                )
              }
            />
          }
        />
      </div>
      {openId && opened.data && <TaskDialog task={opened.data} onClose={() => void setOpenId(null)} />}
    </>
  );
}
