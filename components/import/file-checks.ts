/** As the API takes it. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;

export type FileRefusal = "empty" | "spreadsheet" | "binary" | "tooBig" | "several";

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
