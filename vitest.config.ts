import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    environment: "jsdom",
    globals: true,
    setupFiles: ["tests/unit/web/setup.ts"],
    include: ["tests/unit/web/**/*.test.{ts,tsx}", "{components,containers,hooks,lib,services,stores}/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    env: { TZ: "America/Sao_Paulo" },
    maxWorkers: 2,
    minWorkers: 1,
  },
});
