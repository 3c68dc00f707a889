import { execFileSync } from "node:child_process";

import { expect, test, type Page } from "@playwright/test";

import { open, PYTHON, signUp, someEmail } from "./people";

/** A black square in the middle of a see-through one. */
const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAHklEQVR42mNgGAWMWMT+k6KHiVIXjBowGAwYBQwMABuZARDTEKDkAAAAAElFTkSuQmCC",
  "base64",
);

const mark = (page: Page) => page.getByRole("button", { name: "Agência: Agência Aurora" }).locator("img");

/** Open a page, and wait until it hears what others do. */
async function openLive(page: Page, path: string): Promise<void> {
  const socket = page.waitForEvent("websocket", (found) => found.url().includes("/ws"));
  await open(page, path);
  await (await socket).waitForEvent("framereceived");
}

test("a logo shows in every open tab, and a removed one comes back", async ({ page, context }) => {
  await signUp(context);
  const elsewhere = await context.newPage();
  await openLive(elsewhere, "/pt/admin/settings");
  await open(page, "/pt/admin/settings/organization");
  await page.getByTestId("logo-file").setInputFiles({ name: "aurora.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
  await expect(page.getByText("Não conseguimos ler esta imagem.")).toBeVisible();
  await page.getByTestId("logo-file").setInputFiles({ name: "aurora.png", mimeType: "image/png", buffer: LOGO });
  await expect(page.getByText("Tema escuro")).toBeVisible();
  await expect(mark(page)).toBeVisible();
  await expect(mark(elsewhere)).toBeVisible();

  await page.getByRole("button", { name: "Remover", exact: true }).click();
  await expect(mark(page)).toBeHidden();
  await expect(mark(elsewhere)).toBeHidden();
  await page.getByRole("listitem").filter({ hasText: "Logo removido" }).getByRole("button", { name: "Desfazer" }).click();
  await expect(mark(page)).toBeVisible();
  await expect(mark(elsewhere)).toBeVisible();
});

test("a plan's seats are counted, and who finds none is named", async ({ page, context }) => {
  const ana = await signUp(context);
  execFileSync(PYTHON, ["-m", "tests.e2e.web.plan", ana.organizationId, "starter"]);
  await ana.call("POST", "/invites", { emails: [someEmail(), someEmail(), someEmail()] });
  await open(page, "/pt/admin/team");
  await expect(page.getByText("4 de 5 vagas")).toBeVisible();
  await page.getByRole("button", { name: "Convidar pessoas" }).first().click();
  const dialog = page.getByRole("dialog");
  const [last, beyond] = [someEmail(), someEmail()];
  await dialog.getByLabel("Endereços de e-mail").fill(`${last}, ${beyond}`);
  await expect(dialog.getByText("2 endereços · 1 vaga livre")).toBeVisible();
  await dialog.getByRole("button", { name: "Enviar 2 convites" }).click();
  await expect(dialog.getByText(`${beyond}: ficou sem vaga no seu plano`)).toBeVisible();
  await expect(dialog.getByText("Todas as 5 vagas do seu plano estão ocupadas.")).toBeVisible();
  await dialog.getByLabel("Endereços de e-mail").fill(beyond);
  await dialog.getByRole("button", { name: "Enviar convite" }).click();
  await expect(dialog.getByRole("alert")).toContainText("O plano Pro tem espaço para mais gente.");
  await dialog.getByRole("button", { name: "Fechar" }).last().click();
  await page.getByRole("button", { name: `Cancelar o convite de ${last}` }).click();
  await expect(page.getByText("4 de 5 vagas")).toBeVisible();
});
