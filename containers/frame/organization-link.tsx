"use client";

import { useSearchParams } from "next/navigation";
import dynamic from "next/dynamic";
import { useState } from "react";

import { useOrgContext } from "@/hooks/use-org-context";

const OrganizationLinkDialog = dynamic(
  () => import("@/containers/organization/organization-link-dialog").then((module) => module.OrganizationLinkDialog),
  { ssr: false },
);

/** A link may name its organization (`?org=`): opened while working in another one, it offers to go there. */
export function OrganizationLink() {
  const { organizationId } = useOrgContext();
  const wanted = useSearchParams().get("org");
  const [declined, setDeclined] = useState<string | null>(null);
  if (!wanted || wanted === organizationId || wanted === declined) return null;
  return <OrganizationLinkDialog wantedId={wanted} onClose={() => setDeclined(wanted)} />;
}
