import { Button, Field, Input, makeStyles } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { couplingStatuses } from "../../../../lib/runtime/http/shapes/coupling.ts";
import type { CouplingFilter } from "../api/coupling-calls.ts";
import { narrowQuery } from "../context/use-width.ts";
import { Choice, optionsOf } from "../controls/filter/choice.tsx";
import { mappingOptions } from "../controls/filter/mapping-options.ts";
import { SearchText } from "../controls/filter/search-text.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { isFiltered } from "./coupling-filter.ts";
import { idIn } from "./record-in.ts";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "start",
    gap: "8px",
    padding: "6px 20px",
    flexShrink: 0,
    [narrowQuery]: { padding: "6px 12px", gap: "4px" },
  },
  id: { width: "190px" },
});

interface Props {
  readonly filter: CouplingFilter;
  readonly mappings: readonly string[];
  readonly onChange: (filter: CouplingFilter) => void;
}

const anyStatus = ["", ...couplingStatuses] as const;

/** Finds couplings by table, status, title, number, or the id on either side. */
export function CouplingFilterBar({ filter, mappings, onChange }: Props) {
  const styles = useStyles();
  const texts = useTexts();
  const { filters, status } = texts.couplings;
  const change = (more: CouplingFilter): void => onChange({ ...filter, ...more });
  return (
    <div className={styles.bar} role="search" aria-label={filters.name}>
      <SearchText
        label={filters.search}
        text={filter.search ?? ""}
        onChange={(search) => change({ search: search === "" ? undefined : search })}
      />
      <Choice
        label={filters.mapping}
        value={filter.mapping ?? ""}
        options={mappingOptions(mappings, filters.allMappings, texts)}
        onChange={(mapping) => change({ mapping: mapping === "" ? undefined : mapping })}
      />
      <Choice
        label={filters.status}
        value={filter.status ?? ""}
        options={optionsOf(anyStatus, { "": filters.allStatuses, ...status })}
        onChange={(next) => change({ status: next === "" ? undefined : next })}
      />
      <IdText
        label={filters.businessCentralId}
        id={filter.businessCentralId}
        onChange={(businessCentralId) => change({ businessCentralId })}
      />
      <IdText
        label={filters.dataverseId}
        id={filter.dataverseId}
        onChange={(dataverseId) => change({ dataverseId })}
      />
      {isFiltered(filter) && (
        <Button size="small" appearance="subtle" onClick={() => onChange({})}>
          {filters.clear}
        </Button>
      )}
    </div>
  );
}

interface IdTextProps {
  readonly label: string;
  readonly id: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

/** Looked for as soon as it is an id. */
function IdText({ label, id, onChange }: IdTextProps) {
  const styles = useStyles();
  const { couplings } = useTexts();
  const [typed, setTyped] = useState(id ?? "");
  useEffect(() => setTyped(id ?? ""), [id]);
  const isWrong = typed.trim() !== "" && idIn(typed) === undefined;
  return (
    <Field className={styles.id} {...(isWrong && { validationMessage: couplings.filters.notAnId })}>
      <Input
        size="small"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(_, { value }) => {
          setTyped(value);
          const found = idIn(value);
          if (found !== id && (found !== undefined || value.trim() === "")) onChange(found);
        }}
      />
    </Field>
  );
}
