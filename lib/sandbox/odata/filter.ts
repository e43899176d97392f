/** A value written in a query, as it stands in the URL. */
export type Literal =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly digits: string }
  | { readonly kind: "guid"; readonly guid: string }
  | { readonly kind: "date"; readonly date: string }
  | { readonly kind: "dateTime"; readonly dateTime: string }
  | { readonly kind: "boolean"; readonly boolean: boolean }
  | { readonly kind: "null" };

export type TextFunction = "tolower" | "toupper" | "trim";

export type Operand =
  | { readonly kind: "literal"; readonly literal: Literal }
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "call"; readonly call: TextFunction; readonly argument: Operand };

export type ComparisonOperator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

export type TextTest = "startswith" | "endswith" | "contains";

/**
 * A `$filter`. Chains of `and` and `or` are flat, so that a list of hundreds of ids stays shallow.
 * `oneOf` keeps the form it was written in: Business Central refuses `in` below schema 2.1.
 */
export type Filter =
  | { readonly kind: "and"; readonly parts: readonly Filter[] }
  | { readonly kind: "or"; readonly parts: readonly Filter[] }
  | { readonly kind: "not"; readonly part: Filter }
  | {
      readonly kind: "comparison";
      readonly operator: ComparisonOperator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: "textTest";
      readonly test: TextTest;
      readonly text: Operand;
      readonly part: Operand;
    }
  | {
      readonly kind: "oneOf";
      readonly form: "in" | "Microsoft.Dynamics.CRM.In";
      readonly subject: Operand;
      readonly values: readonly Literal[];
    };

/** Every filter inside a filter, itself first: for an app that refuses some forms. */
export function* filtersIn(filter: Filter): Generator<Filter> {
  yield filter;
  switch (filter.kind) {
    case "and":
    case "or":
      for (const part of filter.parts) yield* filtersIn(part);
      return;
    case "not":
      yield* filtersIn(filter.part);
      return;
    case "comparison":
    case "textTest":
    case "oneOf":
      return;
  }
}

/** The names of the properties a filter reads, each once, in the order of the text. */
export function propertiesIn(filter: Filter): readonly string[] {
  const names = new Set<string>();
  for (const part of filtersIn(filter)) {
    for (const operand of operandsOf(part)) {
      const name = propertyOf(operand);
      if (name !== undefined) names.add(name);
    }
  }
  return [...names];
}

function operandsOf(filter: Filter): readonly Operand[] {
  switch (filter.kind) {
    case "and":
    case "or":
    case "not":
      return [];
    case "comparison":
      return [filter.left, filter.right];
    case "textTest":
      return [filter.text, filter.part];
    case "oneOf":
      return [filter.subject];
  }
}

function propertyOf(operand: Operand): string | undefined {
  switch (operand.kind) {
    case "literal":
      return undefined;
    case "property":
      return operand.name;
    case "call":
      return propertyOf(operand.argument);
  }
}
