import fc from "fast-check";
import * as z from "zod/mini";
import { routes } from "../../../lib/runtime/http/routes.ts";
import type { Ask } from "./api-world.ts";
import {
  type Contract,
  changed,
  hostileTexts,
  jsonText,
  type judgeOf,
  type Operation,
  valuesOf,
} from "./contract-values.ts";

/** What requests are made from. */
export interface Known {
  readonly contract: Contract;
  readonly isAsSaid: ReturnType<typeof judgeOf>;
  /** Ids that are in the table, by what an address is about. */
  readonly ids: Readonly<Record<string, string>>;
}

export interface Request {
  /** "GET /v1/jobs?limit=-1" */
  readonly what: string;
  readonly ask: Ask;
}

export const operationOf = ({ contract }: Known, name: string): Operation => {
  const [method = "", path = ""] = name.split(" ");
  const operation = contract.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`The contract has no ${name}`);
  return operation;
};

const bodySchemaOf = ({ requestBody }: Operation): unknown =>
  requestBody?.content["application/json"].schema;

/** `GET /v1/jobs/{id}` about a job that there is. */
export const addressed = ({ ids }: Known, name: string): string =>
  name.replace(/\{(\w+)\}/, (_, parameter: string) =>
    parameter === "id" ? (ids[name.split("/")[2] ?? ""] ?? "") : "CUSTOMER",
  );

/** Such that a body would be taken, if it were not for what is wrong with it. */
export const conditions = { "if-match": "*" };

const json = { "content-type": "application/json" };

const someNames: ReadonlyMap<string, readonly string[]> = new Map([
  ["^[A-Z][A-Z0-9-]{0,39}$", ["CUSTOMER", "CURRENCY"]],
]);

/** Requests that are not what the contract asks for. */
export function brokenRequests(known: Known, name: string): fc.Arbitrary<Request> {
  const operation = operationOf(known, name);
  const kinds = [
    ...brokenPaths(known, name, operation),
    ...brokenQueries(known, name, operation),
    ...brokenBodies(known, name, operation),
    ...brokenKeys(known, name, operation),
  ];
  return kinds.length === 0
    ? wrongMethods(known, name)
    : fc.oneof(...kinds, wrongMethods(known, name));
}

function wrongMethods(known: Known, name: string): fc.Arbitrary<Request> {
  const [, path = ""] = name.split(" ");
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter(
    (method) => routes[`${method} ${path}`] === undefined,
  );
  return fc.constantFrom(...methods).map((method) => ({
    what: `${method} ${addressed(known, `${name} `).trim().split(" ")[1]}`,
    ask: {},
  }));
}

/** Nothing in them that an address cannot carry, or that its reader takes as a step up. */
const hostileSegments = fc
  .oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "grapheme", minLength: 1 }))
  .map((text) => text.trim().slice(0, 3000))
  .filter((text) => text !== "" && !/^\.+$/.test(text));

const brokenPaths = (
  known: Known,
  name: string,
  { parameters }: Operation,
): readonly fc.Arbitrary<Request>[] =>
  parameters
    .filter((parameter) => parameter.in === "path")
    .map((parameter) =>
      hostileSegments
        .filter((text) => !known.isAsSaid(parameter.schema, text))
        .map((text) => ({
          what: name.replace(`{${parameter.name}}`, () => encodeURIComponent(text)),
          ask: {},
        })),
    );

function brokenQueries(
  known: Known,
  name: string,
  { parameters }: Operation,
): readonly fc.Arbitrary<Request>[] {
  const queries = parameters.filter((parameter) => parameter.in === "query");
  if (queries.length === 0) return [];
  const pairs = queries.map((parameter) =>
    fc.tuple(
      fc.constant(parameter.name),
      fc
        .constantFrom(
          ...hostileTexts,
          "0",
          "501",
          "-1",
          "1.5",
          "0x10",
          "1e1",
          " 5",
          "e30.e30",
          "50,50",
        )
        .filter(
          (text) =>
            parameter.name === "cursor" ||
            ![text, asNumber(text)].some((value) => known.isAsSaid(parameter.schema, value)),
        ),
    ),
  );
  const unknown = fc.tuple(fc.constantFrom("limt", "__proto__", "constructor"), fc.constant("1"));
  return [
    fc.oneof(...pairs, unknown).map(([parameter, value]) => ({
      what: `${addressed(known, name)}?${new URLSearchParams([[parameter, value]]).toString()}`,
      ask: {},
    })),
  ];
}

const asNumber = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text);

function brokenBodies(
  known: Known,
  name: string,
  operation: Operation,
): readonly fc.Arbitrary<Request>[] {
  const schema = bodySchemaOf(operation);
  if (schema === undefined) return [];
  const what = addressed(known, name);
  const bodies = valuesOf(known.contract, schema, someNames);
  const sent = (text: string, headers: Readonly<Record<string, string>> = json): Request => ({
    what,
    ask: { text, headers: { ...conditions, ...headers } },
  });
  const wrongValues = bodies
    .chain(changed)
    .map(jsonText)
    .filter((text) => !known.isAsSaid(schema, z.unknown().parse(JSON.parse(text))))
    .map((text) => sent(text));
  const notJson = fc
    .tuple(bodies.map(jsonText), fc.constantFrom("}", ",", "\u0000", "NaN", '"\\x"', "'a'"))
    .map(([text, more]) => sent(`${text}${more}`));
  const wrongTypes = fc
    .tuple(bodies.map(jsonText), fc.constantFrom("text/plain", "text/json", "application/xml"))
    .map(([text, type]) => sent(text, { "content-type": type }));
  const nothing = fc.constant({ what, ask: { headers: conditions } });
  const required = operation.requestBody?.required === true;
  return [
    wrongValues,
    wrongValues,
    wrongValues,
    notJson,
    wrongTypes,
    ...(required ? [nothing] : []),
  ];
}

const brokenKeys = (
  known: Known,
  name: string,
  operation: Operation,
): readonly fc.Arbitrary<Request>[] => {
  if (!operation.parameters.some((parameter) => parameter.name === "idempotency-key")) return [];
  const schema = bodySchemaOf(operation);
  const bodies =
    schema === undefined ? fc.constant(undefined) : valuesOf(known.contract, schema, someNames);
  return [
    fc
      .tuple(bodies, fc.constantFrom("k".repeat(256), "two words", "\u00e9"))
      .map(([body, key]) => ({
        what: addressed(known, name),
        ask: { body, headers: { "idempotency-key": key } },
      })),
  ];
};

/** What the contract asks for, about mappings and records that there are not. */
export function meaninglessRequests(known: Known, name: string): fc.Arbitrary<Request> {
  const operation = operationOf(known, name);
  const schema = bodySchemaOf(operation);
  const segments = fc.tuple(
    ...operation.parameters
      .filter((parameter) => parameter.in === "path")
      .map((parameter) => valuesOf(known.contract, parameter.schema).map(String)),
  );
  const bodies = schema === undefined ? fc.constant(undefined) : valuesOf(known.contract, schema);
  const tags = fc.constantFrom({ "if-match": '"7"' }, { "if-none-match": "*" }, {});
  return fc.tuple(segments, bodies, tags).map(([[segment = ""], body, headers]) => ({
    what: name.replace(/\{\w+\}/, segment),
    ask: { body: namedLike(name, segment, body), headers },
  }));
}

/** A mapping is only looked at further when it is called as its address says. */
const namedLike = (name: string, segment: string, body: unknown): unknown =>
  name === "PUT /v1/mappings/{name}" ? { ...Object(body), name: segment } : body;
