import type { Config } from "tailwindcss";
import animate from "tailwindcss-animate";
import plugin from "tailwindcss/plugin";

const token = (name: string) => `hsl(var(--${name}) / <alpha-value>)`;

export default {
  darkMode: "class",
  content: [
    "./app/**/*.{ts,tsx}",
    "./components/**/*.{ts,tsx}",
    "./containers/**/*.{ts,tsx}",
    "./hooks/**/*.{ts,tsx}",
    "./lib/**/*.{ts,tsx}",
  ],
  theme: {
    extend: {
      colors: {
        background: token("background"),
        foreground: token("foreground"),
        surface: token("surface"),
        sidebar: token("sidebar"),
        card: { DEFAULT: token("card"), foreground: token("card-foreground") },
        popover: { DEFAULT: token("popover"), foreground: token("popover-foreground") },
        primary: { DEFAULT: token("primary"), foreground: token("primary-foreground"), text: token("primary-text") },
        secondary: { DEFAULT: token("secondary"), foreground: token("secondary-foreground") },
        muted: { DEFAULT: token("muted"), foreground: token("muted-foreground") },
        accent: { DEFAULT: token("accent"), foreground: token("accent-foreground") },
        destructive: { DEFAULT: token("destructive"), foreground: token("destructive-foreground"), text: token("destructive-text") },
        success: { DEFAULT: token("success"), foreground: token("success-foreground"), text: token("success-text") },
        warning: { DEFAULT: token("warning"), text: token("warning-text") },
        border: token("border"),
        input: token("input"),
        ring: token("ring"),
        stage: {
          lead: token("stage-lead"),
          contact: token("stage-contact"),
          proposal: token("stage-proposal"),
          negotiation: token("stage-negotiation"),
          closed: token("stage-closed"),
        },
      },
      borderRadius: { lg: "var(--radius)", md: "calc(var(--radius) - 2px)", sm: "calc(var(--radius) - 4px)" },
      fontFamily: {
        sans: ["var(--font-geist-sans)", "system-ui", "sans-serif"],
        mono: ["ui-monospace", "SFMono-Regular", "Menlo", "monospace"],
      },
      fontSize: { "2xs": ["0.6875rem", "1rem"] },
      keyframes: {
        "accordion-down": { from: { height: "0" }, to: { height: "var(--radix-accordion-content-height)" } },
        "accordion-up": { from: { height: "var(--radix-accordion-content-height)" }, to: { height: "0" } },
      },
      animation: { "accordion-down": "accordion-down 160ms ease-out", "accordion-up": "accordion-up 160ms ease-out" },
    },
  },
  plugins: [
    animate,
    // `coarse:` is a finger: targets grow to 44 px there and stay compact for a mouse.
    plugin(({ addVariant }) => addVariant("coarse", "@media (pointer: coarse)")),
  ],
} satisfies Config;
