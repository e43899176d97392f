import { parseXml, XmlElement } from "@rgrove/parse-xml";

export interface EdmProperty {
  readonly name: string;
  /** `Edm.String`, `Microsoft.NAV.itemType`. */
  readonly type: string;
  readonly maxLength?: number | undefined;
}

/** What CSDL tells of one API: which properties each entity set has, and the members of enumerations. */
export interface Edmx {
  readonly sets: ReadonlyMap<string, readonly EdmProperty[]>;
  /** By full name, in the order of their numbers. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

/** Undefined where the text is no CSDL. No entity of a document type is ever expanded: the library knows none. */
export function parseEdmx(text: string): Edmx | undefined {
  const root = rootOf(text);
  if (root === undefined) return undefined;
  const schemas = descendants(root, "Schema");
  const types = new Map<string, readonly EdmProperty[]>();
  const enums = new Map<string, readonly string[]>();
  const setTypes: [string, string][] = [];
  for (const schema of schemas) {
    const namespace = schema.attributes["Namespace"] ?? "";
    for (const type of children(schema, "EntityType")) {
      types.set(
        `${namespace}.${nameOf(type)}`,
        children(type, "Property").map((property) => propertyOf(property)),
      );
    }
    for (const type of children(schema, "EnumType")) {
      enums.set(`${namespace}.${nameOf(type)}`, children(type, "Member").map(nameOf));
    }
    for (const set of descendants(schema, "EntitySet")) {
      setTypes.push([nameOf(set), set.attributes["EntityType"] ?? ""]);
    }
  }
  if (setTypes.length === 0) return undefined;
  return { enums, sets: new Map(setTypes.map(([set, type]) => [set, types.get(type) ?? []])) };
}

function rootOf(text: string): XmlElement | undefined {
  try {
    return parseXml(text).root ?? undefined;
  } catch {
    return undefined;
  }
}

function propertyOf(element: XmlElement): EdmProperty {
  const { Type: type = "", MaxLength: length = "" } = element.attributes;
  const maxLength = Number(length);
  return {
    name: nameOf(element),
    type,
    ...(Number.isInteger(maxLength) && maxLength > 0 ? { maxLength } : {}),
  };
}

const nameOf = ({ attributes }: XmlElement): string => attributes["Name"] ?? "";

const children = (parent: XmlElement, name: string): readonly XmlElement[] =>
  parent.children.filter((child) => child instanceof XmlElement).filter((one) => one.name === name);

function descendants(parent: XmlElement, name: string): readonly XmlElement[] {
  const elements = parent.children.filter((child) => child instanceof XmlElement);
  return elements.flatMap((one) => (one.name === name ? [one] : descendants(one, name)));
}
