import { expect, test, type Page } from "@playwright/test";

import { PASSWORD, open, signUp, someEmail } from "./people";

async function fillRegistration(page: Page, email: string) {
  await page.goto("/pt/auth/register");
  await page.getByLabel("Seu nome").fill("Ana Souza");
  await page.getByLabel("E-mail de trabalho").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nome da agência").fill("Agência Sol");
}

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Conta de Ana Souza" }).click();
  await page.getByRole("menuitem", { name: "Sair" }).click();
  await expect(page).toHaveURL(/\/pt\/auth\/login/);
}

test("sign up in four fields, reload, sign out, sign in again", async ({ page }) => {
  const email = someEmail();
  await fillRegistration(page, email);
  await page.getByRole("button", { name: "Criar meu espaço" }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  await page.reload();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  await signOut(page);
  await page.goto("/pt/admin/clients");
  await expect(page).toHaveURL(/\/pt\/auth\/login\?next=/);

  await page.getByLabel("E-mail de trabalho").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill("not-my-password-1");
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await expect(page.locator("form").getByRole("alert")).toContainText("E-mail ou senha não conferem");

  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/clients/);
});

test("a double submit makes one account", async ({ page }) => {
  await fillRegistration(page, someEmail());
  const posts: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/auth/register") && request.method() === "POST") posts.push(request.url());
  });
  await page.getByRole("button", { name: "Criar meu espaço" }).dblclick();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  expect(posts).toHaveLength(1);
});

test("signing out in one tab signs the other out", async ({ page, context }) => {
  await fillRegistration(page, someEmail());
  await page.getByRole("button", { name: "Criar meu espaço" }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  const other = await context.newPage();
  await other.goto("/pt/admin/clients");
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
  await signOut(page);
  await other.reload();
  await expect(other).toHaveURL(/\/pt\/auth\/login/);
});

test("who is signed in passes the log-in page; who signed out stays there", async ({ page, context }) => {
  await signUp(context);
  await open(page, "/pt/admin/clients");
  await page.goto("/pt/auth/login");
  await expect(page).toHaveURL(/\/pt\/admin$/);
  await signOut(page);
  await page.goto("/pt/auth/login");
  await expect(page.getByRole("button", { name: "Entrar", exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/pt\/auth\/login$/);
});

test("a new browser speaks the profile's language unless the URL names one", async ({ browser, baseURL }) => {
  const email = someEmail();
  const before = await browser.newContext({ baseURL });
  await signUp(before, { email, locale: "es" });
  await before.close();

  const context = await browser.newContext({ baseURL, locale: "en-US" });
  const page = await context.newPage();
  await page.goto("/auth/login");
  await expect(page).toHaveURL(/\/en\/auth\/login/);
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/es\/admin/);
  await open(page, "/en/admin/clients");
  await expect(page).toHaveURL(/\/en\/admin\/clients/);
  await context.close();
});

test("times are those of the person's zone, wherever the browser is", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, locale: "pt-BR", timezoneId: "Asia/Tokyo" });
  const person = await signUp(context, { time_zone: "America/Sao_Paulo" });
  const client = await person.addClient("Padaria Aurora");
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await person.call("POST", "/timeline", { client_id: client.id, type: "call", content: "Ligaram.", timestamp: `${day}T15:30:00Z` });
  const page = await context.newPage();
  await open(page, `/pt/admin/clients/${client.id}`);
  await expect(page.getByRole("listitem").filter({ hasText: "Ligaram." })).toContainText("12:30");
  await context.close();
});

test("a session that ends at a click leads to the log-in page and on to what was clicked", async ({ page, context }) => {
  await signUp(context);
  await open(page, "/pt/admin");
  // What the dashboard itself asks for is answered: the click comes first to learn that the session is gone.
  await page.waitForLoadState("networkidle");
  await context.clearCookies();
  await page.route("**/api/**", (route) =>
    route.request().url().includes("/auth/") ? route.fallback() : route.fulfill({ status: 401, json: {} }),
  );
  await page.getByRole("link", { name: "Clientes" }).first().click();
  await expect(page).toHaveURL(/\/pt\/auth\/login\?next=%2Fadmin%2Fclients$/);
});

test("an outage keeps name and language around the error, and can be tried again", async ({ page, context }) => {
  await signUp(context);
  await page.route("**/api/auth/refresh", (route) => route.abort());
  await page.goto("/pt/admin/clients");
  await expect(page.getByRole("alert").getByText(/conexão|servidor/i)).toBeVisible();
  await expect(page.getByRole("banner").getByText("Loved CRM")).toBeVisible();
  await expect(page.getByRole("button", { name: "Idioma" })).toBeVisible();
  await page.unroute("**/api/auth/refresh");
  await page.getByRole("button", { name: "Tentar de novo" }).click();
  await expect(page.getByRole("heading", { name: "Clientes", level: 1 })).toBeVisible();
});

test("the time zone is found by city, the reader's own first", async ({ page, context }) => {
  const person = await signUp(context, { time_zone: "America/Manaus" });
  await open(page, "/pt/admin/settings/preferences");
  const field = page.getByRole("combobox", { name: "Fuso horário" });
  await expect(field).toContainText("America/Manaus");
  await field.click();
  await expect(page.getByRole("dialog").getByRole("option").first()).toContainText("America/Sao Paulo");
  await page.getByPlaceholder("Buscar cidade").fill("lisb");
  await page.getByRole("option", { name: "Europe/Lisbon" }).click();
  await expect(field).toContainText("Europe/Lisbon");
  await expect.poll(() => person.call("GET", "/preferences")).toMatchObject({ time_zone: "Europe/Lisbon" });
});

test("an access token never reaches storage that scripts can read later", async ({ page }) => {
  await fillRegistration(page, someEmail());
  await page.getByRole("button", { name: "Criar meu espaço" }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(stored).not.toMatch(/eyJ[\w-]+\.eyJ/);
  expect(stored).not.toContain("lovedcrm_refresh");
});
