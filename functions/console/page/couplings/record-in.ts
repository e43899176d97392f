import { RecordId } from "../../../../lib/domain/ids.ts";

/** How a person named a record: by its id, or by what it is called. */
export type NamedRecord = { readonly id: string } | { readonly called: string };

/** The record that a text names; undefined for blanks, and for an address that is not of a record's. */
export function recordIn(text: string): NamedRecord | undefined {
  const called = text.trim();
  const id = idIn(called);
  if (id !== undefined) return { id };
  return called === "" || isAddress(called) ? undefined : { called };
}

/** The record's id as it stands in a text: by itself, with braces or not, or in the address of its page. */
export function idIn(text: string | undefined = ""): string | undefined {
  const trimmed = text.trim();
  const found = isAddress(trimmed) ? idInAddress(trimmed) : trimmed.replace(/^\{(.*)\}$/, "$1");
  return RecordId.safeParse(found).data;
}

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

const guid = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";

/** Addresses have other GUIDs too (the app's, the directory's): the record's is known by where it stands. */
const places = [
  // A row's form in Dynamics 365.
  new RegExp(`[?&]id=\\{?${guid}\\}?`, "i"),
  // A card in Business Central, as the console links to it.
  new RegExp(`SystemId IS '${guid}'`, "i"),
  // Either app's API.
  new RegExp(`\\(${guid}\\)(?:\\?|$)`, "i"),
];

function idInAddress(address: string): string | undefined {
  const plain = decoded(address);
  return places.map((place) => place.exec(plain)?.[1]).find((id) => id !== undefined);
}

/** As it stands where it is not what an address may be. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
