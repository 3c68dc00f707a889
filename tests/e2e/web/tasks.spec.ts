import { expect, test, type Page } from "@playwright/test";

import { open, signUp } from "./people";

const line = (page: Page) => page.getByRole("combobox", { name: "Nova tarefa" });
const row = (page: Page, title: string) => page.locator("[data-task]").filter({ hasText: title });
const group = (page: Page, name: string) => page.getByRole("region", { name: new RegExp(`^${name}`) });

/** Types a line and waits until what is in it was understood. */
async function write(page: Page, text: string, understood = "") {
  await line(page).fill(text);
  await expect(page.getByRole("list", { name: "O que foi entendido" })).toContainText(understood);
}

test("a task written in one line is due tomorrow, and once done stands in the client's timeline", async ({ page, context }) => {
  const person = await signUp(context);
  const client = await person.addClient("Padaria Aurora");
  await open(page, `/pt/admin/clients/${client.id}`);
  await write(page, "ligar para Ana amanhã 15h", "Amanhã");
  await line(page).press("Enter");
  await expect(row(page, "ligar para Ana")).toContainText("Amanhã, 15:00");
  await expect(line(page)).toHaveValue("");

  await open(page, "/pt/admin/tasks");
  const task = group(page, "Amanhã").locator("[data-task]");
  await expect(task).toContainText("ligar para Ana");
  await expect(task.getByRole("link", { name: "Padaria Aurora" })).toBeVisible();
  await task.getByRole("checkbox").click();
  await expect(page.getByText("Feito: ligar para Ana")).toBeVisible();
  await expect(row(page, "ligar para Ana")).toHaveCount(0);

  await open(page, `/pt/admin/clients/${client.id}`);
  await expect(page.getByText("concluiu a tarefa ligar para Ana")).toBeVisible();
});

test("what wasn't meant is taken back by keyboard, and the list is worked through by it", async ({ page, context }) => {
  const person = await signUp(context);
  for (const title of ["primeira", "segunda via", "terceira"]) await person.call("POST", "/tasks", { title });
  await open(page, "/pt/admin/tasks");
  await expect(row(page, "primeira")).toBeVisible();
  await page.keyboard.press("c");
  await expect(line(page)).toBeFocused();
  await write(page, "planejar sexta");
  await line(page).press("Backspace");
  await expect(page.getByRole("list", { name: "O que foi entendido" })).toHaveCount(0);
  await line(page).press("Enter");
  await expect(row(page, "planejar sexta")).toBeVisible();

  await line(page).press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(row(page, "primeira")).toBeFocused();
  await page.keyboard.press("x");
  await expect(row(page, "primeira")).toHaveCount(0);
  await page.getByRole("button", { name: "Desfazer" }).first().click();
  await expect(row(page, "primeira")).toBeVisible();
});

test("a task that repeats leaves the next one, and is edited in full", async ({ page, context }) => {
  await signUp(context);
  await open(page, "/pt/admin/tasks");
  await write(page, "relatório todo dia às 18h", "Todos os dias");
  await line(page).press("Enter");
  await row(page, "relatório").getByRole("checkbox").click();
  await expect(page.getByText("A próxima já está na lista.")).toBeVisible();
  await expect(row(page, "relatório")).toHaveCount(1);
  await row(page, "relatório").getByRole("button", { name: "relatório", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("O que fazer").fill("relatório da semana");
  await dialog.getByLabel("Repetição").selectOption({ index: 0 });
  await dialog.getByRole("button", { name: "Salvar" }).click();
  await expect(row(page, "relatório da semana")).not.toContainText("Todos os dias");
});
