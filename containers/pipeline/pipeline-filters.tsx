"use client";

import { useTranslations } from "next-intl";

import { BoardFilters } from "@/components/pipeline/board-filters";
import { ClientPicker } from "@/containers/deal/client-picker";
import { useClientName } from "@/hooks/use-client-options";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import type { usePipelineUrl } from "@/hooks/use-pipeline-url";
import { useTags } from "@/hooks/use-tag";

export function PipelineFilters({ url }: { url: ReturnType<typeof usePipelineUrl> }) {
  const t = useTranslations("pipeline.filters");
  const { user, isPersonal } = useOrgContext();
  const { data: members = [] } = useMembers();
  const { data: tags = [] } = useTags();
  const { data: client = null } = useClientName(url.filters.client_id ?? null);
  return (
    <BoardFilters
      filters={url.filters}
      owners={members.map((member) => ({ id: member.user_id, name: member.full_name }))}
      myId={user.id}
      tags={tags}
      showOwners={!isPersonal}
      clientField={
        <ClientPicker
          id="filter-client"
          label={t("client")}
          value={client}
          onChange={({ id }) => url.setFilters({ client_id: id })}
          canCreate={false}
          placeholder={t("anyClient")}
          className="h-8 w-auto min-w-32 max-w-44"
        />
      }
      onChange={url.setFilters}
      onClear={url.clearFilters}
    />
  );
}
