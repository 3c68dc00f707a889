/** As the API takes it. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;

export type FileRefusal = "empty" | "spreadsheet" | "binary" | "tooBig" | "several" | "notATable" | "noRows" | "tooManyColumns";

/** What the API says after reading, in the same terms. */
export const REFUSAL_BY_CODE: Readonly<Record<string, FileRefusal>> = {
  file_is_empty: "empty",
  file_is_spreadsheet: "spreadsheet",
  file_is_binary: "binary",
  file_is_not_a_table: "notATable",
  file_has_no_rows: "noRows",
  file_has_too_many_columns: "tooManyColumns",
  file_too_large: "tooBig",
  too_large: "tooBig",
};

const SPREADSHEET = /\.(xlsx?|xlsm|xlsb|ods|numbers)$/i;
const BINARY = /\.(pdf|docx?|zip|png|jpe?g|gif|mp3|mp4|exe|rar|7z|gz)$/i;

/** Why a dropped file can't be read, before anything is sent; null when it is worth sending. */
export function refusalOf(files: readonly Pick<File, "name" | "size">[]): FileRefusal | null {
  const [file] = files;
  if (!file || files.length > 1) return "several";
  if (SPREADSHEET.test(file.name)) return "spreadsheet";
  if (BINARY.test(file.name)) return "binary";
  if (file.size === 0) return "empty";
  return file.size > MAX_FILE_BYTES ? "tooBig" : null;
}
