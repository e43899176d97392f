import { Button, makeStyles } from "@fluentui/react-components";
import { jobStates, jobTypes } from "../../../../lib/domain/job/job.ts";
import type { JobFilter } from "../api/job-calls.ts";
import { narrowQuery } from "../context/use-width.ts";
import { Choice, optionsOf } from "../controls/filter/choice.tsx";
import { mappingOptions } from "../controls/filter/mapping-options.ts";
import { useTexts } from "../texts/use-texts.ts";
import { isFiltered } from "./job-filter.ts";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "8px",
    padding: "6px 20px",
    flexShrink: 0,
    [narrowQuery]: { padding: "6px 12px", gap: "4px" },
  },
});

interface Props {
  readonly filter: JobFilter;
  readonly mappings: readonly string[];
  readonly onChange: (filter: JobFilter) => void;
}

const anyType = ["", ...jobTypes] as const;
const anyState = ["", ...jobStates] as const;

export function JobFilterBar({ filter, mappings, onChange }: Props) {
  const styles = useStyles();
  const texts = useTexts();
  const { words } = texts;
  const { filters } = texts.jobs;
  const change = (more: JobFilter): void => onChange({ ...filter, ...more });
  return (
    <div className={styles.bar} role="search" aria-label={filters.name}>
      <Choice
        label={filters.mapping}
        value={filter.mapping ?? ""}
        options={mappingOptions(mappings, filters.allMappings, texts)}
        onChange={(mapping) => change({ mapping: mapping === "" ? undefined : mapping })}
      />
      <Choice
        label={filters.type}
        value={filter.type ?? ""}
        options={optionsOf(anyType, { "": filters.allTypes, ...words.jobType })}
        onChange={(type) => change({ type: type === "" ? undefined : type })}
      />
      <Choice
        label={filters.state}
        value={filter.state ?? ""}
        options={optionsOf(anyState, { "": filters.allStates, ...words.jobState })}
        onChange={(state) => change({ state: state === "" ? undefined : state })}
      />
      {isFiltered(filter) && (
        <Button size="small" appearance="subtle" onClick={() => onChange({})}>
          {filters.clear}
        </Button>
      )}
    </div>
  );
}
