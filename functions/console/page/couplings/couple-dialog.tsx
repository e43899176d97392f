import { Field, Input, Radio, RadioGroup } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import { ok } from "../../../../lib/domain/result.ts";
import { type PerSide, type Side, sides } from "../../../../lib/domain/side.ts";
import { couple, type Pair } from "../api/coupling-calls.ts";
import { startedWith } from "../api/mapping-action-calls.ts";
import { ChoiceField, optionsOf } from "../controls/filter/choice.tsx";
import { mappingOptions } from "../controls/filter/mapping-options.ts";
import { StartJobsDialog, type StartOrPreview } from "../controls/preview/start-jobs-dialog.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { type NamedRecord, recordIn } from "./record-in.ts";

/** What is known before somebody types. */
export interface FirstPair {
  readonly mapping: string | undefined;
  readonly businessCentralId: string | undefined;
  readonly dataverseId: string | undefined;
}

interface Props {
  readonly first: FirstPair;
  readonly mappings: readonly string[];
  readonly onClose: () => void;
}

const hows = ["both", "dataverse", "businessCentral"] as const;
const initials = ["none", "businessCentral", "dataverse"] as const;
type Initial = (typeof initials)[number];

/** Couples two records by hand, or one with a new one that is created for it. */
export function CoupleDialog({ first, mappings, onClose }: Props) {
  const texts = useTexts();
  const { couple: words, actions } = texts.couplings;
  const [mapping, setMapping] = useState(first.mapping ?? "");
  const [how, setHow] = useState<(typeof hows)[number]>("both");
  const [typed, setTyped] = useState<PerSide<string>>({
    businessCentral: first.businessCentralId ?? "",
    dataverse: first.dataverseId ?? "",
  });
  const [initialSync, setInitial] = useState<Initial>("businessCentral");
  const create = how === "both" ? undefined : how;
  const asked = sides.filter((side) => side !== create);
  const startOrPreview = useStartOrPreview(pairOf({ mapping, create, asked, typed, initialSync }));
  return (
    <StartJobsDialog
      title={actions.couple}
      explain={words.explain}
      confirm={words.confirm}
      startOrPreview={startOrPreview}
      preview="onRequest"
      onClose={onClose}
    >
      <ChoiceField
        label={words.mapping}
        value={mapping}
        options={mappingOptions(mappings, "–", texts)}
        onChange={setMapping}
      />
      <Field label={words.how}>
        <RadioGroup
          value={how}
          onChange={(_, { value }) => setHow(hows.find((each) => each === value) ?? "both")}
        >
          {hows.map((each) => (
            <Radio key={each} value={each} label={words.hows[each]} />
          ))}
        </RadioGroup>
      </Field>
      {asked.map((side) => (
        <RecordField
          key={side}
          side={side}
          typed={typed[side]}
          onType={(text) => setTyped((before) => ({ ...before, [side]: text }))}
        />
      ))}
      {create === undefined && (
        <ChoiceField
          label={words.initial}
          value={initialSync}
          options={optionsOf(initials, words.initials)}
          onChange={setInitial}
        />
      )}
    </StartJobsDialog>
  );
}

interface Wanted {
  readonly mapping: string;
  readonly create: Side | undefined;
  /** Sides whose record is there. */
  readonly asked: readonly Side[];
  readonly typed: PerSide<string>;
  readonly initialSync: Initial;
}

/** Undefined as long as something is missing. */
function pairOf({ mapping, create, asked, typed, initialSync }: Wanted): Pair | undefined {
  const named = asked.flatMap((side) => {
    const record = recordIn(typed[side]);
    return record === undefined ? [] : [propertyOf[side](record)];
  });
  if (mapping === "" || named.length < asked.length) return undefined;
  const pair = named.reduce((all, one) => ({ ...all, ...one }), { mapping });
  // A new record gets the data of the one that is there.
  return create === undefined ? { ...pair, initialSync } : { ...pair, create };
}

/** What names the record in the request. */
const propertyOf: Readonly<Record<Side, (record: NamedRecord) => Omit<Pair, "mapping">>> = {
  businessCentral: (record) =>
    "id" in record ? { businessCentralId: record.id } : { businessCentralKey: record.called },
  dataverse: (record) =>
    "id" in record ? { dataverseId: record.id } : { dataverseTitle: record.called },
};

/** The same as long as it is about the same pair. */
function useStartOrPreview(pair: Pair | undefined): StartOrPreview | undefined {
  const text = pair === undefined ? undefined : JSON.stringify(pair);
  const [kept, setKept] = useState({ text, pair });
  if (kept.text !== text) setKept({ text, pair });
  const { pair: wanted } = kept;
  return useMemo(() => wanted && coupling(wanted), [wanted]);
}

const coupling =
  (pair: Pair): StartOrPreview =>
  (preview) =>
  async (api, key) => {
    const started = await couple(api, pair, { preview, key });
    return started.ok ? ok(startedWith([started.value.job])) : started;
  };

interface RecordFieldProps {
  readonly side: Side;
  readonly typed: string;
  readonly onType: (text: string) => void;
}

function RecordField({ side, typed, onType }: RecordFieldProps) {
  const { couple: words } = useTexts().couplings;
  const isWrong = typed.trim() !== "" && recordIn(typed) === undefined;
  return (
    <Field
      label={words.record[side]}
      hint={words.recordHint[side]}
      {...(isWrong && { validationMessage: words.noRecordThere })}
    >
      <Input value={typed} onChange={(_, { value }) => onType(value)} />
    </Field>
  );
}
