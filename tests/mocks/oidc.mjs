/**
 * Google and Microsoft as log-in providers: a certified OpenID provider (oidc-provider) set up to say what each of them
 * says. Google vouches for an address with `email_verified`, and names a Workspace with `hd`; Microsoft puts the tenant
 * into the issuer, and vouches for no address.
 *
 * PORT, OIDC_HOST (127.0.0.1), WEB_ORIGINS (separated by commas: whose callbacks are let in). The log-in page asks for an address alone; the
 * fields `subject`, `name` and `is_unverified` of its form are for tests. A subject that begins `attack-<how>-` gets an
 * answer spoiled in that way: see SPOILERS.
 */
import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import http from "node:http";

import Provider, { interactionPolicy } from "oidc-provider";

const PORT = Number(process.env.PORT ?? 9084);
const HOST = process.env.OIDC_HOST ?? "127.0.0.1";
const ORIGIN = `http://127.0.0.1:${PORT}`;
const WEB_ORIGINS = (process.env.WEB_ORIGINS ?? "http://localhost:3000").split(",");
const TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";
const SECRET = "mock-client-secret-of-forty-characters-00";

const jwkOf = ({ privateKey }, kid) => ({ ...privateKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" });
const ours = generateKeyPairSync("rsa", { modulusLength: 2048 });
const strange = generateKeyPairSync("rsa", { modulusLength: 2048 });
const people = new Map();

const encode = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const decode = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

function signed(header, claims, key = ours) {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), key.privateKey).toString("base64url")}`;
}

/** What an attacker between us and the provider, or at another client of it, would hand in instead of the real token. */
const SPOILERS = {
  none: (header, claims) => `${encode({ ...header, alg: "none" })}.${encode(claims)}.`,
  key: (header, claims) => signed(header, claims, strange),
  unknownkey: (header, claims) => signed({ ...header, kid: "strange" }, claims, strange),
  hmac: (header, claims) => {
    const text = `${encode({ ...header, alg: "HS256" })}.${encode(claims)}`;
    const publicKey = ours.publicKey.export({ type: "spki", format: "pem" });
    return `${text}.${createHmac("sha256", publicKey).update(text).digest("base64url")}`;
  },
  secret: (header, claims) => {
    const text = `${encode({ ...header, alg: "HS256" })}.${encode(claims)}`;
    return `${text}.${createHmac("sha256", SECRET).update(text).digest("base64url")}`;
  },
  audience: (header, claims) => signed(header, { ...claims, aud: "another-client" }),
  audiences: (header, claims) => signed(header, { ...claims, aud: [claims.aud, "another-client"], azp: "another-client" }),
  issuer: (header, claims) => signed(header, { ...claims, iss: "https://accounts.example.com" }),
  tenant: (header, claims) => signed(header, { ...claims, tid: "00000000-0000-0000-0000-000000000001" }),
  expired: (header, claims) => signed(header, { ...claims, iat: claims.iat - 7200, exp: claims.iat - 3600 }),
  future: (header, claims) => signed(header, { ...claims, iat: claims.iat + 7200, exp: claims.iat + 10_800 }),
  nonce: (header, claims) => signed(header, { ...claims, nonce: "another-nonce" }),
  nononce: (header, { nonce: _, ...claims }) => signed(header, claims),
  nosubject: (header, { sub: _, ...claims }) => signed(header, claims),
  noemail: (header, { email: _, ...claims }) => signed(header, claims),
  bademail: (header, claims) => signed(header, { ...claims, email: "not an address" }),
  verifiedtext: (header, claims) => signed(header, { ...claims, email_verified: "true" }),
  cut: (header, claims) => signed(header, claims).slice(0, -8),
  text: () => "not-a-token",
};

async function spoil(ctx, next) {
  await next();
  if (ctx.oidc?.route !== "token" || !ctx.body?.id_token) return;
  const [header, claims] = ctx.body.id_token.split(".").slice(0, 2).map(decode);
  const [, how] = /^attack-([a-z]+)-/.exec(claims.sub) ?? [];
  if (how === "down") Object.assign(ctx, { status: 503, body: "try again later" });
  else if (how === "notoken") delete ctx.body.id_token;
  else if (how === "html") Object.assign(ctx, { body: "<html></html>", type: "html" });
  else if (how) ctx.body.id_token = SPOILERS[how](header, claims);
}

/** Both ask which account it shall be, which the specification leaves to them. */
function policy() {
  const made = interactionPolicy.base();
  made.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);
  return made;
}

function provider({ path, clientId, mount, claimsOf }) {
  const made = new Provider(`${ORIGIN}${path}`, {
    clients: [
      {
        client_id: clientId,
        client_secret: SECRET,
        redirect_uris: WEB_ORIGINS.map((origin) => `${origin}/api/auth/oauth/${mount}/callback`),
        grant_types: ["authorization_code"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    jwks: { keys: [jwkOf(ours, "ours")] },
    cookies: { keys: ["mock-cookie-key"] },
    pkce: { required: () => true },
    claims: { openid: ["sub", "tid"], profile: ["name"], email: ["email", "email_verified", "hd"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `${path}/interaction/${interaction.uid}`, policy: policy() },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_, subject) => ({ accountId: subject, claims: () => ({ sub: subject, ...claimsOf(people.get(subject)) }) }),
    // Everybody agrees to be signed in here: what they were asked for is granted without another page.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  made.use(spoil);
  return { path, name: mount === "google" ? "Google" : "Microsoft", made, answer: made.callback() };
}

const PROVIDERS = [
  provider({
    path: "/google",
    mount: "google",
    clientId: "mock-google-client",
    claimsOf({ email, name, isVerified }) {
      const domain = email.split("@")[1];
      return { email, name, email_verified: isVerified, ...(domain === "gmail.com" ? {} : { hd: domain }) };
    },
  }),
  provider({
    path: `/${TENANT}/v2.0`,
    mount: "microsoft",
    clientId: "mock-microsoft-client",
    claimsOf: ({ email, name }) => ({ email, name, tid: TENANT }),
  }),
];

const page = (name, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>
<body style="font:16px system-ui;max-width:22rem;margin:15vh auto"><h1>Sign in with ${name}</h1>${body}</body></html>`;
const FORM = `<form method="post"><p><label>E-mail<br><input name="email" type="email" required autofocus></label>
<p><button name="choice" value="continue">Continue</button> <button name="choice" value="cancel" formnovalidate>Cancel</button></form>`;

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

