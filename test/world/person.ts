import * as z from "zod/mini";
import { RecordId } from "../../lib/domain/ids.ts";

const Row = z.record(z.string(), z.unknown());
export type Row = z.infer<typeof Row>;
const List = z.object({ value: z.array(Row) });

/** Somebody who works in one of the apps, over its API. */
export interface Person {
  readonly url: string;
  create(set: string, fields: Row): Promise<RecordId>;
  get(set: string, id: string): Promise<Row>;
  list(set: string, query?: string): Promise<readonly Row[]>;
  change(set: string, id: string, fields: Row): Promise<void>;
  remove(set: string, id: string): Promise<void>;
  request(method: string, path: string, body?: Row): Promise<{ status: number; body: unknown }>;
}

/** `url`: the company root or the Web API root. `key`: the property with the record's GUID, by entity set. */
export function personAt(url: string, key: (set: string) => string): Person {
  const request = async (method: string, path: string, body?: Row) => {
    const answer = await fetch(`${url}/${path}`, {
      method,
      headers: {
        authorization: "Bearer sandbox",
        "content-type": "application/json",
        prefer: "return=representation",
        ...(method === "PATCH" || method === "DELETE" ? { "if-match": "*" } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: answer.status, body: json };
  };
  const succeed = async (method: string, path: string, body?: Row): Promise<unknown> => {
    const answer = await request(method, path, body);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  return {
    url,
    request,
    create: async (set, fields) =>
      RecordId.parse(Row.parse(await succeed("POST", set, fields))[key(set)]),
    get: async (set, id) => Row.parse(await succeed("GET", `${set}(${id})`)),
    list: async (set, query = "") => List.parse(await succeed("GET", `${set}${query}`)).value,
    change: async (set, id, fields) => {
      await succeed("PATCH", `${set}(${id})`, fields);
    },
    remove: async (set, id) => {
      await succeed("DELETE", `${set}(${id})`);
    },
  };
}
