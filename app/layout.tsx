import type { ReactNode } from "react";

/** The document is built by app/[locale]/layout.tsx, which knows its language. */
export default function RootLayout({ children }: { children: ReactNode }) {
  return children;
}
