import { describe, expect, it } from "vitest";

import type { Now } from "@/lib/quick-task/dates";
import { parseQuickTask, type QuickTask } from "@/lib/quick-task/parse";

/** A Tuesday, at half past two in the afternoon. */
const NOW: Now = { today: "2026-11-24", time: "14:30", order: "dmy" };
const week = (...weekdays: number[]) => ({ every: "week" as const, weekdays });

function read(text: string, now: Partial<Now> = {}): QuickTask {
  return parseQuickTask(text, { ...NOW, ...now });
}

describe("days and times", () => {
  it.each([
    // text, title, day, time
    ["ligar para Ana amanhã 15h", "ligar para Ana", "2026-11-25", "15:00"],
    ["call Ana tomorrow 3pm", "call Ana", "2026-11-25", "15:00"],
    ["llamar a Ana mañana a las 15", "llamar a Ana", "2026-11-25", "15:00"],
    ["enviar proposta hoje", "enviar proposta", "2026-11-24", null],
    ["send proposal today", "send proposal", "2026-11-24", null],
    ["enviar propuesta hoy", "enviar propuesta", "2026-11-24", null],
    ["depois de amanhã revisar contrato", "revisar contrato", "2026-11-26", null],
    ["review contract the day after tomorrow", "review contract", "2026-11-26", null],
    ["revisar contrato pasado mañana", "revisar contrato", "2026-11-26", null],
    ["ligar sexta", "ligar", "2026-11-27", null],
    ["ligar na sexta-feira às 10h", "ligar", "2026-11-27", "10:00"],
    ["call on Friday at 10", "call", "2026-11-27", "10:00"],
    ["llamar el viernes a las 10:30", "llamar", "2026-11-27", "10:30"],
    ["reunião terça", "reunião", "2026-12-01", null],
    ["visita sábado de manhã", "visita", "2026-11-28", "09:00"],
    ["next monday call Ana", "call Ana", "2026-11-30", null],
    ["ligar na próxima segunda", "ligar", "2026-11-30", null],
    ["ligar sexta que vem", "ligar", "2026-12-04", null],
    ["llamar el viernes que viene", "llamar", "2026-12-04", null],
    ["next friday demo", "demo", "2026-12-04", null],
    ["cobrar em 3 dias", "cobrar", "2026-11-27", null],
    ["follow up in 3 days", "follow up", "2026-11-27", null],
    ["cobrar en 3 días", "cobrar", "2026-11-27", null],
    ["cobrar daqui a duas semanas", "cobrar", "2026-12-08", null],
    ["cobrar dentro de un mes", "cobrar", "2026-12-24", null],
    ["retornar em uma hora", "retornar", "2026-11-24", "15:30"],
    ["call back in 45 minutes", "call back", "2026-11-24", "15:15"],
    ["planejar semana que vem", "planejar", "2026-11-30", null],
    ["plan next week", "plan", "2026-11-30", null],
    ["planear la próxima semana", "planear", "2026-11-30", null],
    ["relatório mês que vem", "relatório", "2026-12-01", null],
    ["fechar fim do mês", "fechar", "2026-11-30", null],
    ["close end of the month", "close", "2026-11-30", null],
    ["renovar 31/12", "renovar", "2026-12-31", null],
    ["renovar 5/1", "renovar", "2027-01-05", null],
    ["renovar até 31/12/2027", "renovar", "2027-12-31", null],
    ["renovar 31-12-27 9:15", "renovar", "2027-12-31", "09:15"],
    ["renovar 2027-02-01", "renovar", "2027-02-01", null],
    ["renovar 15 de março", "renovar", "2027-03-15", null],
    ["renovar el 1 de enero de 2028", "renovar", "2028-01-01", null],
    ["renew December 31st", "renew", "2026-12-31", null],
    ["renew on 3 Jan at noon", "renew", "2027-01-03", "12:00"],
    ["pagar dia 10", "pagar", "2026-12-10", null],
    ["pay on the 30th", "pay", "2026-11-30", null],
    ["pagar dia 24", "pagar", "2026-11-24", null],
    ["ligar às 16h", "ligar", "2026-11-24", "16:00"],
    ["ligar às 9", "ligar", "2026-11-25", "09:00"],
    ["ligar amanhã às 3", "ligar", "2026-11-25", "15:00"],
    ["ligar amanhã às 3 da tarde", "ligar", "2026-11-25", "15:00"],
    ["llamar mañana a las 8 de la noche", "llamar", "2026-11-25", "20:00"],
    ["llamar mañana por la mañana", "llamar", "2026-11-25", "09:00"],
    ["almoço amanhã meio-dia", "almoço", "2026-11-25", "12:00"],
    ["ligar amanhã 15h30", "ligar", "2026-11-25", "15:30"],
    ["ligar amanhã 9hs", "ligar", "2026-11-25", "09:00"],
    ["call tomorrow 12am", "call", "2026-11-25", "00:00"],
    ["call tomorrow 12:30 pm", "call", "2026-11-25", "12:30"],
    ["AMANHÃ: ligar", "ligar", "2026-11-25", null],
    ["Amanhã, ligar para Ana", "ligar para Ana", "2026-11-25", null],
  ])("%s", (text, title, due_on, due_time) => {
    expect(read(text)).toMatchObject({ title, due_on, due_time, repeats: null });
  });
});

