import { expect, test } from "@playwright/test";

import { PASSWORD, open, signUp, someEmail } from "./people";

const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

test("ending a session from the list leads that browser to the log-in page by itself", async ({ page, context, browser, baseURL }) => {
  const email = someEmail();
  await signUp(context, { email });
  const elsewhere = await browser.newContext({ baseURL, locale: "pt-BR", userAgent: WINDOWS });
  const signedIn = await elsewhere.request.post("/api/auth/login", {
    data: { email, password: PASSWORD },
    headers: { "User-Agent": WINDOWS },
  });
  expect(signedIn.ok()).toBe(true);
  const theirs = await elsewhere.newPage();
  const socket = theirs.waitForEvent("websocket", (found) => found.url().includes("/ws?ticket="));
  await open(theirs, "/pt/admin");
  await (await socket).waitForEvent("framereceived");

  await open(page, "/pt/admin/settings/security");
  const sessions = page.getByRole("region", { name: "Onde você está conectado" }).getByRole("listitem");
  await expect(sessions.filter({ hasText: "Esta sessão" })).toHaveCount(1);
  await sessions.filter({ hasText: "Chrome 141 · Windows" }).getByRole("button").click();
  await expect(sessions).toHaveCount(1);

  await expect(theirs).toHaveURL(/\/pt\/auth\/login/);
  await expect(theirs.getByRole("button", { name: "Entrar", exact: true })).toBeVisible();
  await elsewhere.close();
});

test("an organization's rules are kept, and what they demand stands before its pages", async ({ page, context }) => {
  const person = await signUp(context);
  await open(page, "/pt/admin/settings/organization");
  await page.getByLabel("Encerrar a sessão sem uso após").selectOption({ label: "8 horas" });
  await expect.poll(() => person.call("GET", "/organizations/current/security-policy")).toMatchObject({ idle_minutes: 480 });

  await page.getByLabel("Segunda etapa").selectOption({ label: "Obrigatória já" });
  await page.getByRole("alertdialog").getByRole("button", { name: "Exigir" }).click();
  await expect(page.getByText("Configure a sua própria segunda etapa antes de exigir a dos outros.")).toBeVisible();
});
