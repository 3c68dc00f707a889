"use client";

import { ErrorPage, type ErrorPageProps } from "@/components/common/error-page";

export default function PageError(props: ErrorPageProps) {
  return <ErrorPage {...props} />;
}
