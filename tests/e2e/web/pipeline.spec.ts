import AxeBuilder from "@axe-core/playwright"
import { expect, test, type Locator, type Page } from "@playwright/test"

import { joinAs, open, signUp, type Person } from "./people"

const column = (page: Page, stage: string) => page.locator(`section[data-stage="${stage}"]`)
const card = (page: Page, title: string) => page.locator("a[data-deal]", { hasText: title })
const cardIn = (page: Page, stage: string, title: string) => column(page, stage).locator("a[data-deal]", { hasText: title })
const titlesIn = (page: Page, stage: string) =>
  column(page, stage)
    .locator("a[data-deal]")
    .evaluateAll((cards) =>
      cards
        .map((element) => ({ top: element.getBoundingClientRect().top, title: element.children[0]?.children[1]?.textContent ?? "" }))
        .sort((a, b) => a.top - b.top)
        .map(({ title }) => title),
    )

/** The page's type differs only in which release of Playwright declares it. */
const violations = async (page: Page) => (await new AxeBuilder({ page: page }).analyze()).violations

async function boardOf(person: Person, deals: [title: string, stage: string][]): Promise<Record<string, string>> {
  const client = await person.addClient("Padaria Aurora")
  const ids: Record<string, string> = {}
  // New cards go on top: the last one created comes first.
  for (const [title, stage] of [...deals].reverse()) {
    ids[title] = (await person.addDeal(client.id, title, { stage, value_cents: 125_000 })).id
  }
  return ids
}

async function drag(page: Page, from: Locator, to: Locator, offset: { x?: number; y: number }) {
  await expect(page.locator("[data-draggable]")).toBeVisible()
  await from.scrollIntoViewIfNeeded()
  const start = await from.boundingBox()
  const end = await to.boundingBox()
  if (!start || !end) throw new Error("nothing to drag")
  const goal = { x: end.x + (offset.x ?? end.width / 2), y: end.y + offset.y }
  await page.mouse.move(start.x + 40, start.y + 40)
  await page.mouse.down()
  await page.mouse.move(start.x + 60, start.y + 50, { steps: 4 })
  await page.mouse.move(goal.x, goal.y, { steps: 12 })
  await expect(page.locator("[data-drop-line]")).toBeVisible()
  await page.mouse.up()
}

