import { expect, test } from "@playwright/test";

import { joinAs, logIn, open, signUp, someEmail } from "./people";

test("what is chosen in one browser another follows at once", async ({ page, context, browser, baseURL }) => {
  const email = someEmail();
  await signUp(context, { email, time_zone: "America/Sao_Paulo" });
  await open(page, "/pt/admin/settings/preferences");
  const other = await browser.newContext({ baseURL });
  await logIn(other, email);
  const elsewhere = await other.newPage();
  const isLive = elsewhere.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
  await open(elsewhere, "/pt/admin/settings/preferences");
  await isLive;

  await page.getByLabel("Datas").selectOption("ymd");
  await page.getByLabel("Números").selectOption("comma_dot");
  const example = elsewhere.getByTestId("format-example");
  await expect(example).toHaveText(/^\d{4}-\d{2}-\d{2}, \d{2}:\d{2} · R\$\s1,234.50$/);

  await page.getByRole("radiogroup", { name: "Tema" }).getByText("Escuro").click();
  await expect(elsewhere.locator("html")).toHaveClass(/dark/);

  await page.getByLabel("Idioma", { exact: true }).selectOption("es");
  await expect(page.getByRole("heading", { name: "Preferencias", level: 1 })).toBeVisible();
  await expect(elsewhere).toHaveURL(/\/es\/admin\/settings\/preferences$/);
  await expect(elsewhere.getByRole("heading", { name: "Preferencias", level: 1 })).toBeVisible();
  await other.close();
});

test("the day begins on the chosen page", async ({ page, context }) => {
  const person = await signUp(context);
  await open(page, "/pt/admin/settings/preferences");
  const saved = page.waitForResponse((answer) => answer.url().endsWith("/preferences") && answer.request().method() === "PATCH");
  await page.getByLabel("Página inicial").selectOption("clients");
  await saved;
  await expect.poll(() => person.call("GET", "/preferences")).toMatchObject({ start_page: "clients" });
  await page.goto("/pt/auth/login");
  await expect(page).toHaveURL(/\/pt\/admin\/clients$/);
});

test("a deal that is handed over rings the colleague's bell, and leads to it", async ({ page, context, browser, baseURL }) => {
  const person = await signUp(context);
  const client = await person.addClient("Padaria Aurora");
  const deal = await person.addDeal(client.id, "Site institucional");
  const other = await browser.newContext({ baseURL });
  const colleague = await joinAs(other, person, "Bruno Lima");
  const theirs = await other.newPage();
  const isLive = theirs.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
  await open(theirs, "/pt/admin/clients");
  await isLive;
  await expect(theirs.getByRole("button", { name: "Notificações", exact: true })).toBeVisible();
  await open(page, "/pt/admin/clients");

  const { user_id } = (await colleague.call<{ items: { user_id: string; full_name: string }[] }>("GET", "/members")).items.find(
    (member) => member.full_name === "Bruno Lima",
  ) ?? { user_id: "" };
  await person.call("PATCH", `/deals/${deal.id}`, { owner_id: user_id, version: deal.version });

  const bell = theirs.getByRole("button", { name: "Notificações, 1 nova" });
  await expect(bell).toBeVisible();
  const own = await person.call<{ items: { event: string }[] }>("GET", "/notifications");
  expect(own.items.map(({ event }) => event)).not.toContain("deal.assigned");
  await bell.click();
  const panel = theirs.getByRole("dialog", { name: "Notificações" });
  await theirs.keyboard.press("ArrowDown");
  const row = panel.getByRole("link", { name: /Ana Souza passou para você o negócio Site institucional/ });
  await expect(row).toBeVisible();
  await row.click();
  await expect(theirs).toHaveURL(new RegExp(`deal=${deal.id}`));
  await expect(theirs.getByRole("button", { name: "Notificações", exact: true })).toBeVisible();
  await expect.poll(() => colleague.call("GET", "/notifications?unread=true")).toMatchObject({ items: [], unread_count: 0 });
  await other.close();
});

test("what comes by mail, and when not, is chosen event by event", async ({ page, context }) => {
  const person = await signUp(context);
  await open(page, "/pt/admin/settings/notifications");
  await page.getByRole("switch", { name: "Um negócio é ganho Por e-mail" }).click();
  await page.getByRole("switch", { name: "Ativar horário de silêncio" }).click();
  const from = page.getByLabel("das");
  await from.fill("20:30");
  await from.blur();
  await page.getByRole("button", { name: "sábado" }).click();
  await expect
    .poll(() => person.call("GET", "/preferences"))
    .toMatchObject({
      notifications: { "deal.won": { in_app: true, mail: true } },
      quiet_hours: { is_on: true, from: "20:30", to: "07:00", days: [1, 2, 3, 4, 5, 7] },
    });
  await expect(page.getByText("Sempre enviamos")).toBeVisible();
});

test("a new name of the agency shows in another tab at once", async ({ page, context }) => {
  await signUp(context);
  await open(page, "/pt/admin/settings/organization");
  const elsewhere = await context.newPage();
  const isLive = elsewhere.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
  await open(elsewhere, "/pt/admin/settings/organization");
  await isLive;
  await page.getByLabel("Nome", { exact: true }).fill("Agência Lua");
  await page.getByLabel("Nome", { exact: true }).press("Enter");
  await expect(elsewhere.getByRole("button", { name: "Agência: Agência Lua" })).toBeVisible();
  await expect(elsewhere.getByLabel("Nome", { exact: true })).toHaveValue("Agência Lua");
});
