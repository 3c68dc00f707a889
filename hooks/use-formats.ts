"use client";

import { useLocale } from "next-intl";

import { dateOrder, firstWeekdayIndex, type DateOrder, type Formats } from "@/lib/formats";
import { useInterfaceStore } from "@/stores/interface";

/** The person's ways of writing, as far as this browser knows them. */
export function useFormats(): Formats {
  return useInterfaceStore((state) => state.formats);
}

/** The order that the person types dates in. */
export function useDateOrder(): DateOrder {
  return dateOrder(useFormats().date, useLocale());
}

/** The day that the person's week begins on, Sunday being 0. */
export function useFirstWeekday(): 0 | 1 | 6 {
  return firstWeekdayIndex(useFormats().firstWeekday, useLocale());
}