test.describe("the board", () => {
  test("creates deals with the dialog, with quick add, and keeps them after a reload", async ({ page, context }) => {
    await signUp(context)
    await open(page, "/pt/admin/pipeline")
    await expect(page.getByText("Seu pipeline começa com um negócio")).toBeVisible()

    await page.keyboard.press("c")
    const dialog = page.getByRole("dialog", { name: "Novo negócio" })
    await dialog.getByLabel("Nome").fill("Site institucional")
    await dialog.getByRole("button", { name: "Criar negócio" }).click()
    await expect(dialog.getByText("Escolha ou crie o cliente.")).toBeVisible()
    await dialog.getByLabel("Cliente").click()
    await page.getByPlaceholder("Buscar clientes").fill("Clínica Vida")
    await page.getByRole("option", { name: "Criar “Clínica Vida”" }).click()
    await dialog.getByLabel("Valor").fill("12.500,50")
    await dialog.getByRole("button", { name: "Criar negócio" }).click()
    await expect(cardIn(page, "lead", "Site institucional")).toContainText("12.500,50")
    await expect(column(page, "lead").getByRole("heading")).toContainText("1")

    await page.getByRole("button", { name: "Adicionar negócio em Proposta" }).click()
    const form = page.getByRole("form", { name: "Adicionar negócio em Proposta" })
    await form.getByPlaceholder("Sobre o que é?").fill("Campanha de inverno")
    await form.getByRole("combobox").click()
    await page.getByRole("option", { name: "Clínica Vida" }).click()
    await form.getByRole("button", { name: "Adicionar" }).click()
    await expect(cardIn(page, "proposal", "Campanha de inverno")).toBeVisible()

    await page.reload()
    await expect(cardIn(page, "lead", "Site institucional")).toBeVisible()
    await expect(cardIn(page, "proposal", "Campanha de inverno")).toBeVisible()
  })

  test("moves a card with the mouse to the place of the drop line and undoes it", async ({ page, context }) => {
    const person = await signUp(context)
    await boardOf(person, [["Um", "lead"], ["Dois", "lead"], ["Três", "proposal"], ["Quatro", "proposal"]])
    await open(page, "/pt/admin/pipeline")
    await expect(card(page, "Quatro")).toBeVisible()
    // Between the two cards of the other column.
    await drag(page, card(page, "Dois"), cardIn(page, "proposal", "Quatro"), { y: -4 })
    await expect.poll(() => titlesIn(page, "proposal")).toEqual(["Três", "Dois", "Quatro"])
    await expect(column(page, "proposal").getByRole("heading")).toContainText("3")
    await expect(page.getByText("Dois agora está em Proposta")).toBeVisible()
    await expect(page).toHaveURL(/\/pipeline$/)

    await page.reload()
    await expect.poll(() => titlesIn(page, "proposal")).toEqual(["Três", "Dois", "Quatro"])

    await drag(page, card(page, "Um"), card(page, "Três"), { y: 2 })
    await expect.poll(() => titlesIn(page, "proposal")).toEqual(["Um", "Três", "Dois", "Quatro"])
    await page.getByRole("button", { name: "Desfazer" }).first().click()
    await expect.poll(() => titlesIn(page, "lead")).toEqual(["Um"])
    await page.reload()
    await expect.poll(() => titlesIn(page, "lead")).toEqual(["Um"])
  })

  test("moves a card by keyboard, speaks every step and keeps the focus", async ({ page, context }) => {
    const person = await signUp(context)
    await boardOf(person, [["Um", "lead"], ["Dois", "lead"], ["Três", "contact"]])
    await open(page, "/pt/admin/pipeline")
    await card(page, "Um").focus()
    await page.keyboard.press("ArrowDown")
    await expect(card(page, "Dois")).toBeFocused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Space")
    const spoken = page.locator('p[aria-live="assertive"]')
    await expect(spoken).toContainText("Um na mão. Lead, posição 1")
    await page.keyboard.press("ArrowRight")
    await expect(spoken).toContainText("Contato, posição 1 de 2")
    await page.keyboard.press("ArrowDown")
    await expect(spoken).toContainText("Contato, posição 2 de 2")
    await page.keyboard.press("Escape")
    await expect(spoken).toContainText("Um continua em Lead")
    await expect(cardIn(page, "lead", "Um")).toBeFocused()

    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Space")
    await expect.poll(() => titlesIn(page, "contact")).toEqual(["Três", "Um"])
    await expect(cardIn(page, "contact", "Um")).toBeFocused()
    await expect(page.getByText("Um agora está em Contato")).toBeVisible()
    await page.keyboard.press("ControlOrMeta+z")
    await expect(cardIn(page, "lead", "Um")).toBeVisible()
  })

  test("moves a card from its menu", async ({ page, context }) => {
    const person = await signUp(context)
    await boardOf(person, [["Um", "lead"], ["Dois", "negotiation"]])
    await open(page, "/pt/admin/pipeline")
    await card(page, "Um").focus()
    await page.keyboard.press("m")
    await page.getByRole("menuitem", { name: "Negociação" }).click()
    await expect.poll(() => titlesIn(page, "negotiation")).toEqual(["Um", "Dois"])
    await expect(card(page, "Um")).toBeFocused()
  })

  test("asks how a deal ended, and why it was lost", async ({ page, context }) => {
    const person = await signUp(context)
    const ids = await boardOf(person, [["Um", "lead"], ["Dois", "lead"]])
    await open(page, "/pt/admin/pipeline")
    await expect(card(page, "Dois")).toBeVisible()

    await drag(page, card(page, "Um"), column(page, "closed"), { y: 150 })
    const sheet = page.getByRole("dialog", { name: "Como terminou?" })
    await sheet.getByRole("button", { name: "Perdido" }).click()
    await sheet.getByRole("button", { name: "Marcar como perdido" }).click()
    await expect(sheet.getByText("Escolha um motivo")).toBeVisible()
    await sheet.getByRole("button", { name: "Colocar de volta" }).click()
    await expect(cardIn(page, "lead", "Um")).toBeVisible()

    await drag(page, card(page, "Um"), column(page, "closed"), { y: 150 })
    await sheet.getByRole("button", { name: "Perdido" }).click()
    await sheet.getByText("Outro motivo").click()
    await sheet.getByPlaceholder("Com suas palavras").fill("   ")
    await sheet.getByRole("button", { name: "Marcar como perdido" }).click()
    await expect(sheet.getByText("Escreva o motivo")).toBeVisible()
    await sheet.getByPlaceholder("Com suas palavras").fill("Mudaram de cidade")
    await sheet.getByRole("button", { name: "Marcar como perdido" }).click()
    await expect(cardIn(page, "closed", "Um")).toContainText("Perdido")
    await expect
      .poll(() => person.call("GET", `/deals/${ids.Um}`))
      .toMatchObject({ stage: "closed", outcome: "lost", lost_reason: "Mudaram de cidade" })

    await drag(page, card(page, "Dois"), column(page, "closed"), { y: 320 })
    await sheet.getByRole("button", { name: "Ganho" }).click()
    await expect(cardIn(page, "closed", "Dois")).toContainText("Ganho")
  })

  test("filters through the URL", async ({ page, context }) => {
    const person = await signUp(context)
    await boardOf(person, [["Alfa", "lead"], ["Beta", "proposal"]])
    await open(page, "/pt/admin/pipeline")
    await page.getByLabel("Buscar negócios").fill("bet")
    await expect(page).toHaveURL(/query=bet/)
    await expect(card(page, "Alfa")).toHaveCount(0)
    await expect(card(page, "Beta")).toBeVisible()
    await page.reload()
    await expect(card(page, "Beta")).toBeVisible()
    await expect(card(page, "Alfa")).toHaveCount(0)
    await page.getByRole("button", { name: "Limpar filtros" }).click()
    await expect(card(page, "Alfa")).toBeVisible()
  })

  test("keeps 300 cards of a column in reach while drawing few of them", async ({ page, context }) => {
    test.slow()
    const person = await signUp(context)
    const client = await person.addClient("Padaria Aurora")
    for (let start = 0; start < 300; start += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => person.addDeal(client.id, `Negócio ${start + i}`)))
    }
    await open(page, "/pt/admin/pipeline")
    await expect(column(page, "lead").getByRole("heading")).toContainText("300")
    expect(await column(page, "lead").locator("a[data-deal]").count()).toBeLessThan(40)
    const list = page.locator('[data-column-list="lead"]')
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await expect(column(page, "lead").locator('li[aria-posinset="300"] a[data-deal]')).toBeVisible()
  })
})

