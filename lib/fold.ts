/** Lower case without accents: "Configurações" is found by "configuracoes". */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
