import { failed, ok, type Result } from "../../domain/result.ts";
import type {
  ComparisonOperator,
  Filter,
  Literal,
  Operand,
  TextFunction,
  TextTest,
} from "./filter.ts";
import { type FilterComplaint, type FilterToken, tokenizeFilter } from "./filter-tokens.ts";

/** Reads the part of OData 4.0's `$filter` that both business apps understand. */
export function parseFilter(text: string): Result<Filter, FilterComplaint> {
  const tokens = tokenizeFilter(text);
  if (!tokens.ok) return tokens;
  const reader = new TokenReader(text, tokens.value);
  const filter = readAny(reader);
  if (!filter.ok) return filter;
  return reader.isAtEnd() ? filter : reader.complain();
}

type Parsed<T> = Result<T, FilterComplaint>;

const comparisons = new Map<string, ComparisonOperator>(
  (["eq", "ne", "gt", "ge", "lt", "le"] as const).map((operator) => [operator, operator]),
);
const textTests = new Map<string, TextTest>(
  (["startswith", "endswith", "contains"] as const).map((test) => [test, test]),
);
const textFunctions = new Map<string, TextFunction>(
  (["tolower", "toupper", "trim"] as const).map((call) => [call, call]),
);

class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly FilterToken[];
  #next = 0;

  constructor(text: string, tokens: readonly FilterToken[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  take(): FilterToken | undefined {
    const token = this.#tokens[this.#next];
    this.#next += 1;
    return token;
  }

  /** Takes the next token only when it is this word or mark. */
  takes(wanted: string): boolean {
    const token = this.#tokens[this.#next];
    const found =
      token?.kind === "word" ? token.word : token?.kind === "mark" ? token.mark : undefined;
    if (found !== wanted) return false;
    this.#next += 1;
    return true;
  }

  /** Takes the next token only when it is one of these words. */
  takesOneOf<T>(words: ReadonlyMap<string, T>): T | undefined {
    const token = this.#tokens[this.#next];
    const found = token?.kind === "word" ? words.get(token.word) : undefined;
    if (found !== undefined) this.#next += 1;
    return found;
  }

  complain(): { readonly ok: false; readonly failure: FilterComplaint } {
    const at = this.#tokens[this.#next]?.at ?? this.#text.length;
    return failed({ at, message: `Syntax error at position ${at} in '${this.#text}'.` });
  }
}

function readAny(reader: TokenReader): Parsed<Filter> {
  return readChain(reader, "or", readAll);
}

function readAll(reader: TokenReader): Parsed<Filter> {
  return readChain(reader, "and", readTest);
}

function readChain(
  reader: TokenReader,
  kind: "and" | "or",
  readPart: (reader: TokenReader) => Parsed<Filter>,
): Parsed<Filter> {
  const first = readPart(reader);
  if (!first.ok) return first;
  const parts = [first.value];
  while (reader.takes(kind)) {
    const part = readPart(reader);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return parts.length === 1 ? first : ok({ kind, parts });
}

function readTest(reader: TokenReader): Parsed<Filter> {
  if (reader.takes("not")) {
    const part = readTest(reader);
    return part.ok ? ok({ kind: "not", part: part.value }) : part;
  }
  if (reader.takes("(")) {
    const inner = readAny(reader);
    if (!inner.ok) return inner;
    return reader.takes(")") ? inner : reader.complain();
  }
  if (reader.takes("Microsoft.Dynamics.CRM.In")) return readQueryFunction(reader);
  const test = reader.takesOneOf(textTests);
  return test === undefined ? readComparison(reader) : readTextTest(reader, test);
}

function readTextTest(reader: TokenReader, test: TextTest): Parsed<Filter> {
  if (!reader.takes("(")) return reader.complain();
  const text = readOperand(reader);
  if (!text.ok) return text;
  if (!reader.takes(",")) return reader.complain();
  const part = readOperand(reader);
  if (!part.ok) return part;
  if (!reader.takes(")")) return reader.complain();
  return ok({ kind: "textTest", test, text: text.value, part: part.value });
}

function readComparison(reader: TokenReader): Parsed<Filter> {
  const left = readOperand(reader);
  if (!left.ok) return left;
  if (reader.takes("in")) {
    if (!reader.takes("(")) return reader.complain();
    const values = readLiterals(reader, ")");
    if (!values.ok) return values;
    return ok({ kind: "oneOf", form: "in", subject: left.value, values: values.value });
  }
  const operator = reader.takesOneOf(comparisons);
  if (operator === undefined) return reader.complain();
  const right = readOperand(reader);
  if (!right.ok) return right;
  return ok({ kind: "comparison", operator, left: left.value, right: right.value });
}

/** `Microsoft.Dynamics.CRM.In(PropertyName='x',PropertyValues=['a','b'])`. */
function readQueryFunction(reader: TokenReader): Parsed<Filter> {
  if (!(reader.takes("(") && reader.takes("PropertyName") && reader.takes("="))) {
    return reader.complain();
  }
  const name = reader.take();
  if (name?.kind !== "literal" || name.literal.kind !== "text") return reader.complain();
  if (!(reader.takes(",") && reader.takes("PropertyValues") && reader.takes("="))) {
    return reader.complain();
  }
  if (!reader.takes("[")) return reader.complain();
  const values = readLiterals(reader, "]");
  if (!values.ok) return values;
  if (!reader.takes(")")) return reader.complain();
  return ok({
    kind: "oneOf",
    form: "Microsoft.Dynamics.CRM.In",
    subject: { kind: "property", name: name.literal.text },
    values: values.value,
  });
}

function readLiterals(reader: TokenReader, end: string): Parsed<readonly Literal[]> {
  const values: Literal[] = [];
  do {
    const token = reader.take();
    if (token?.kind !== "literal") return reader.complain();
    values.push(token.literal);
  } while (reader.takes(","));
  return reader.takes(end) ? ok(values) : reader.complain();
}

function readOperand(reader: TokenReader): Parsed<Operand> {
  const call = reader.takesOneOf(textFunctions);
  if (call !== undefined) {
    if (!reader.takes("(")) return reader.complain();
    const argument = readOperand(reader);
    if (!argument.ok) return argument;
    return reader.takes(")")
      ? ok({ kind: "call", call, argument: argument.value })
      : reader.complain();
  }
  const token = reader.take();
  if (token?.kind === "literal") return ok({ kind: "literal", literal: token.literal });
  if (token?.kind === "word") return ok({ kind: "property", name: token.word });
  return reader.complain();
}