test.describe("two people", () => {
  test("see each other's moves live, with the name", async ({ page, context, browser }) => {
    const person = await signUp(context)
    const ids = await boardOf(person, [["Um", "lead"], ["Dois", "lead"]])
    await open(page, "/pt/admin/pipeline")
    await expect(card(page, "Um")).toBeVisible()
    const other = await browser.newContext()
    const colleague = await joinAs(other, person.organizationId, "Bruno Lima")
    const theirs = await other.newPage()
    await open(theirs, "/pt/admin/pipeline")
    await expect(card(theirs, "Um")).toBeVisible()

    await drag(theirs, card(theirs, "Um"), column(theirs, "proposal"), { y: 150 })
    await expect(cardIn(page, "proposal", "Um")).toBeVisible({ timeout: 3_000 })
    await expect(column(page, "proposal").getByText("Bruno Lima")).toBeVisible()
    await expect(page.locator('p[aria-live="polite"]').filter({ hasText: "Bruno Lima moveu Um para Proposta" })).toHaveCount(1)
    await expect(column(page, "lead").getByRole("heading")).toContainText("1")

    await colleague.call("DELETE", `/deals/${ids.Dois}`)
    await expect(card(page, "Dois")).toHaveCount(0, { timeout: 3_000 })
    await other.close()
  })

  test("who moves second is told who was first and chooses", async ({ page, context, browser }) => {
    const person = await signUp(context)
    const ids = await boardOf(person, [["Um", "lead"]])
    const other = await browser.newContext()
    const colleague = await joinAs(other, person.organizationId, "Bruno Lima")
    // No live connection: this browser doesn't hear of the colleague's move.
    await page.route("**/api/ws/ticket", (route) => route.abort())
    await open(page, "/pt/admin/pipeline")
    await expect(card(page, "Um")).toBeVisible()
    await colleague.moveDeal(ids.Um ?? "", "contact")

    await drag(page, card(page, "Um"), column(page, "proposal"), { y: 150 })
    const conflict = page.getByRole("dialog", { name: "Alguém moveu antes" })
    await expect(conflict).toContainText("Bruno Lima")
    await expect(conflict).toContainText("Contato")
    await expect(cardIn(page, "contact", "Um")).toBeVisible()
    await conflict.getByRole("button", { name: "Mover para Proposta mesmo assim" }).click()
    await expect(cardIn(page, "proposal", "Um")).toBeVisible()
    await expect.poll(() => person.call("GET", `/deals/${ids.Um}`)).toMatchObject({ stage: "proposal" })
    await other.close()
  })

  test("a refused move goes back to its slot and can be tried again", async ({ page, context }) => {
    const person = await signUp(context)
    await boardOf(person, [["Um", "lead"], ["Dois", "lead"], ["Três", "lead"]])
    await open(page, "/pt/admin/pipeline")
    await expect(card(page, "Dois")).toBeVisible()
    await page.route("**/api/deals/*/stage", (route) => route.abort())
    await drag(page, card(page, "Dois"), column(page, "proposal"), { y: 150 })
    await expect(page.getByText("Dois voltou para onde estava")).toBeVisible()
    expect(await titlesIn(page, "lead")).toEqual(["Um", "Dois", "Três"])
    await page.unroute("**/api/deals/*/stage")
    await page.getByRole("button", { name: "Tentar de novo" }).click()
    await expect(cardIn(page, "proposal", "Dois")).toBeVisible()
  })
})

