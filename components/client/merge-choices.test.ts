import { describe, expect, it } from "vitest";

import type { Client } from "@/services/client";
import type { CustomField } from "@/services/custom-field";

import { choicesOf, mergeRows } from "./merge-choices";

const aClient = (fields: Partial<Client>) =>
  ({
    name: "Padaria",
    kind: "company",
    email: null,
    phone: null,
    website: null,
    tax_id: null,
    source: null,
    address: null,
    notes: null,
    owner_id: null,
    custom_fields: {},
    ...fields,
  }) as Client;
const segment = { key: "segmento", kind: "text" } as CustomField;

describe("mergeRows", () => {
  it("shows what differs, clashes first, and presets the survivor's value unless it has none", () => {
    const rows = mergeRows(
      aClient({ email: null, source: "Google", custom_fields: { segmento: "a" } }),
      aClient({ email: "ana@x.com", source: "Feira", custom_fields: { segmento: "b" } }),
      [segment],
    );
    expect(rows.map(({ name, preset }) => [name, preset])).toEqual([
      ["source", "survivor"],
      ["custom_fields.segmento", "survivor"],
      ["email", "merged"],
    ]);
  });

  it("has nothing to ask where both say the same", () => {
    expect(mergeRows(aClient({}), aClient({}), [segment])).toEqual([]);
  });
});

describe("choicesOf", () => {
  it("sends the choice, else the preset", () => {
    const rows = mergeRows(aClient({ source: "Google", notes: "x" }), aClient({ source: "Feira" }), []);
    expect(choicesOf(rows, { source: "merged" })).toEqual({ source: "merged", notes: "survivor" });
  });
});
