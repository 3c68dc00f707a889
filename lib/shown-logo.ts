import type { components } from "@/types/api";

export interface ShownLogo {
  src: string;
  /** `dark` and `light` ones are lost on a page of that tone, and get something behind them there. */
  tone: components["schemas"]["Logo"]["tone"];
}