test.describe("the deal panel", () => {
  test("opens by its own address, edits in place, takes notes and deletes with undo", async ({ page, context }) => {
    const person = await signUp(context)
    const ids = await boardOf(person, [["Um", "lead"]])
    await open(page, `/pt/admin/pipeline?deal=${ids.Um}`)
    const panel = page.getByRole("dialog", { name: "Um" })
    await expect(panel.getByLabel("Nome")).toHaveValue("Um")
    await panel.getByLabel("Valor").fill("2.000,75")
    await panel.getByLabel("Valor").press("Enter")
    await expect(card(page, "Um")).toContainText("2.000,75")
    await panel.getByLabel("Valor").fill("muito")
    await panel.getByLabel("Valor").press("Enter")
    await expect(panel.getByText("Isso não é um valor.")).toBeVisible()
    await panel.getByLabel("Valor").press("Escape")
    await panel.getByLabel("Nome").fill("Um renomeado")
    await panel.getByLabel("Nome").press("Enter")
    await expect(card(page, "Um renomeado")).toBeVisible()

    await page.reload()
    const again = page.getByRole("dialog", { name: "Um renomeado" })
    await expect(again.getByLabel("Valor")).toHaveValue("2.000,75")
    await again.getByRole("tab", { name: "Etapas" }).click()
    await expect(again.getByText("agora")).toBeVisible()

    await again.getByRole("button", { name: "Ações do negócio" }).click()
    await page.getByRole("menuitem", { name: "Excluir negócio" }).click()
    await expect(card(page, "Um renomeado")).toHaveCount(0)
    await page.getByRole("button", { name: "Desfazer" }).first().click()
    await expect(card(page, "Um renomeado")).toBeVisible()
  })

  test("takes a date as it is typed, or from a month, in the order of the language", async ({ page, context }) => {
    const person = await signUp(context)
    const ids = await boardOf(person, [["Um", "lead"]])
    await open(page, `/pt/admin/pipeline?deal=${ids.Um}`)
    const date = page.getByRole("dialog", { name: "Um" }).getByRole("textbox", { name: "Previsão" })
    await date.fill("31/12/30")
    await date.press("Enter")
    await expect(date).toHaveValue("31/12/2030")
    await date.fill("31/02")
    await date.press("Enter")
    await expect(page.getByText("Essa data não existe. Tente algo como 31/12.")).toBeVisible()
    await date.press("Escape")

    await page.getByRole("button", { name: "Abrir o calendário: Previsão" }).click()
    await page.getByRole("gridcell", { name: "15" }).getByRole("button").click()
    await expect(date).toHaveValue("15/12/2030")
    await expect.poll(async () => (await person.call("GET", `/deals/${ids.Um}`)).expected_close_date).toBe("2030-12-15")
    await open(page, `/en/admin/pipeline?deal=${ids.Um}`)
    await expect(page.getByRole("textbox", { name: "Expected close" })).toHaveValue("12/15/2030")
  })

  test("says so when the deal isn't there", async ({ page, context }) => {
    await signUp(context)
    await open(page, "/pt/admin/pipeline?deal=01900000-0000-7000-8000-000000000000")
    await expect(page.getByText("Este negócio não está aqui")).toBeVisible()
  })
})

