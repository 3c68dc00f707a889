import createMiddleware from "next-intl/middleware";
import { NextRequest, type NextResponse } from "next/server";

import { routing } from "@/i18n/routing";
import { contentSecurityPolicy } from "@/lib/content-security-policy";
import { GUESSED_LANGUAGE } from "@/lib/guessed-language";

const localize = createMiddleware(routing);

/** Puts a language into the URL and a fresh nonce into the policy. Never decides who may see what: the API does. */
export default function middleware(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from this header of the request.
  headers.set("Content-Security-Policy", policy);
  const response = localize(new NextRequest(request, { headers }));
  response.headers.set("Content-Security-Policy", policy);
  const [, first] = request.nextUrl.pathname.split("/");
  const isGuessed = !routing.locales.some((locale) => locale === first) && !request.cookies.has("NEXT_LOCALE");
  if (isGuessed) response.cookies.set(GUESSED_LANGUAGE, "1", { path: "/", sameSite: "lax" });
  return response;
}

export const config = {
  // Files have a dot in their last part; the API has its own answers.
  matcher: ["/((?!api(?:/|$)|_next|_vercel|.*\\.[^/]*$).*)"],
};
