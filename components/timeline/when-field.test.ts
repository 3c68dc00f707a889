import { expect, it } from "vitest";

import { parseTime } from "./when-field";

it.each([
  ["9", "09:00"],
  ["9:05", "09:05"],
  ["905", "09:05"],
  ["1430", "14:30"],
  ["14h", "14:00"],
  ["14h30", "14:30"],
  ["2:30 pm", "14:30"],
  ["12am", "00:00"],
])("%s is %s", (text, time) => {
  expect(parseTime(text)).toBe(time);
});

it.each(["", "agora", "25:00", "12:75"])("%j is no time", (text) => {
  expect(parseTime(text)).toBeNull();
});