/** A point on a card once the column has stopped gliding. */
async function restingPlace(page: Page, title: string) {
  let before = await card(page, title).boundingBox()
  await expect
    .poll(async () => {
      const now = await card(page, title).boundingBox()
      const rests = now !== null && now.x === before?.x && now.y === before.y
      before = now
      return rests
    })
    .toBe(true)
  if (!before) throw new Error("no card")
  return { x: before.x + 60, y: before.y + 40 }
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test("opens a deal as wide as the screen, with nothing beside it", async ({ page, context }) => {
    const person = await signUp(context)
    const ids = await boardOf(person, [["Um", "lead"], ["Dois", "negotiation"]])
    await open(page, `/pt/admin/pipeline?deal=${ids.Um}`)
    const panel = page.getByRole("dialog", { name: "Um" })
    await expect(panel.getByLabel("Nome")).toHaveValue("Um")
    expect(await page.evaluate(() => [window.innerWidth, document.documentElement.scrollWidth])).toEqual([390, 390])
    await expect.poll(async () => (await panel.boundingBox())?.x).toBe(0)
  })

  test("scrolls with a swipe and moves a card after a long press", async ({ page, context }) => {
    const person = await signUp(context)
    await boardOf(person, [["Um", "lead"], ["Dois", "lead"]])
    await open(page, "/pt/admin/pipeline")
    await expect(card(page, "Um")).toBeVisible()
    const client = await context.newCDPSession(page)
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
      client.send("Input.dispatchTouchEvent", { type, touchPoints: points })
    const box = await card(page, "Um").boundingBox()
    if (!box) throw new Error("no card")
    const start = { x: box.x + 60, y: box.y + 40 }

    // A quick swipe is scrolling: nothing is lifted.
    await touch("touchStart", [start])
    for (let i = 1; i <= 6; i += 1) await touch("touchMove", [{ x: start.x - i * 30, y: start.y }])
    await touch("touchEnd", [])
    await expect(page.locator("[data-drop-line]")).toHaveCount(0)
    expect(await titlesIn(page, "lead")).toEqual(["Um", "Dois"])
    // It came to rest at the next column; back to the first one.
    await expect.poll(async () => (await column(page, "contact").boundingBox())?.x).toBeLessThan(60)
    await expect(async () => {
      await column(page, "lead").evaluate((element) => element.scrollIntoView({ inline: "center" }))
      expect((await card(page, "Um").boundingBox())?.x).toBeGreaterThan(0)
    }).toPass()
    const grip = await restingPlace(page, "Um")
    await touch("touchStart", [grip])
    await expect(page.locator("[data-lifted]")).toBeVisible()
    for (let i = 1; i <= 10; i += 1) await touch("touchMove", [{ x: grip.x + i * 2, y: grip.y + i * 18 }])
    await expect(page.locator("[data-drop-line]")).toBeVisible()
    await touch("touchEnd", [])
    await expect.poll(() => titlesIn(page, "lead")).toEqual(["Dois", "Um"])
  })
})

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on board, panel and dashboard (${colorScheme})`, async ({ page, context }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    const person = await signUp(context)
    const ids = await boardOf(person, [["Um", "lead"], ["Dois", "proposal"]])
    await person.moveDeal(ids.Dois ?? "", "closed", { outcome: "lost", lost_reason: "price" })
    await open(page, "/pt/admin/pipeline")
    await expect(card(page, "Um")).toBeVisible()
    expect(await violations(page)).toEqual([])
    await card(page, "Um").click()
    await expect(page.getByRole("dialog", { name: "Um" }).getByLabel("Valor")).toBeVisible()
    await page.waitForTimeout(300)
    expect(await violations(page)).toEqual([])
    await open(page, "/pt/admin")
    await expect(page.getByRole("heading", { name: "Precisam de atenção" })).toBeVisible()
    await page.waitForTimeout(500)
    expect(await violations(page)).toEqual([])
  })
}
