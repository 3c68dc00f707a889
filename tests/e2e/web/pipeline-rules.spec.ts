import { expect, test } from "@playwright/test";

import { boardOf, card, cardIn, column, drag } from "./board";
import { open, signUp, type Person } from "./people";

interface Settings {
  stages: { stage: string; names: Record<string, string | null>; required: string[]; rotting_days: number | null }[];
  lost_reasons: { key: string; names: Record<string, string | null>; is_hidden: boolean }[];
}

/** What the owner decided in the settings. */
async function decide(person: Person, stage: string, changes: Partial<Settings["stages"][number]>, more: Partial<Settings> = {}) {
  const settings = await person.call<Settings & Record<string, unknown>>("GET", "/pipeline/settings");
  const stages = settings.stages.map((one) => (one.stage === stage ? { ...one, ...changes } : one));
  await person.call("PUT", "/pipeline/settings", { ...settings, stages, ...more });
}

test.describe("what a stage demands", () => {
  test("is asked for at drop time; cancelling puts the card back", async ({ page, context }) => {
    const person = await signUp(context);
    const ids = await boardOf(person, [["Um", "lead"]]);
    await decide(person, "proposal", {
      required: ["source", "client_contact", "next_step"],
      names: { pt: "Orçamento", en: null, es: null },
    });
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Um")).toBeVisible();
    await expect(column(page, "proposal").getByRole("heading")).toContainText("Orçamento");

    await drag(page, card(page, "Um"), column(page, "proposal"), { y: 150 });
    const sheet = page.getByRole("dialog", { name: "Orçamento pede mais um pouco" });
    await sheet.getByRole("button", { name: "Colocar de volta" }).click();
    await expect(sheet).toBeHidden();
    await expect(cardIn(page, "lead", "Um")).toBeVisible();

    await drag(page, card(page, "Um"), column(page, "proposal"), { y: 150 });
    await sheet.getByRole("button", { name: "Salvar e mover" }).click();
    await expect(sheet.getByText("Esta etapa pede isso.")).toHaveCount(3);
    await sheet.getByLabel("Origem").fill("Indicação");
    await sheet.getByLabel("E-mail do cliente").fill("ana@aurora.com.br");
    await sheet.getByLabel("Próximo passo").fill("Mandar o orçamento");
    await sheet.getByRole("button", { name: "Salvar e mover" }).click();
    await expect(sheet).toBeHidden();
    await expect(cardIn(page, "proposal", "Um")).toContainText("próximo passo: Mandar o orçamento");
    await expect
      .poll(() => person.call("GET", `/deals/${ids.Um}`))
      .toMatchObject({ stage: "proposal", source: "Indicação", next_task: { title: "Mandar o orçamento" } });
  });

  test("is asked for by the menu too", async ({ page, context }) => {
    const person = await signUp(context);
    await boardOf(person, [["Um", "lead"]]);
    await decide(person, "contact", { required: ["source"] });
    await open(page, "/pt/admin/pipeline");
    await card(page, "Um").focus();
    await page.keyboard.press("m");
    await page.getByRole("menuitem", { name: "Contato" }).click();
    const sheet = page.getByRole("dialog", { name: "Contato pede mais um pouco" });
    await sheet.getByLabel("Origem").fill("Feira");
    await page.keyboard.press("Enter");
    await expect(cardIn(page, "contact", "Um")).toBeVisible();
  });
});

test("a deal is lost for a reason of one's own list, and its reopening says why", async ({ page, context }) => {
  const person = await signUp(context);
  const ids = await boardOf(person, [["Um", "lead"]]);
  await decide(person, "lead", {}, { lost_reasons: [{ key: "budget", names: { pt: "Sem verba", en: null, es: null }, is_hidden: false }] });
  await open(page, `/pt/admin/pipeline?deal=${ids.Um}`);
  const panel = page.getByRole("dialog", { name: "Um", exact: true });
  await panel.getByRole("combobox", { name: "Etapa" }).click();
  await page.getByRole("option", { name: "Fechado" }).click();
  const closing = page.getByRole("dialog", { name: "Como terminou?" });
  await closing.getByRole("button", { name: "Perdido" }).click();
  await expect(closing.getByText("Preço")).toHaveCount(0);
  await closing.getByText("Sem verba").click();
  await closing.getByRole("button", { name: "Marcar como perdido" }).click();
  await expect(panel.getByText("Sem verba").first()).toBeVisible();

  await panel.getByRole("combobox", { name: "Etapa" }).click();
  await page.getByRole("option", { name: "Negociação" }).click();
  const reopening = page.getByRole("dialog", { name: "Por que reabrir?" });
  await reopening.getByRole("button", { name: "Reabrir" }).click();
  await expect(reopening.getByText("Poucas palavras já ajudam")).toBeVisible();
  await reopening.getByLabel("Em poucas palavras").fill("Conseguiram a verba");
  await reopening.getByRole("button", { name: "Reabrir" }).click();
  await expect(cardIn(page, "negotiation", "Um")).toBeVisible();
  await panel.getByRole("tab", { name: "Etapas" }).click();
  await expect(panel.getByText("Reaberto: Conseguiram a verba")).toBeVisible();
});

test("the settings save in place and reorder by keyboard", async ({ page, context }) => {
  const person = await signUp(context);
  await open(page, "/pt/admin/settings/pipeline");
  await page.getByText("Proposta", { exact: true }).click();
  await page.locator("#stage-proposal-pt").fill("Orçamento");
  await page.locator("#stage-proposal-pt").press("Enter");
  await expect(page.locator("summary", { hasText: "Orçamento" })).toBeVisible();
  await page.locator("details[open]").getByText("Origem", { exact: true }).click();
  await expect(page.locator("details[open] summary")).toContainText("pede 1 dado");
  await page.getByRole("button", { name: "Mover Preço: arraste ou use as setas" }).press("ArrowDown");
  await expect(page.locator("#lost-reasons li").first()).toContainText("Momento errado");
  await page.getByPlaceholder("Outro motivo de perda").fill("Sem verba");
  await page.keyboard.press("Enter");
  await expect(page.locator("#lost-reasons li").last()).toContainText("Sem verba");
  await expect
    .poll(() => person.call<Settings>("GET", "/pipeline/settings"))
    .toMatchObject({
      stages: [{}, {}, { names: { pt: "Orçamento" }, required: ["source"] }, {}, {}],
      lost_reasons: [{ key: "timing" }, { key: "price" }, {}, {}, {}, { key: "sem_verba" }],
    });
});
