"use client";

import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { withoutRow } from "@/lib/cached-pages";
import { type Contact, type ContactChanges, type ContactCreate, type ContactPage, contactService } from "@/services/contact";

type List = InfiniteData<ContactPage, string | null>;

export const contactKeys = {
  list: (organizationId: string, clientId: string) => ["contact", organizationId, clientId] as const,
};

export function useContacts(clientId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const queryKey = contactKeys.list(organizationId, clientId);
  useLiveEvents((event) => {
    if (event.type.startsWith("contact.") && event.data.client_id === clientId) void queryClient.invalidateQueries({ queryKey });
  });
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => contactService.listContacts(clientId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Add a person, or change one: of a new person there is no id. */
export function useSaveContact(clientId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ contact, values }: { contact?: Contact; values: ContactCreate & ContactChanges }) =>
      contact ? contactService.updateContact(contact.id, contact.version, values) : contactService.createContact(clientId, values),
    onSettled: () => queryClient.invalidateQueries({ queryKey: contactKeys.list(organizationId, clientId) }),
  });
}

export function useDeleteContact(clientId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const queryKey = contactKeys.list(organizationId, clientId);
  return useMutation({
    mutationFn: (contact: Contact) => contactService.deleteContact(contact.id),
    onMutate: (contact) => queryClient.setQueryData<List>(queryKey, (list) => list && withoutRow(list, contact.id)),
    onError: () => void queryClient.invalidateQueries({ queryKey }),
  });
}
