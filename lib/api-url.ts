/** Where the browser finds the API: behind the web's own origin unless another one is named. */
export const API_URL = (process.env.NEXT_PUBLIC_API_URL || "/api").replace(/\/+$/, "");
