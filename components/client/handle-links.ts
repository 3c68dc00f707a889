/** wa.me wants the digits of the international number alone. */
export function whatsappUrl(phone: string): string | null {
  const digits = phone.replace(/\D/g, "");
  return digits.length >= 8 ? `https://wa.me/${digits}` : null;
}

export function emailUrl(email: string): string {
  return `mailto:${encodeURIComponent(email).replaceAll("%40", "@")}`;
}

export function phoneUrl(phone: string): string {
  return `tel:${phone.replace(/[^+\d]/g, "")}`;
}

/** A web address that is safe to link, or null: people type it, so only http and https pass. */
export function websiteUrl(website: string): string | null {
  const text = website.trim();
  const candidate = /^[a-z][a-z\d+.-]*:/i.test(text) && !/^[^/:]+:\d+/.test(text) ? text : `https://${text}`;
  try {
    const url = new URL(candidate);
    return (url.protocol === "https:" || url.protocol === "http:") && url.hostname.includes(".") ? url.href : null;
  } catch {
    return null;
  }
}