async function interact({ made, name }, request, response) {
  await made.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    return response.end(page(name, FORM));
  }
  const form = await read(request);
  if (form.get("choice") === "cancel") return made.interactionFinished(request, response, { error: "access_denied" });
  const email = form.get("email");
  const subject = form.get("subject") ?? createHash("sha256").update(email).digest("hex").slice(0, 24);
  people.set(subject, { email, name: form.get("name") ?? "", isVerified: !form.has("is_unverified") });
  return made.interactionFinished(request, response, { login: { accountId: subject }, select_account: {} });
}

/** Microsoft's meeting place of all tenants: its issuer is a pattern, and everything else is the tenant's. */
async function describeCommon(response) {
  const answer = await fetch(`${ORIGIN}/${TENANT}/v2.0/.well-known/openid-configuration`);
  const document = { ...(await answer.json()), issuer: `${ORIGIN}/{tenantid}/v2.0` };
  response.writeHead(200, { "Content-Type": "application/json" });
  response.end(JSON.stringify(document));
}

const server = http.createServer((request, response) => {
  const { url } = request;
  if (url === "/health") return response.end("ok");
  const fail = (error) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end(String(error.message));
  };
  if (url === "/common/v2.0/.well-known/openid-configuration") return describeCommon(response).catch(fail);
  const wanted = PROVIDERS.find(({ path }) => url.startsWith(`${path}/`));
  if (!wanted) return response.writeHead(404).end();
  if (url.startsWith(`${wanted.path}/interaction/`)) return interact(wanted, request, response).catch(fail);
  request.originalUrl = url;
  request.url = url.slice(wanted.path.length);
  return wanted.answer(request, response);
});
server.listen(PORT, HOST, () => console.log(`OpenID providers at ${ORIGIN}`));
