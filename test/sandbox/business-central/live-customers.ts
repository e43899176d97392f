import { type LiveSandbox, type Reply, textIn } from "./live-sandbox.ts";

export const zero = "00000000-0000-0000-0000-000000000000";
export const anyVersion = { "if-match": "*" };

export const createCustomer = (bc: LiveSandbox, fields: object = {}): Promise<Reply> =>
  bc.call("POST", "/customers", { displayName: "Ann", ...fields });

export const changeNewCustomer = async (bc: LiveSandbox, fields: object): Promise<Reply> =>
  bc.call("PATCH", customerPath(await createCustomer(bc)), fields, anyVersion);

export const customerPath = (reply: Reply): string => `/customers(${textIn(reply.body, "id")})`;
