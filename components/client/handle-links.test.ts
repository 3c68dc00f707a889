import { describe, expect, it } from "vitest";

import { emailUrl, phoneUrl, websiteUrl, whatsappUrl } from "./handle-links";

describe("whatsappUrl", () => {
  it.each([
    ["+5511987654321", "https://wa.me/5511987654321"],
    ["+55 (11) 98765-4321", "https://wa.me/5511987654321"],
    ["123", null],
  ])("%s → %s", (phone, url) => expect(whatsappUrl(phone)).toBe(url));
});

describe("websiteUrl", () => {
  it.each([
    ["acme.com", "https://acme.com/"],
    ["http://acme.com/sobre", "http://acme.com/sobre"],
    ["acme.com:8080/x", "https://acme.com:8080/x"],
    ["javascript:alert(1)", null],
    ["JAVASCRIPT:alert(1)//a.b", null],
    ["data:text/html,<script>", null],
    ["not a site", null],
    ["", null],
  ])("%s → %s", (website, url) => expect(websiteUrl(website)).toBe(url));
});

describe("emailUrl and phoneUrl", () => {
  it("can't smuggle headers or pauses", () => {
    expect(emailUrl("ana@x.com?bcc=eve@y.com")).toBe("mailto:ana@x.com%3Fbcc%3Deve@y.com");
    expect(phoneUrl("+55 (11) 3333-4444")).toBe("tel:+551133334444");
  });
});
