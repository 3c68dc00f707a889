import { existsSync } from "node:fs";

import { expect, type APIRequestContext, type BrowserContext, type Page } from "@playwright/test";

import { linkTo } from "./mailbox";

export const PASSWORD = "violet-harbour-lantern-42";
export const PYTHON = existsSync(".venv/bin/python") ? ".venv/bin/python" : "python3";

let counter = 0;
const unique = () => `${Date.now().toString(36)}${process.pid}${(counter += 1)}`;

export const someEmail = () => `ana.${unique()}@example.com`;

/** A client address of one's own, so that limits by address never join two tests. */
const someAddress = () => `10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`;

type Json = Record<string, unknown>;

/** Somebody signed in: the browser context holds the session, `call` speaks to the API in their name. */
export class Person {
  constructor(
    readonly request: APIRequestContext,
    readonly organizationId: string,
    readonly token: string,
    private readonly address: string,
  ) {}

  async call<T = Json>(method: string, path: string, data?: Json): Promise<T> {
    const answer = await this.request.fetch(`/api${path}`, {
      method,
      data,
      headers: {
        Authorization: `Bearer ${this.token}`,
        "X-Org-Id": this.organizationId,
        "X-Forwarded-For": this.address,
      },
    });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return (answer.status() === 204 ? undefined : await answer.json()) as T;
  }

  async addClient(name: string): Promise<{ id: string; name: string }> {
    return this.call("POST", "/clients", { name, allow_duplicate: true });
  }

  async addDeal(clientId: string, title: string, fields: Json = {}): Promise<{ id: string; version: number }> {
    return this.call("POST", "/deals", { client_id: clientId, title, ...fields });
  }

  /** Put a card at the end of a column. */
  async moveDeal(dealId: string, stage: string, fields: Json = {}): Promise<void> {
    const { version } = await this.call<{ version: number }>("GET", `/deals/${dealId}`);
    await this.call("PUT", `/deals/${dealId}/stage`, { stage, version, ...fields });
  }
}

async function enter(context: BrowserContext, path: string, data: Json): Promise<Person> {
  const address = someAddress();
  const answer = await context.request.post(`/api${path}`, { data, headers: { "X-Forwarded-For": address } });
  expect(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  const body = (await answer.json()) as { access_token: string; organization: { id: string } };
  return new Person(context.request, body.organization.id, body.access_token, address);
}

/** A new person with a new organization, signed in in this context. */
export function signUp(context: BrowserContext, fields: Json = {}): Promise<Person> {
  return enter(context, "/auth/register", {
    email: someEmail(),
    password: PASSWORD,
    full_name: "Ana Souza",
    organization_name: "Agência Aurora",
    locale: "pt",
    ...fields,
  });
}

/** The same person on another device: a log-in of its own. */
export function logIn(context: BrowserContext, email: string): Promise<Person> {
  return enter(context, "/auth/login", { email, password: PASSWORD });
}

/** Somebody whom the owner invites, and who comes by the mail's link: signed in in a context of their own. */
export async function joinAs(context: BrowserContext, owner: Person, fullName: string, role = "member"): Promise<Person> {
  const email = someEmail();
  await owner.call("POST", "/invites", { emails: [email], role, locale: "pt" });
  const token = (await linkTo(email, "/invite/")).split("/invite/")[1];
  return enter(context, `/invites/token/${token}/accept`, { full_name: fullName, password: PASSWORD, locale: "pt" });
}

/** Open a page of the application and wait until it can be used. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator("main h1").first()).toBeVisible({ timeout: 60_000 });
}
