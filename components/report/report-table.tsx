import { Download } from "lucide-react";

import { TONE_FILLS } from "@/components/report/tones";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { Link } from "@/i18n/navigation";
import type { ReportRow, ReportTableData } from "@/lib/report-types";
import { cn } from "@/lib/utils";

export interface ReportTableProps {
  table: ReportTableData;
  saveLabel: string;
  onSave: () => void;
}

/** Numbers with a bar that compares them; a row leads to what it counts. */
export function ReportTable({ table: { title, headings, rows, note }, saveLabel, onSave }: ReportTableProps) {
  const [first = "", ...others] = headings;
  const hasBars = rows.some((row) => row.bar);
  return (
    <section className="overflow-hidden rounded-lg border bg-card">
      <div className="flex items-center justify-between gap-3 py-2 pl-4 pr-2">
        <h2 className="text-sm font-semibold">{title}</h2>
        <Button variant="ghost" size="sm" onClick={onSave} aria-label={`${saveLabel}: ${title}`}>
          <Download aria-hidden />
          CSV
        </Button>
      </div>
      <Table>
        <TableHeader className="border-t">
          <TableRow className="hover:bg-transparent">
            <TableHead className="pl-4">{first}</TableHead>
            {hasBars && <TableHead aria-hidden className="w-full max-sm:hidden" />}
            {others.map((heading, place) => (
              <TableHead key={heading} className={cn("text-right", place === others.length - 1 && "pr-4")}>
                {heading}
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.key} className={cn("relative", !row.href && "hover:bg-transparent")}>
              <th scope="row" className="max-w-64 truncate py-2 pl-4 pr-3 text-left font-medium">
                <RowLabel row={row} />
              </th>
              {hasBars && (
                <TableCell aria-hidden className="w-full min-w-24 max-sm:hidden">
                  <Bar row={row} />
                </TableCell>
              )}
              {row.cells.map((text, place) => (
                <TableCell
                  key={headings[place + 1]}
                  className={cn("tabular whitespace-nowrap text-right", place === row.cells.length - 1 && "pr-4")}
                >
                  {text}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {note && <p className="border-t px-4 py-2.5 text-xs text-muted-foreground">{note}</p>}
    </section>
  );
}

function RowLabel({ row: { label, href, tone } }: { row: ReportRow }) {
  const text = (
    <>
      {tone && <span aria-hidden className={cn("mr-2 inline-block size-2 rounded-full", TONE_FILLS[tone])} />}
      {label}
    </>
  );
  return href ? (
    <Link href={href} className="after:absolute after:inset-0 focus-visible:after:-outline-offset-2">
      {text}
    </Link>
  ) : (
    text
  );
}

function Bar({ row }: { row: ReportRow }) {
  return (
    <div className="flex h-2 overflow-hidden rounded-full bg-secondary">
      {row.bar?.map(({ tone, share }) => (
        <div key={tone} className={TONE_FILLS[tone]} style={{ width: `${share * 100}%` }} />
      ))}
    </div>
  );
}
