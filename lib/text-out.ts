/** Save a text as a file of this browser. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Print a text alone, without the page around it. */
export function printText(text: string): void {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  document.body.append(frame);
  const { contentWindow, contentDocument } = frame;
  if (!contentWindow || !contentDocument) return;
  const paper = contentDocument.createElement("pre");
  paper.textContent = text;
  contentDocument.body.append(paper);
  contentWindow.addEventListener("afterprint", () => frame.remove(), { once: true });
  contentWindow.print();
}
