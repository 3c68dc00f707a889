/** Of an account whose address somebody else said is theirs: there is none until the person gives another one. */
export function hasNoAddress(email: string): boolean {
  return email.endsWith("@no-address.invalid");
}
