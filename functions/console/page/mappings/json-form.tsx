import { Field, Textarea } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { TableMapping } from "../../../../lib/domain/mapping/mapping.ts";
import { useTexts } from "../texts/use-texts.ts";
import { FaultList } from "./fault-list.tsx";
import { type Fault, faultsOf } from "./use-mapping-edit.ts";

interface Props {
  readonly draft: TableMapping;
  readonly onChange: (draft: TableMapping) => void;
  readonly onBroken: (isBroken: boolean) => void;
}

/** All of a mapping, as the API takes it. What is valid is in the forms at once. */
export function JsonForm({ draft, onChange, onBroken }: Props) {
  const { mappings } = useTexts();
  const { edit } = mappings;
  const [text, setText] = useState(() => textOf(draft));
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  useEffect(() => {
    setText((before) => (isSame(before, draft) ? before : textOf(draft)));
    setFaults([]);
    onBroken(false);
  }, [draft, onBroken]);

  const type = (typed: string): void => {
    setText(typed);
    const json = parsed(typed);
    const found =
      json === undefined ? [{ path: "JSON", message: edit.notJson }] : faultsOf(json.value);
    setFaults(found);
    onBroken(found.length > 0);
    const mapping = TableMapping.safeParse(json?.value);
    if (mapping.success) onChange(mapping.data);
  };
  return (
    <>
      <Field label={edit.json} hint={edit.jsonHint}>
        <Textarea
          value={text}
          rows={16}
          resize="vertical"
          spellCheck={false}
          onChange={(_, { value }) => type(value)}
        />
      </Field>
      <FaultList title={edit.faults} faults={faults} />
    </>
  );
}

const textOf = (mapping: TableMapping): string => JSON.stringify(mapping, undefined, 2);

function isSame(text: string, mapping: TableMapping): boolean {
  const read = TableMapping.safeParse(parsed(text)?.value);
  return read.success && JSON.stringify(read.data) === JSON.stringify(mapping);
}

/** Undefined when it is not JSON. */
function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
