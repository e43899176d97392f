import { Button, makeStyles, Select } from "@fluentui/react-components";
import { errorKinds, errorStatuses } from "../../../../lib/domain/error/error-item.ts";
import { narrowQuery } from "../context/use-width.ts";
import { SearchText } from "../controls/filter/search-text.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { isFiltered, type ListFilter } from "./error-filter.ts";

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
  readonly filter: ListFilter;
  readonly mappings: readonly string[];
  readonly onChange: (filter: ListFilter) => void;
}

export function FilterBar({ filter, mappings, onChange }: Props) {
  const styles = useStyles();
  const { errors, words } = useTexts();
  const change = (more: ListFilter): void => onChange({ ...filter, ...more });
  const { filters } = errors;
  return (
    <div className={styles.bar} role="search" aria-label={filters.name}>
      <SearchText
        label={filters.search}
        text={filter.search ?? ""}
        onChange={(search) => change({ search: search === "" ? undefined : search })}
      />
      <Select
        size="small"
        aria-label={filters.mapping}
        value={filter.mapping ?? ""}
        onChange={(_, { value }) => change({ mapping: value === "" ? undefined : value })}
      >
        <option value="">{filters.allMappings}</option>
        {mappings.map((name) => (
          <option key={name} value={name}>
            {words.mapping[name] ?? name}
          </option>
        ))}
      </Select>
      <Select
        size="small"
        aria-label={filters.kind}
        value={filter.kind ?? ""}
        onChange={(_, { value }) => change({ kind: errorKinds.find((each) => each === value) })}
      >
        <option value="">{filters.allKinds}</option>
        {errorKinds.map((kind) => (
          <option key={kind} value={kind}>
            {words.kind[kind]}
          </option>
        ))}
      </Select>
      <Select
        size="small"
        aria-label={filters.status}
        value={filter.status ?? ""}
        onChange={(_, { value }) =>
          change({ status: errorStatuses.find((each) => each === value) })
        }
      >
        <option value="">{filters.allStatuses}</option>
        {errorStatuses.map((status) => (
          <option key={status} value={status}>
            {words.status[status]}
          </option>
        ))}
      </Select>
      {isFiltered(filter) && (
        <Button size="small" appearance="subtle" onClick={() => onChange({})}>
          {filters.clear}
        </Button>
      )}
    </div>
  );
}
