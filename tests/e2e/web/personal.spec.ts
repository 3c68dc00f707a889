import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

import { expect, test } from "@playwright/test";

import { open, PASSWORD, PYTHON, signUp, someEmail } from "./people";

/** The same build and databases in B2C mode: everybody has a workspace of their own, and there are no teams. */
let installation: ChildProcess;
let address: string;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  installation = spawn(PYTHON, ["-m", "tests.e2e.web.b2c"], { stdio: ["pipe", "pipe", "inherit"] });
  // Among the lines of its log; they are read on to the end, so that it never waits for its reader.
  address = await new Promise((resolve, reject) => {
    createInterface({ input: installation.stdout! }).on("line", (line) => line.startsWith("http://") && resolve(line));
    installation.once("exit", (code) => reject(new Error(`The B2C installation ended with ${code}.`)));
  });
});

test.afterAll(async () => {
  const ended = new Promise((resolve) => installation.once("exit", resolve));
  installation.stdin?.end();
  await ended;
});

test("one signs up for a workspace of one's own, and nothing there speaks of a team", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: address });
  const page = await context.newPage();
  await page.goto("/pt/auth/login");
  await expect(page.getByText("Entre no seu espaço.")).toBeVisible();
  await page.getByRole("link", { name: "Criar conta" }).click();
  await expect(page.getByText("Três campos e seu pipeline está pronto. Sem cartão.")).toBeVisible();
  await expect(page.getByLabel("Nome da agência")).toHaveCount(0);
  await page.getByLabel("Seu nome").fill("Clara Nunes");
  await page.getByLabel("E-mail", { exact: true }).fill(someEmail());
  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Criar meu espaço" }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);

  // The frame: one's own name of it, no menu to switch, no team.
  const sidebar = page.getByRole("complementary").first();
  await expect(sidebar.getByText("Meu espaço")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Agência:/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Configurações" }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Equipe" })).toHaveCount(0);

  // The palette neither leads to a team nor invites.
  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog");
  await expect(palette.getByRole("option", { name: /Clientes/ }).first()).toBeVisible();
  await expect(palette.getByRole("option", { name: /Equipe|Convidar|Nova agência/ })).toHaveCount(0);
  await page.keyboard.press("Escape");

  // A new deal has no owner to choose.
  await page.goto("/pt/admin/pipeline?new=deal");
  await expect(page.getByRole("dialog", { name: "Novo negócio" })).toBeVisible();
  await expect(page.getByLabel("Responsável")).toHaveCount(0);

  for (const path of ["/pt/admin/team", "/pt/admin/team?new=invite"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Esta página tomou outro rumo" })).toBeVisible();
  }
  await page.goto("/pt/invite/0000.invented");
  await expect(page.getByRole("heading", { name: "Este convite não está mais aberto" })).toBeVisible();

  await open(page, "/pt/admin/settings/organization");
  await expect(page.getByRole("heading", { name: "Meu espaço" })).toBeVisible();
  await expect(page.locator("main")).not.toContainText(/agência|equipe|convi(te|dar)|membros/i);
  await context.close();
});

test("a workspace becomes a team with everything in it, where there are teams", async ({ browser, page, context }) => {
  const email = someEmail();
  const personal = await browser.newContext({ baseURL: address });
  const clara = await signUp(personal, { email, full_name: "Clara Nunes", organization_name: undefined });
  const client = await clara.addClient("Padaria da Clara");
  await clara.addDeal(client.id, "Site novo");
  await personal.close();

  // The same account at the installation that has teams.
  await page.goto("/pt/auth/login?next=/admin/settings/organization");
  await page.getByLabel("E-mail de trabalho").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await page.getByRole("button", { name: "Transformar em equipe" }).click();
  await expect(page.getByRole("link", { name: "Equipe" }).first()).toBeVisible();
  await open(page, "/pt/admin/pipeline");
  await expect(page.getByText("Site novo").first()).toBeVisible();
  await open(page, "/pt/admin/clients");
  await expect(page.getByText("Padaria da Clara").first()).toBeVisible();
  await open(page, "/pt/admin/team");
  await expect(page.getByRole("button", { name: "Convidar pessoas" }).first()).toBeVisible();
  expect(context.pages()).toHaveLength(1);
});
