import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NextIntlClientProvider } from "next-intl";
import { useState } from "react";
import { expect, test, vi } from "vitest";

import { WhenField } from "@/components/timeline/when-field";
import messages from "@/messages/pt.json";

vi.mock("@/hooks/use-time-zone", () => ({ useTimeZone: () => "America/Sao_Paulo" }));

function Page({ onChange }: { onChange: (when: string) => void }) {
  const [when, setWhen] = useState("2026-06-15T14:30");
  const take = (next: string) => {
    setWhen(next);
    onChange(next);
  };
  return (
    <NextIntlClientProvider locale="pt" messages={messages}>
      <WhenField value={when} onChange={take} />
    </NextIntlClientProvider>
  );
}

test("a date that does not exist stays, with a sentence, until it is put right", async () => {
  const onChange = vi.fn();
  render(<Page onChange={onChange} />);
  const date = screen.getByRole("textbox", { name: "Quando" });
  await userEvent.clear(date);
  await userEvent.type(date, "31/02/2026");
  await userEvent.tab();
  expect(screen.getByRole("alert")).toHaveTextContent("Essa data não existe");
  expect(date).toHaveValue("31/02/2026");
  expect(date).toHaveAttribute("aria-invalid", "true");
  expect(onChange).toHaveBeenLastCalledWith("T14:30");
  await userEvent.clear(date);
  await userEvent.type(date, "28/02/2026{Enter}");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(onChange).toHaveBeenLastCalledWith("2026-02-28T14:30");
});

test("a time that is none gets a sentence too", async () => {
  render(<Page onChange={() => {}} />);
  const time = screen.getByRole("textbox", { name: "Hora" });
  await userEvent.clear(time);
  await userEvent.type(time, "25:99");
  await userEvent.tab();
  expect(screen.getByRole("alert")).toHaveTextContent("Essa hora não existe");
});
