"use client";

import { type InfiniteData, type QueryClient, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { clientKeys, refreshLists } from "@/hooks/client-cache";
import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { withoutRow } from "@/lib/cached-pages";
import { type Contact, type ContactChanges, type ContactCreate, type ContactPage, contactService } from "@/services/contact";

type List = InfiniteData<ContactPage, string | null>;

export const contactKeys = {
  list: (organizationId: string, clientId: string) => ["contact", organizationId, clientId] as const,
};

/** The people of a client, and the client that shows its main contact. */
function refreshPeople(queryClient: QueryClient, organizationId: string, clientId: string): Promise<unknown> {
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: contactKeys.list(organizationId, clientId) }),
    queryClient.invalidateQueries({ queryKey: clientKeys.detail(organizationId, clientId) }),
    refreshLists(queryClient, organizationId),
  ]);
}

export function useContacts(clientId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const queryKey = contactKeys.list(organizationId, clientId);
  useLiveEvents((event) => {
    if (event.type.startsWith("contact.") && event.data.client_id === clientId) void refreshPeople(queryClient, organizationId, clientId);
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
    onSettled: () => refreshPeople(queryClient, organizationId, clientId),
  });
}

export function useDeleteContact(clientId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const queryKey = contactKeys.list(organizationId, clientId);
  return useMutation({
    mutationFn: (contact: Contact) => contactService.deleteContact(contact.id),
    onMutate: (contact) => queryClient.setQueryData<List>(queryKey, (list) => list && withoutRow(list, contact.id)),
    onSettled: () => refreshPeople(queryClient, organizationId, clientId),
  });
}
