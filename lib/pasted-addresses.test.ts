import { describe, expect, it } from "vitest";

import { parseAddresses } from "./pasted-addresses";

describe("parseAddresses", () => {
  it.each([
    ["ana@x.co", ["ana@x.co"], []],
    ["Ana Souza <Ana@X.co>; bia@x.co, caio@x.co\ndavi@x.co", ["ana@x.co", "bia@x.co", "caio@x.co", "davi@x.co"], []],
    ["ana@x.co bia@x.co", ["ana@x.co", "bia@x.co"], []],
    ["ana@x.co\tANA@x.co", ["ana@x.co"], []],
    ["ana@x.co, nada", ["ana@x.co"], ["nada"]],
    ["  \n;, ", [], []],
  ])("reads %j", (text, emails, rubbish) => {
    expect(parseAddresses(text)).toEqual({ emails, rubbish });
  });
});
