import { describe, expect, it } from "vitest";

import { MAX_FILE_BYTES, refusalOf } from "@/lib/file-checks";
import { checkMapping, isUnderWay, progressPercent, samplesOf } from "./import-mapping";

const file = { kind: "clients" as const, columns: ["Nome", "Fone", "Celular", "Tag", "Tag2"], repeatable_fields: ["tags"] };

describe("checkMapping", () => {
  it("asks for something to tell a row by", () => {
    expect(checkMapping(file, { Fone: "website" }).isNameMissing).toBe(true);
    expect(checkMapping(file, { Nome: "last_name" }).isNameMissing).toBe(false);
    expect(checkMapping({ ...file, kind: "deals" }, { Nome: "value" }).isNameMissing).toBe(true);
    expect(checkMapping({ ...file, kind: "deals" }, { Nome: "client_name" }).isNameMissing).toBe(false);
  });

  it("refuses one field from two columns, unless it may repeat", () => {
    expect(checkMapping(file, { Nome: "name", Fone: "phone", Celular: "phone" }).clashing).toEqual(["phone"]);
    expect(checkMapping(file, { Nome: "name", Tag: "tags", Tag2: "tags" }).clashing).toEqual([]);
  });

  it("lists what is left out and forgets columns that are not in the file", () => {
    const check = checkMapping(file, { Nome: "name", Fone: null, Other: "phone" });
    expect(check.ignored).toEqual(["Fone", "Celular", "Tag", "Tag2"]);
    expect(check.clashing).toEqual([]);
  });
});

describe("samplesOf", () => {
  it("shows different, filled values and bears ragged rows", () => {
    expect(samplesOf([["a", "1"], ["b"], [" a ", "1"], ["c", "2"], ["d"]], 0)).toEqual(["a", "b", "c"]);
    expect(samplesOf([["a", "1"], ["b"], ["c", ""]], 1)).toEqual(["1"]);
  });
});

describe("progressPercent", () => {
  it.each([
    ["queued", 0, 10, null],
    ["running", 0, 0, null],
    ["running", 5, 10, 50],
    ["running", 999, 1000, 99],
    ["done", 0, 0, 100],
  ] as const)("%s %i/%i → %s", (status, processed_count, row_count, percent) => {
    expect(progressPercent({ status, processed_count, row_count })).toBe(percent);
  });
});

describe("isUnderWay", () => {
  it("is true while the server works", () => {
    const all = ["uploaded", "queued", "running", "done", "failed", "undoing", "undone"] as const;
    expect(all.filter(isUnderWay)).toEqual(["queued", "running", "undoing"]);
  });
});

describe("refusalOf", () => {
  it.each([
    [[], "several"],
    [
      [
        { name: "a.csv", size: 1 },
        { name: "b.csv", size: 1 },
      ],
      "several",
    ],
    [[{ name: "Clientes.XLSX", size: 9 }], "spreadsheet"],
    [[{ name: "foto.png", size: 9 }], "binary"],
    [[{ name: "a.csv", size: 0 }], "empty"],
    [[{ name: "a.csv", size: MAX_FILE_BYTES + 1 }], "tooBig"],
    [[{ name: "a.csv", size: MAX_FILE_BYTES }], null],
    [[{ name: "export", size: 5 }], null],
  ])("%j → %s", (files, refusal) => expect(refusalOf(files)).toBe(refusal));
});
