import type { Transport } from "../../lib/connector/http/transport.ts";

/** Both apps answer lists in pages of so many records, however many we would take. */
export const smallPages =
  (size: number) =>
  (real: Transport): Transport =>
  (request) => {
    const { prefer, ...headers } = request.headers;
    if (prefer === undefined) return real(request);
    const smaller = prefer.replace(/maxpagesize=\d+/, `maxpagesize=${size}`);
    return real({ ...request, headers: { ...headers, prefer: smaller } });
  };
