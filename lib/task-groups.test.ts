import { describe, expect, it } from "vitest";

import { dueDay, groupTasks, isOverdue } from "@/lib/task-groups";
import type { Task } from "@/services/task";

const ZONE = "America/Sao_Paulo";
/** Half past eleven at night on 24 November in São Paulo, the 25th in London. */
const NOW = new Date("2026-11-25T02:30:00Z");

function task(fields: Partial<Task>): Task {
  return { id: fields.title ?? "x", title: "x", due_on: null, due_at: null, completed_at: null, ...fields } as Task;
}

describe("groupTasks", () => {
  it("counts days by the person's clock", () => {
    const groups = groupTasks(
      [
        task({ title: "late day", due_on: "2026-11-23" }),
        task({ title: "late hour", due_on: "2026-11-24", due_at: "2026-11-25T02:00:00Z" }),
        task({ title: "whole day", due_on: "2026-11-24" }),
        task({ title: "before midnight", due_on: "2026-11-24", due_at: "2026-11-25T02:59:00Z" }),
        task({ title: "after midnight", due_on: "2026-11-25", due_at: "2026-11-25T03:00:00Z" }),
        task({ title: "some day" }),
      ],
      NOW,
      ZONE,
    );
    expect(groups.map(({ key, tasks }) => [key, tasks.map(({ title }) => title)])).toEqual([
      ["overdue", ["late day", "late hour"]],
      ["2026-11-24", ["before midnight", "whole day"]],
      ["2026-11-25", ["after midnight"]],
      ["someday", ["some day"]],
    ]);
  });

  it("puts what is done under the day of its end", () => {
    const done = task({ title: "done", due_on: "2026-11-01", completed_at: "2026-11-25T02:00:00Z" });
    expect(groupTasks([done], NOW, ZONE)).toEqual([{ key: "2026-11-24", tasks: [done] }]);
    expect(isOverdue(done, NOW, ZONE)).toBe(false);
  });
});

it("a whole day is the same everywhere, a time is not", () => {
  expect(dueDay({ due_on: "2026-11-24", due_at: null }, "Pacific/Auckland")).toBe("2026-11-24");
  expect(dueDay({ due_on: "2026-11-24", due_at: "2026-11-24T18:00:00Z" }, "Pacific/Auckland")).toBe("2026-11-25");
});
