"use client";

import dynamic from "next/dynamic";

import { LoginForm } from "@/containers/auth/login-form";
import { useLoginChallenge } from "@/hooks/use-login-step";

const SecondFactorForm = dynamic(() => import("@/containers/auth/second-factor-form").then((module) => module.SecondFactorForm), {
  ssr: false,
});

/** First the password, or what stands for it; then the second factor of whoever has one. */
export function Login({ isPersonal }: { isPersonal: boolean }) {
  const { challenge, setChallenge } = useLoginChallenge();
  if (!challenge) return <LoginForm isPersonal={isPersonal} onChallenge={setChallenge} />;
  return <SecondFactorForm challenge={challenge} onStartOver={() => setChallenge(null)} />;
}
