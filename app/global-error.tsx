"use client";

/** The last net: even the document failed, so nothing here depends on styles, providers or messages. */
export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", display: "grid", placeItems: "center", minHeight: "100dvh", margin: 0 }}>
        <main style={{ textAlign: "center", padding: 24 }}>
          <h1 style={{ fontSize: 20 }}>Loved CRM</h1>
          <p lang="pt-BR">Algo deu errado. O que você salvou está seguro.</p>
          <p lang="es">Algo salió mal. Lo que guardaste está a salvo.</p>
          <p>Something went wrong. What you saved is safe.</p>
          <button type="button" onClick={reset} style={{ padding: "12px 20px", fontSize: 16 }}>
            ↻ Retry · Tentar de novo · Reintentar
          </button>
        </main>
      </body>
    </html>
  );
}