describe("repetitions", () => {
  it.each([
    ["regar as plantas todo dia", "regar as plantas", { every: "day" }, "2026-11-24"],
    ["standup every day 9am", "standup", { every: "day" }, "2026-11-24"],
    ["revisar todos los días", "revisar", { every: "day" }, "2026-11-24"],
    ["ponto todo dia útil", "ponto", { every: "weekday" }, "2026-11-24"],
    ["check mail every weekday", "check mail", { every: "weekday" }, "2026-11-24"],
    ["relatório toda segunda", "relatório", week(1), "2026-11-30"],
    ["relatório toda segunda-feira às 9h", "relatório", week(1), "2026-11-30"],
    ["report every monday", "report", week(1), "2026-11-30"],
    ["informe todos los lunes", "informe", week(1), "2026-11-30"],
    ["informe cada martes", "informe", week(2), "2026-11-24"],
    ["treino toda segunda, quarta e sexta", "treino", week(1, 3, 5), "2026-11-25"],
    ["gym every monday and thursday", "gym", week(1, 4), "2026-11-26"],
    ["gimnasio todos los lunes y jueves", "gimnasio", week(1, 4), "2026-11-26"],
    ["conferir toda semana", "conferir", week(2), "2026-11-24"],
    ["conferir toda semana a partir de sexta", "conferir a partir de", week(5), "2026-11-27"],
    ["aluguel todo dia 5", "aluguel", { every: "month", day: 5 }, "2026-12-05"],
    ["rent every month on the 5th", "rent", { every: "month", day: 5 }, "2026-12-05"],
    ["alquiler cada día 5", "alquiler", { every: "month", day: 5 }, "2026-12-05"],
    ["fatura todo mês", "fatura", { every: "month", day: 24 }, "2026-11-24"],
    ["domínio todo ano 10/03", "domínio", { every: "year", month: 3, day: 10 }, "2027-03-10"],
    ["renew domain yearly", "renew domain", { every: "year", month: 11, day: 24 }, "2026-11-24"],
  ])("%s", (text, title, repeats, due_on) => {
    expect(read(text)).toMatchObject({ title, repeats, due_on });
  });
});

describe("people and deals", () => {
  it.each([
    ["ligar @ana amanhã #site", "ligar", "ana", "site"],
    ["ligar para Ana @João.Silva", "ligar para Ana", "João.Silva", null],
    ["escrever para ana@acme.com.br", "escrever para ana@acme.com.br", null, null],
    ["resolver chamado #12", "resolver chamado #12", null, null],
    ["#Loja-virtual revisar", "revisar", null, "Loja-virtual"],
  ])("%s", (text, title, person, deal) => {
    expect(read(text)).toMatchObject({ title, person, deal });
  });
});

describe("what is no time", () => {
  it.each([
    "enviar a segunda via do boleto",
    "preparar reunião de 2h",
    "atendimento 24/7",
    "conferir os 15 contratos",
    "comprar 3 licenças",
    "versão 2.5 do site",
    "set 3 reminders",
    "31/02",
    "Marçal e Domingos",
    "amanhãs",
    "",
  ])("%s", (text) => {
    expect(read(text)).toMatchObject({ title: text, due_on: null, due_time: null, repeats: null });
  });
});

describe("parts", () => {
  it("are where they stand in the text, accents and all", () => {
    const text = "Ligação amanhã às 15h @bruno";
    const parts = read(text).parts.map(({ kind, start, end }) => [kind, text.slice(start, end)]);
    expect(parts).toEqual([
      ["date", "amanhã"],
      ["time", "às 15h"],
      ["person", "@bruno"],
    ]);
  });

  it("are right behind letters of two units and of two signs", () => {
    const text = "🎉🎉 Ação amanhã";
    const [part] = read(text).parts;
    expect(part && text.slice(part.start, part.end)).toBe("amanhã");
  });

  it("stay words once they are taken back, and the next one counts", () => {
    const first = read("falar sobre 31/12 na sexta");
    expect(first.due_on).toBe("2026-11-27");
    const second = parseQuickTask("falar sobre 31/12 na sexta", NOW, new Set(first.parts.map(({ key }) => key)));
    expect(second).toMatchObject({ due_on: "2026-12-31", title: "falar sobre na sexta" });
  });

  it("read 12/31 as the person writes dates", () => {
    expect(read("renew 12/31", { order: "mdy" }).due_on).toBe("2026-12-31");
    expect(read("renew 1/2", { order: "mdy" }).due_on).toBe("2027-01-02");
    expect(read("renew 1/2", { order: "dmy" }).due_on).toBe("2027-02-01");
  });

  it("read long lines fast", () => {
    const text = "segunda terça quarta e quinta ".repeat(60);
    const before = performance.now();
    read(text);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
