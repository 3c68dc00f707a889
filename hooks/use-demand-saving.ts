"use client";

import { useState } from "react";

import type { Deal } from "@/lib/board-types";
import { clientService } from "@/services/client";
import { taskService, type TaskCreate } from "@/services/task";

/** What a stage demands beside the deal's own fields is saved before the move; what was saved once isn't saved again. */
export function useDemandSaving(deal: Deal) {
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set());

  const once = async (name: string, save: () => Promise<unknown>) => {
    if (saved.has(name)) return;
    await save();
    setSaved((now) => new Set(now).add(name));
  };
  return {
    isSaved: (name: "client_contact" | "next_step") => saved.has(name),
    saveContact: (contact: { email?: string; phone?: string }) =>
      once("client_contact", async () => {
        const { version } = await clientService.getClient(deal.client_id);
        await clientService.updateClient(deal.client_id, version, contact);
      }),
    saveNextStep: (step: TaskCreate) =>
      once("next_step", () => taskService.createTask({ ...step, client_id: deal.client_id, deal_id: deal.id })),
  };
}
