"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { useCallback } from "react";

import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import {
  type CustomField,
  type CustomFieldCreate,
  type CustomFieldEntity,
  type CustomFieldUpdate,
  customFieldService,
} from "@/services/custom-field";

export const customFieldKeys = {
  all: (organizationId: string) => ["custom-field", organizationId] as const,
  list: (organizationId: string, entity: CustomFieldEntity, isDeleted = false) =>
    ["custom-field", organizationId, entity, isDeleted] as const,
};

/** An organization's own fields of an entity, in their order. */
export function useCustomFields(entity: CustomFieldEntity, { isDeleted = false, enabled = true } = {}) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  useLiveEvents((event) => {
    if (event.type.startsWith("custom_field.")) void queryClient.invalidateQueries({ queryKey: customFieldKeys.all(organizationId) });
  });
  return useQuery({
    queryKey: customFieldKeys.list(organizationId, entity, isDeleted),
    queryFn: ({ signal }) => customFieldService.listFields(entity, isDeleted, signal),
    select: (page) => page.items,
    staleTime: 60_000,
    enabled,
  });
}

type Labelled = Pick<CustomField, "labels">;

/** The label in the reader's language, else in any that there is. */
export function useFieldLabel(): (labelled: Labelled) => string {
  const locale = useLocale() as keyof CustomField["labels"];
  return useCallback(({ labels }) => labels[locale] ?? labels.en ?? Object.values(labels)[0] ?? "", [locale]);
}

function useFieldWrite<T, R>(write: (input: T) => Promise<R>) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSettled: () => queryClient.invalidateQueries({ queryKey: customFieldKeys.all(organizationId) }),
  });
}

export function useCreateCustomField() {
  return useFieldWrite((data: CustomFieldCreate) => customFieldService.createField(data));
}

export function useUpdateCustomField() {
  return useFieldWrite(({ id, changes }: { id: string; changes: CustomFieldUpdate }) => customFieldService.updateField(id, changes));
}

export function useDeleteCustomField() {
  return useFieldWrite((field: CustomField) => customFieldService.deleteField(field.id));
}

export function useRestoreCustomField() {
  return useFieldWrite((field: CustomField) => customFieldService.restoreField(field.id));
}
