export const REPORT_NAMES = ["conversion", "outcomes", "forecast", "stage-time", "activity", "first-response"] as const;
export type ReportName = (typeof REPORT_NAMES)[number];

export const REPORT_PERIODS = [
  "last_30_days",
  "last_90_days",
  "this_month",
  "last_month",
  "this_quarter",
  "last_quarter",
  "this_year",
  "last_year",
] as const;

export type Tone = "primary" | "won" | "lost" | "quiet" | "lead" | "contact" | "proposal" | "negotiation" | "closed";

/** A part of a row's bar or of a column: how much of the longest one it is, from 0 to 1. */
export interface Segment {
  tone: Tone;
  share: number;
}

export interface ReportRow {
  key: string;
  label: string;
  /** Where the rows behind the number are. */
  href?: string;
  tone?: Tone;
  bar?: Segment[];
  cells: string[];
}

export interface ReportTableData {
  title: string;
  /** The first column's heading, then one for each cell. */
  headings: string[];
  rows: ReportRow[];
  note?: string;
}

export interface ReportFigure {
  label: string;
  value: string;
  note?: string;
  href?: string;
}

export interface ChartColumn {
  key: string;
  label: string;
  /** What the column says when it is pointed at. */
  title: string;
  segments: Segment[];
  isNow?: boolean;
}

export interface ReportChart {
  title: string;
  legend: { tone: Tone; label: string }[];
  columns: ChartColumn[];
}

/** A report in words and lengths, ready to be shown. */
export interface ReportView {
  figures: ReportFigure[];
  chart?: ReportChart;
  tables: ReportTableData[];
  isEmpty: boolean;
}
