import { Badge } from "@fluentui/react-components";
import type { LogEntry } from "../api/shapes.ts";
import { outcomeColors } from "../controls/jobs/outcome-colors.ts";
import type { Column } from "../controls/list/column.ts";
import { fieldName } from "../controls/record/field-name.ts";
import type { Format } from "../texts/format.ts";
import { type Texts, useTexts } from "../texts/use-texts.ts";

/** An entry of a job's log, with its place in it. */
export interface JobEntry {
  readonly key: string;
  readonly entry: LogEntry;
}

export const entryTitle = ({ title, businessCentralId, dataverseId }: LogEntry): string =>
  title ?? businessCentralId ?? dataverseId ?? "–";

export function entryColumns(texts: Texts, format: Format): readonly Column<JobEntry>[] {
  const { words } = texts;
  const { records } = texts.jobs;
  return [
    {
      id: "record",
      title: records.record,
      width: [150, 1.2],
      cell: ({ entry }) => <span title={entryTitle(entry)}>{entryTitle(entry)}</span>,
      sortBy: ({ entry }) => entryTitle(entry),
      onNarrow: true,
    },
    {
      id: "app",
      title: records.app,
      width: [120, 0.5],
      cell: ({ entry }) => words.side[entry.side],
      sortBy: ({ entry }) => words.side[entry.side],
    },
    {
      id: "outcome",
      title: records.outcome,
      width: [120, 0.4],
      cell: ({ entry }) => <OutcomeBadge entry={entry} />,
      sortBy: ({ entry }) => words.outcome[entry.outcome],
      onNarrow: true,
    },
    {
      id: "what",
      title: records.what,
      width: [160, 2],
      cell: ({ entry }) => {
        const what = whatOf(entry, texts);
        return <span title={what}>{what}</span>;
      },
      onNarrow: true,
    },
    {
      id: "at",
      title: records.at,
      width: [90, 0.3],
      cell: ({ entry }) => format.time(entry.at),
      sortBy: ({ entry }) => Date.parse(entry.at),
    },
  ];
}

const whatOf = ({ message, changes = [] }: LogEntry, texts: Texts): string =>
  message ?? changes.map(({ field }) => fieldName(field, texts)).join(", ");

function OutcomeBadge({ entry: { outcome } }: { readonly entry: LogEntry }) {
  const { words } = useTexts();
  return (
    <Badge appearance="tint" color={outcomeColors[outcome]}>
      {words.outcome[outcome]}
    </Badge>
  );
}
