/** A client as a field of a form knows it. */
export interface ClientOption {
  id: string;
  name: string;
}
