import { LogoImage } from "@/components/organization/logo-image";
import type { ShownLogo } from "@/lib/shown-logo";
import { cn } from "@/lib/utils";

export interface OrganizationMarkProps {
  name: string;
  /** `#rrggbb`, or null for the product's own tint. */
  color: string | null | undefined;
  /** "coming" keeps its place free. */
  logo?: ShownLogo | "coming" | null;
  className?: string;
}

/** Which of black and white is read on this colour (WCAG relative luminance). */
export function inkOn(color: string): "#000000" | "#ffffff" {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

/** An organization's logo, or its first letter on its colour. */
export function OrganizationMark({ name, color, logo, className }: OrganizationMarkProps) {
  if (logo === "coming") return <span aria-hidden className={cn("size-7 shrink-0 rounded-md", className)} />;
  if (logo) return <LogoImage {...logo} className={className} />;
  const letter = [...name.trim()][0]?.toUpperCase() ?? "?";
  return (
    <span
      aria-hidden
      style={color ? { backgroundColor: color, color: inkOn(color) } : undefined}
      className={cn(
        "flex size-7 shrink-0 select-none items-center justify-center rounded-md text-sm font-semibold",
        !color && "bg-primary text-primary-foreground",
        className,
      )}
    >
      {letter}
    </span>
  );
}
