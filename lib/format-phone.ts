/** A stored number (+5521987654321) with the spaces people read it by; Brazilian and North American ones are grouped. */
export function formatPhone(phone: string): string {
  const brazil = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(phone);
  if (brazil) return `+55 ${brazil[1]} ${brazil[2]}-${brazil[3]}`;
  const america = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone);
  if (america) return `+1 ${america[1]} ${america[2]}-${america[3]}`;
  return phone;
}
