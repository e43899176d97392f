import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import * as z from "zod/mini";

const Operation = z.object({
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(["path", "query", "header"]),
      schema: z.unknown(),
    }),
  ),
  requestBody: z.optional(
    z.object({
      required: z.boolean(),
      content: z.object({ "application/json": z.object({ schema: z.unknown() }) }),
    }),
  ),
  responses: z.record(
    z.string(),
    z.object({
      content: z.optional(z.record(z.string(), z.object({ schema: z.unknown() }))),
    }),
  ),
});
export type Operation = z.infer<typeof Operation>;

export const Contract = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
export type Contract = z.infer<typeof Contract>;

const Schema = z.object({
  $ref: z.optional(z.string()),
  anyOf: z.optional(z.array(z.unknown())),
  oneOf: z.optional(z.array(z.unknown())),
  const: z.optional(z.unknown()),
  enum: z.optional(z.array(z.unknown())),
  type: z.optional(z.union([z.string(), z.array(z.string())])),
  pattern: z.optional(z.string()),
  minLength: z._default(z.number(), 0),
  maxLength: z._default(z.number(), 60),
  minimum: z._default(z.number(), -1000),
  maximum: z._default(z.number(), 1000),
  items: z.optional(z.unknown()),
  minItems: z._default(z.number(), 0),
  properties: z._default(z.record(z.string(), z.unknown()), {}),
  required: z._default(z.array(z.string()), []),
  propertyNames: z.optional(z.unknown()),
  additionalProperties: z.optional(z.unknown()),
});
type Schema = z.infer<typeof Schema>;

/** Draws what a schema of the contract takes; `known` has values to draw where a pattern asks for them. */
export function valuesOf(
  contract: Contract,
  given: unknown,
  known: ReadonlyMap<string, readonly string[]> = new Map(),
): fc.Arbitrary<unknown> {
  const inner = (schema: unknown) => valuesOf(contract, schema, known);
  const schema = Schema.parse(given);
  const shapes = schema.anyOf ?? schema.oneOf;
  if (schema.$ref !== undefined) {
    return inner(contract.components.schemas[schema.$ref.replace(/^.*\//, "")]);
  }
  if (shapes !== undefined) return fc.oneof(...shapes.map(inner));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => inner({ ...schema, type })));
  }
  switch (schema.type) {
    case "string":
      return textsOf(schema, known);
    case "integer":
      return fc.integer({
        min: Math.max(schema.minimum, -1000),
        max: Math.min(schema.maximum, 1000),
      });
    case "number":
      return fc.double({ min: schema.minimum, max: schema.maximum, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(inner(schema.items), { minLength: schema.minItems, maxLength: 3 });
    case "object":
      return objectsOf(schema, inner);
    case undefined:
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

const textsOf = (
  { pattern, minLength, maxLength }: Schema,
  known: ReadonlyMap<string, readonly string[]>,
): fc.Arbitrary<string> => {
  const chosen = known.get(pattern ?? "");
  if (chosen !== undefined) return fc.constantFrom(...chosen);
  if (pattern !== undefined) {
    return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= maxLength);
  }
  return fc.string({ minLength, maxLength: Math.min(maxLength, 60), unit: "grapheme" });
};

function objectsOf(
  { properties, required, propertyNames, additionalProperties }: Schema,
  inner: (schema: unknown) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  if (propertyNames !== undefined) {
    return fc.dictionary(inner(propertyNames).map(String), inner(additionalProperties), {
      maxKeys: 3,
    });
  }
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, inner(property)]),
  );
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
}

/** Stands for a number that no double holds; `jsonText` writes it. */
const huge = "@huge";

export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replaceAll(`"${huge}"`, "1e400");

export const hostileTexts: readonly string[] = [
  "",
  " ",
  "__proto__",
  "constructor",
  "<script>alert(1)</script>",
  "'; DROP TABLE couplings; --",
  "${jndi:ldap://a.example}",
  "CUSTOMER\n",
  "a\u0000b",
  "\u202egnp.exe",
  "x".repeat(5000),
  "12e999",
  "null",
];

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts, "\ud800", "\udfff\ud800"),
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 2 ** 53, 1e308, -1e308, huge),
  fc.constantFrom<unknown>([], {}, [[]], [null], { __proto__: null, toString: 1 }, nested(15)),
  fc.jsonValue({ maxDepth: 2 }),
);

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: [nested(levels - 1)] };
}

const extraNames = ["extra", "__proto__", "constructor", "toString", "$where", "", "ids\u0000"];

/** A value with one place of it changed; not always for the worse. */
export const changed = (value: unknown): fc.Arbitrary<unknown> => {
  const places = placesIn(value);
  return fc
    .tuple(fc.constantFrom(...places), hostile, fc.constantFrom(...extraNames), fc.nat(3))
    .map(([place, other, extra, how]) =>
      changedAt(value, place, (found) => {
        if (how === 0 && isObject(found)) return { ...found, ...ownField(extra, other) };
        if (how === 1 && isObject(found)) {
          return Object.fromEntries(Object.entries(found).slice(1));
        }
        return other;
      }),
    );
};

/** `{ [name]: value }` would set the prototype where the name is `__proto__`. */
const ownField = (name: string, value: unknown) => Object.fromEntries([[name, value]]);

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const placesIn = (value: unknown): readonly (readonly string[])[] => [
  [],
  ...(typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        placesIn(inner).map((place) => [key, ...place]),
      )
    : []),
];

function changedAt(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (found: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    name === key ? changedAt(inner, rest, change) : inner,
  ]);
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** Whether a value is what a schema of the contract asks for; a judge that is not ours. */
export function judgeOf({ components }: Contract): (schema: unknown, value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, ownProperties: true });
  const known = new Map<unknown, (value: unknown) => boolean>();
  return (schema, value) => {
    const validate =
      known.get(schema) ?? ajv.compile(z.looseObject({}).parse({ ...Object(schema), components }));
    known.set(schema, validate);
    return validate(value);
  };
}
