import { Badge, makeStyles, tokens } from "@fluentui/react-components";
import type { Side } from "../../../../lib/domain/side.ts";
import type { ErrorItem } from "../api/shapes.ts";
import type { Column } from "../controls/list/column.ts";
import { RecordLink } from "../controls/record/record-link.tsx";
import type { Format } from "../texts/format.ts";
import { type Texts, useTexts } from "../texts/use-texts.ts";

const useStyles = makeStyles({
  gone: { color: tokens.colorNeutralForeground2 },
  struck: { textDecorationLine: "line-through" },
  quiet: { color: tokens.colorNeutralForeground2 },
  strong: { fontWeight: tokens.fontWeightSemibold },
});

/** The columns of Coupled Data Synchronization Errors. */
export const errorColumns = (
  { words, errors }: Texts,
  format: Format,
): readonly Column<ErrorItem>[] => [
  {
    id: "mapping",
    title: errors.columns.mapping,
    width: [84, 0.4],
    cell: ({ mapping }) => <span title={mapping}>{words.mapping[mapping] ?? mapping}</span>,
    sortBy: ({ mapping }) => words.mapping[mapping] ?? mapping,
  },
  {
    id: "businessCentral",
    title: errors.columns.businessCentral,
    width: [135, 1.4],
    cell: (item, isCurrent) => (
      <SideCell item={item} side="businessCentral" isTabStop={isCurrent} />
    ),
    sortBy: ({ businessCentral }) => businessCentral.title ?? "",
    onNarrow: true,
  },
  {
    id: "dataverse",
    title: errors.columns.dataverse,
    width: [135, 1.4],
    cell: (item, isCurrent) => <SideCell item={item} side="dataverse" isTabStop={isCurrent} />,
    sortBy: ({ dataverse }) => dataverse.title ?? "",
  },
  {
    id: "kind",
    title: errors.columns.kind,
    width: [212, 0.6],
    cell: (item) => <Kind item={item} />,
    sortBy: ({ kind }) => words.kind[kind],
    onNarrow: true,
  },
  {
    id: "message",
    title: errors.columns.message,
    width: [130, 2.4],
    cell: ({ message }) => <span title={message}>{message}</span>,
    sortBy: ({ message }) => message,
    onNarrow: true,
  },
  {
    id: "since",
    title: errors.columns.since,
    width: [136, 0.2],
    cell: ({ firstFailedAt }) => format.moment(firstFailedAt),
    sortBy: ({ firstFailedAt }) => Date.parse(firstFailedAt),
  },
  {
    id: "status",
    title: errors.columns.status,
    width: [104, 0.2],
    cell: (item) => <Status item={item} />,
    sortBy: ({ status }) => words.status[status],
  },
  {
    id: "occurrences",
    title: errors.columns.occurrences,
    width: [92, 0.2],
    cell: ({ occurrences }) => format.number(occurrences),
    sortBy: ({ occurrences }) => occurrences,
  },
  {
    id: "assignee",
    title: errors.columns.assignee,
    width: [90, 0.6],
    cell: ({ assignee = "" }) => <span title={assignee}>{assignee}</span>,
    sortBy: ({ assignee = "" }) => assignee,
  },
];

interface SideCellProps {
  readonly item: ErrorItem;
  readonly side: Side;
  readonly isTabStop: boolean;
}

function SideCell({ item, side, isTabStop }: SideCellProps) {
  const styles = useStyles();
  const { errors } = useTexts();
  const { exists, title, url, id } = item[side];
  if (id === null && title === null) return <span className={styles.quiet}>–</span>;
  if (exists !== false) return <RecordLink title={title} url={url} isTabStop={isTabStop} />;
  return (
    <span className={styles.gone}>
      <span className={styles.struck}>{title ?? errors.noTitle}</span> ({errors.deleted})
    </span>
  );
}

function Kind({ item: { kind } }: { readonly item: ErrorItem }) {
  const styles = useStyles();
  const { words } = useTexts();
  return <span className={styles.strong}>{words.kind[kind]}</span>;
}

function Status({ item }: { readonly item: ErrorItem }) {
  const { words, errors } = useTexts();
  if (item.retryRequested) {
    return (
      <Badge appearance="tint" color="brand">
        {errors.retryRequested}
      </Badge>
    );
  }
  return (
    <Badge appearance="tint" color={item.status === "skipped" ? "danger" : "warning"}>
      {words.status[item.status]}
    </Badge>
  );
}
