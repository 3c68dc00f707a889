import { Link } from "@/i18n/navigation";
import type { ReportFigure } from "@/lib/report-types";

export function ReportFigures({ figures }: { figures: ReportFigure[] }) {
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures.map(({ label, value, note, href }) => (
        <li
          key={label}
          className={`relative rounded-lg border bg-card px-4 py-3 ${href ? "transition-colors hover:border-foreground/25" : ""}`}
        >
          {href ? (
            <Link href={href} className="block text-xs font-medium text-muted-foreground after:absolute after:inset-0 after:rounded-lg">
              {label}
            </Link>
          ) : (
            <p className="text-xs font-medium text-muted-foreground">{label}</p>
          )}
          <p className="tabular mt-1 truncate text-xl font-semibold tracking-tight">{value}</p>
          {note && <p className="mt-0.5 text-xs text-muted-foreground">{note}</p>}
        </li>
      ))}
    </ul>
  );
}
