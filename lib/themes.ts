import { Monitor, Moon, Sun, type LucideIcon } from "lucide-react";

export type ThemeName = "light" | "dark" | "system";

export const THEMES: readonly { name: ThemeName; icon: LucideIcon }[] = [
  { name: "light", icon: Sun },
  { name: "dark", icon: Moon },
  { name: "system", icon: Monitor },
];
