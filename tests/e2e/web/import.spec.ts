import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";

import { open, signUp } from "./people";

const FILE = "tests/data/csv/atomic-crm/contacts_export.csv";
const LIST = `Nome;Empresa;E-mail;Telefone;Cidade;Etiquetas
Marina Couto;Ateliê Couto;marina@ateliecouto.com.br;(11) 98888-1234;São Paulo;moda
Paulo Reis;Reis Engenharia;paulo@reisengenharia.com.br;11 97777-4321;Campinas;
;;;;Santos;
Lia Fontes;Fontes Café;lia@@fontes;123;Santos;café
`;

const counts = (page: Page) =>
  page
    .locator("dl > div")
    .evaluateAll((items) =>
      Object.fromEntries(items.map((item) => [item.children[0]?.textContent ?? "", Number(item.children[1]?.textContent)])),
    );
const give = (page: Page, name: string, text: string) =>
  page.getByTestId("import-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

async function runImport(page: Page) {
  await page.getByRole("button", { name: /^Importar \d+ linhas?$/ }).click();
  await expect(page.getByText("Criados")).toBeVisible({ timeout: 30_000 });
}

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")}`)).toEqual([]);
}

test("brings a list in, names the problem rows, and the same file twice makes no duplicates", async ({ page, context }) => {
  await signUp(context);
  await open(page, "/pt/admin/import");
  await expectAccessible(page);
  await give(page, "clientes.csv", LIST);
  await expect(page.getByText("4 linhas em clientes.csv.")).toBeVisible();
  await expect(page.getByLabel("O que a coluna Empresa vira")).toHaveValue("company");
  await expect(page.getByLabel("O que a coluna E-mail vira")).toHaveValue("email");
  await expect(page.getByRole("cell", { name: "marina@ateliecouto.com.br", exact: true })).toBeVisible();
  await expectAccessible(page);
  await runImport(page);
  expect(await counts(page)).toEqual({ Criados: 3, Atualizados: 0, Duplicados: 0, "Não entraram": 1 });
  await expect(page.getByText("Sem nome, e-mail ou telefone para identificar o cliente.")).toBeVisible();
  await expect(page.getByText("“lia@@fontes” não é um e-mail e ficou de fora.")).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Baixar estas linhas" }).click();
  expect((await download).suggestedFilename()).toBe("clientes-problems.csv");

  await page.getByRole("link", { name: "Importar outro arquivo" }).click();
  await give(page, "clientes.csv", LIST);
  await runImport(page);
  expect(await counts(page)).toEqual({ Criados: 0, Atualizados: 0, Duplicados: 3, "Não entraram": 1 });
  await page.getByRole("link", { name: "Ver os clientes" }).click();
  await expect(page.getByText("3 clientes", { exact: true })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Ateliê Couto" })).toBeVisible();
});

test("reads another CRM's export, can be left and found again, and is undone", async ({ page, context }) => {
  await signUp(context);
  await open(page, "/pt/admin/import");
  await page.getByTestId("import-file").setInputFiles(FILE);
  await expect(page.getByRole("button", { name: /^Importar \d+ linhas?$/ })).toBeEnabled();
  await expect(page).toHaveURL(/import=/);
  await page.reload();
  await runImport(page);
  expect((await counts(page)).Criados).toBeGreaterThan(0);
  await page.getByRole("link", { name: "Todas as importações" }).click();
  await page.getByRole("link", { name: /contacts_export\.csv/ }).click();
  await page.getByRole("button", { name: "Desfazer importação" }).click();
  await expect(page.getByText("contacts_export.csv foi desfeito")).toBeVisible({ timeout: 30_000 });
  await open(page, "/pt/admin/clients");
  await expect(page.getByText("Todos os seus clientes em um só lugar")).toBeVisible();
});

test("asks for the column that names a client, and refuses one field twice", async ({ page, context }) => {
  await signUp(context);
  await open(page, "/pt/admin/import");
  await give(page, "sites.csv", "Coisa,Outra\nhttps://a.example,Campinas\nhttps://b.example,Santos\n");
  const run = page.getByRole("button", { name: "Importar 2 linhas" });
  await expect(run).toBeDisabled();
  await expect(page.getByText("Escolha a coluna que identifica os clientes")).toBeVisible();
  await page.getByLabel("O que a coluna Coisa vira").selectOption("name");
  await expect(run).toBeEnabled();
  await page.getByLabel("O que a coluna Outra vira").selectOption("name");
  await expect(page.getByText("Duas colunas viram “Nome”.")).toBeVisible();
  await expect(run).toBeDisabled();
});

for (const [name, file, text] of [
  ["empty", { name: "vazio.csv", mimeType: "text/csv", buffer: Buffer.from("") }, "O arquivo está vazio."],
  ["workbook", "tests/data/csv/csvkit/dummy.xlsx", "Isto é uma planilha."],
  [
    "binary",
    { name: "lista.csv", mimeType: "text/csv", buffer: Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 37) % 256)) },
    "Este arquivo",
  ],
  ["heading alone", { name: "so.csv", mimeType: "text/csv", buffer: Buffer.from("Nome,E-mail\n") }, "mas nenhuma linha abaixo dele"],
] as const) {
  test(`refuses a file: ${name}`, async ({ page, context }) => {
    await signUp(context);
    await open(page, "/pt/admin/import");
    await page.getByTestId("import-file").setInputFiles(file);
    await expect(page.getByRole("alert").filter({ hasText: text })).toBeVisible();
    await expect(page.getByText("Nada foi alterado.")).toBeVisible();
  });
}
