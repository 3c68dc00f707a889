"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";

import { authService } from "@/services/auth";

type Login = Parameters<typeof authService.login>[0];
type Registration = Parameters<typeof authService.register>[0];

/** What a screen does around the attempt; it stands on one page at a time. */
interface Reactions<Answer = unknown> {
  onMutate?: () => void;
  onSuccess: (answer: Answer) => void;
  onError?: (error: unknown) => void;
}

export function useLogin(reactions: Reactions<Awaited<ReturnType<typeof authService.login>>>) {
  return useMutation({ mutationFn: (login: Login) => authService.login(login), ...reactions });
}

/** One attempt keeps its key, so that a double press or a lost answer makes one organization. */
export function useRegistration(reactions: Reactions) {
  const attempt = useRef({ body: "", key: "" });
  return useMutation({
    mutationFn: (registration: Registration) => {
      const body = JSON.stringify(registration);
      if (attempt.current.body !== body) attempt.current = { body, key: crypto.randomUUID() };
      return authService.register(registration, attempt.current.key);
    },
    ...reactions,
  });
}
