import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NextIntlClientProvider } from "next-intl";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { Toaster } from "@/components/ui/sonner";
import { useUndoToast, type UndoToast } from "@/hooks/use-undo-toast";
import { ApiError } from "@/lib/api-error";
import messages from "@/messages/pt.json";
import { commandService } from "@/services/command";
import { useUndoStore } from "@/stores/undo";

function Page(props: UndoToast) {
  const showUndo = useUndoToast();
  return (
    <button type="button" onClick={() => showUndo(props)}>
      mover
    </button>
  );
}

function show(props: UndoToast) {
  const queryClient = new QueryClient();
  const invalidate = vi.spyOn(queryClient, "invalidateQueries");
  render(
    <NextIntlClientProvider locale="pt" messages={messages}>
      <QueryClientProvider client={queryClient}>
        <Page {...props} />
        <Toaster />
      </QueryClientProvider>
    </NextIntlClientProvider>,
  );
  return { invalidate, user: userEvent.setup() };
}

beforeEach(() => useUndoStore.setState({ undoables: [] }));

describe("useUndoToast", () => {
  it("takes the command back, puts the screen back at once and asks again", async () => {
    const undo = vi
      .spyOn(commandService, "undo")
      .mockResolvedValue({ data: { id: "c1", entity_type: "deal", entity_id: "d1", skipped_count: 0 }, commandId: null });
    const onUndo = vi.fn();
    const { user, invalidate } = show({ message: "Negócio movido", commandId: "c1", onUndo, invalidate: [["deal", "o1"]] });
    await user.click(screen.getByText("mover"));
    await user.click(await screen.findByText("Desfazer"));
    expect(onUndo).toHaveBeenCalledOnce();
    expect(undo).toHaveBeenCalledWith("c1");
    await waitFor(() => expect(invalidate).toHaveBeenCalledWith({ queryKey: ["deal", "o1"] }));
    expect(await screen.findByText("Desfeito")).toBeInTheDocument();
    expect(useUndoStore.getState().undoables).toEqual([]);
  });

  it("says why an undo was refused", async () => {
    vi.spyOn(commandService, "undo").mockRejectedValue(new ApiError(409, { code: "already_undone" }));
    const { user } = show({ message: "Cliente excluído", commandId: "c2" });
    await user.click(screen.getByText("mover"));
    await user.click(await screen.findByText("Desfazer"));
    expect(await screen.findByText(messages.errors.already_undone)).toBeInTheDocument();
  });

  it("offers no undo without a command", async () => {
    const { user } = show({ message: "Nada a desfazer", commandId: null });
    await user.click(screen.getByText("mover"));
    expect(await screen.findByText("Nada a desfazer")).toBeInTheDocument();
    expect(useUndoStore.getState().undoables).toEqual([]);
  });
});
