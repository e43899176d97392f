import { Field, Select } from "@fluentui/react-components";

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, text: string])[];
  readonly onChange: (value: T) => void;
}

/** One of a few, with its label above it. */
export function ChoiceField<T extends string>({ label, ...choice }: Props<T>) {
  return (
    <Field label={label}>
      <Options {...choice} />
    </Field>
  );
}

/** One of a few where what is around it says what it is. */
export function Choice<T extends string>({ label, ...choice }: Props<T>) {
  return <Options size="small" aria-label={label} {...choice} />;
}

type OptionsProps<T extends string> = Omit<Props<T>, "label"> & {
  readonly size?: "small";
  readonly "aria-label"?: string;
};

function Options<T extends string>({ value, options, onChange, ...more }: OptionsProps<T>) {
  return (
    <Select
      {...more}
      value={value}
      onChange={(_, data) => {
        const chosen = options.find(([each]) => each === data.value);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </Select>
  );
}

/** Options in the order of `values`, with their words. */
export const optionsOf = <T extends string>(
  values: readonly T[],
  words: Readonly<Record<T, string>>,
): readonly (readonly [T, string])[] => values.map((value) => [value, words[value]]);
