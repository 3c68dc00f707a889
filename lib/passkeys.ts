import type { components } from "@/types/api";

type Schemas = components["schemas"];
type PublicKey = Record<string, unknown>;

interface Descriptor {
  id: string;
  type: "public-key";
}

/** Nobody touched the key, or the person closed the browser's window. */
export class PasskeyDismissed extends Error {}

/** This authenticator is registered already. */
export class PasskeyKnown extends Error {}

export function canUsePasskeys(): boolean {
  return typeof window !== "undefined" && typeof window.PublicKeyCredential === "function";
}

/** Make a passkey with this device or a key. Throws PasskeyDismissed, PasskeyKnown. */
export async function createPasskey(options: PublicKey): Promise<Omit<Schemas["PasskeyRegistration"], "name">> {
  const { user, excludeCredentials, ...rest } = options as PublicKey & { user: { id: string }; excludeCredentials?: Descriptor[] };
  const publicKey = {
    ...rest,
    challenge: toBytes(String(options.challenge)),
    user: { ...user, id: toBytes(user.id) },
    excludeCredentials: (excludeCredentials ?? []).map(toDescriptor),
  } as unknown as PublicKeyCredentialCreationOptions;
  const credential = await ask(() => navigator.credentials.create({ publicKey }));
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    id: toText(credential.rawId),
    client_data_json: toText(response.clientDataJSON),
    attestation_object: toText(response.attestationObject),
    transports: (response.getTransports?.() ?? []) as Schemas["PasskeyRegistration"]["transports"],
  };
}

/** Sign a challenge with a passkey. Throws PasskeyDismissed. */
export async function signWithPasskey(options: PublicKey): Promise<Schemas["PasskeyAnswer"]> {
  const { allowCredentials, ...rest } = options as PublicKey & { allowCredentials?: Descriptor[] };
  const publicKey = {
    ...rest,
    challenge: toBytes(String(options.challenge)),
    allowCredentials: (allowCredentials ?? []).map(toDescriptor),
  } as unknown as PublicKeyCredentialRequestOptions;
  const credential = await ask(() => navigator.credentials.get({ publicKey }));
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    id: toText(credential.rawId),
    client_data_json: toText(response.clientDataJSON),
    authenticator_data: toText(response.authenticatorData),
    signature: toText(response.signature),
    user_handle: response.userHandle?.byteLength ? toText(response.userHandle) : null,
  };
}

async function ask(call: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await call();
    if (credential) return credential as PublicKeyCredential;
  } catch (error) {
    if (error instanceof DOMException && error.name === "InvalidStateError") throw new PasskeyKnown();
    if (!(error instanceof DOMException)) throw error;
  }
  throw new PasskeyDismissed();
}

function toDescriptor({ id, type }: Descriptor) {
  return { id: toBytes(id), type };
}

function toBytes(text: string): Uint8Array {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}

function toText(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
