import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { followClicks, noteTarget, pendingTarget } from "@/lib/click-target";

let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  window.history.replaceState(null, "", "/pt/admin");
  document.body.innerHTML = '<a href="/pt/admin/clients/1"><b>Padaria</b></a><a id="out" href="https://example.com/">Site</a>';
  document.body.onclick = (event) => event.preventDefault();
  stop = followClicks("pt");
});

afterEach(() => {
  stop();
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
});

test("a clicked link is the target until the address changes", () => {
  document.querySelector("b")?.click();
  expect(pendingTarget()).toBe("/admin/clients/1");
  window.history.pushState(null, "", "/pt/admin/clients/1");
  expect(pendingTarget()).toBeNull();
});

test("a target is forgotten after a while, and other sites are none", () => {
  noteTarget("/admin/import");
  vi.advanceTimersByTime(16_000);
  expect(pendingTarget()).toBeNull();
  document.querySelector<HTMLElement>("#out")?.click();
  expect(pendingTarget()).toBeNull();
});
