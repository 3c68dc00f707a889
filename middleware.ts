import createMiddleware from "next-intl/middleware";
import { NextRequest, type NextResponse } from "next/server";

import { routing } from "@/i18n/routing";
import { contentSecurityPolicy } from "@/lib/content-security-policy";

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
  return response;
}

export const config = {
  // Files have a dot in their last part; the API has its own answers.
  matcher: ["/((?!api(?:/|$)|_next|_vercel|.*\\.[^/]*$).*)"],
};
