import { render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { expect, test, vi } from "vitest";

import { ClientRow } from "@/components/client/client-row";
import messages from "@/messages/pt.json";
import type { Client } from "@/services/client";

vi.mock("@/hooks/use-time-zone", () => ({ useTimeZone: () => "America/Sao_Paulo" }));
vi.mock("@/i18n/navigation", () => ({ Link: (props: { children: string }) => <a>{props.children}</a> }));

const client: Client = {
  id: "0197a000-0000-7000-8000-000000000001",
  name: "Padaria Sol",
  kind: "company",
  email: null,
  phone: null,
  website: null,
  owner_id: null,
  owner_name: null,
  tags: [],
  primary_contact: { name: "Ana Souza", email: "ana@padariasol.com.br", phone: "+5511987654321" },
  custom_fields: {},
  source: null,
  tax_id: null,
  address: null,
  notes: null,
  open_deals_count: 0,
  last_activity_at: null,
  version: 1,
  created_at: "2026-01-01T12:00:00Z",
  updated_at: "2026-01-01T12:00:00Z",
};

const show = (changes: Partial<Client>) =>
  render(
    <NextIntlClientProvider locale="pt" messages={messages}>
      <ClientRow client={{ ...client, ...changes }} showOwner={false} onApproach={() => {}} onOpen={() => {}} />
    </NextIntlClientProvider>,
  );

test("a company without handles shows its main contact's, with whose they are", () => {
  show({});
  expect(screen.getByText("ana@padariasol.com.br")).toBeVisible();
  expect(screen.getByText(/^Ana Souza · \+55/)).toBeVisible();
});

test("a client's own e-mail comes before anybody's", () => {
  show({ email: "oi@padariasol.com.br" });
  expect(screen.getAllByText("oi@padariasol.com.br").length).toBeGreaterThan(0);
  expect(screen.queryByText(/Ana Souza/)).toBeNull();
});
