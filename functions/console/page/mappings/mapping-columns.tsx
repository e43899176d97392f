import { Badge } from "@fluentui/react-components";
import type { Instant } from "../../../../lib/domain/instant.ts";
import type { ListedMapping } from "../api/shapes.ts";
import type { Column } from "../controls/list/column.ts";
import type { Format } from "../texts/format.ts";
import { type Texts, useFormat, useTexts } from "../texts/use-texts.ts";

/** The columns of Integration Table Mappings. */
export const mappingColumns = (
  { words, mappings }: Texts,
  format: Format,
): readonly Column<ListedMapping>[] => [
  {
    id: "mapping",
    title: mappings.columns.mapping,
    width: [100, 1],
    cell: ({ name }) => <span title={name}>{words.mapping[name] ?? name}</span>,
    sortBy: ({ name }) => words.mapping[name] ?? name,
    onNarrow: true,
  },
  {
    id: "direction",
    title: mappings.columns.direction,
    width: [152, 0.4],
    cell: ({ direction }) => <Words text={words.direction[direction]} />,
    sortBy: ({ direction }) => words.direction[direction],
    onNarrow: true,
  },
  {
    id: "updateConflict",
    title: mappings.columns.updateConflict,
    width: [106, 0.8],
    cell: ({ updateConflict }) => <Words text={mappings.updateConflict[updateConflict]} />,
    sortBy: ({ updateConflict }) => mappings.updateConflict[updateConflict],
  },
  {
    id: "deleteConflict",
    title: mappings.columns.deleteConflict,
    width: [106, 0.8],
    cell: ({ deleteConflict }) => <Words text={mappings.deleteConflict[deleteConflict]} />,
    sortBy: ({ deleteConflict }) => mappings.deleteConflict[deleteConflict],
  },
  {
    id: "couplings",
    title: mappings.columns.couplings,
    width: [66, 0.2],
    cell: ({ couplings }) => format.number(couplings),
    sortBy: ({ couplings }) => couplings,
  },
  {
    id: "skipped",
    title: mappings.columns.skipped,
    width: [64, 0.2],
    cell: ({ errors }) => format.number(errors.skipped),
    sortBy: ({ errors }) => errors.skipped,
  },
  {
    id: "retrying",
    title: mappings.columns.retrying,
    width: [66, 0.2],
    cell: ({ errors }) => format.number(errors.retrying),
    sortBy: ({ errors }) => errors.retrying,
  },
  {
    id: "status",
    title: mappings.columns.status,
    width: [96, 0.6],
    cell: (mapping) => <Status mapping={mapping} />,
    sortBy: ({ scheduleStatus }) => scheduleStatus ?? "",
    onNarrow: true,
  },
  {
    id: "lastRun",
    title: mappings.columns.lastRun,
    width: [96, 0.3],
    cell: ({ lastRunAt }) => (lastRunAt === null ? words.never : <Ago at={lastRunAt} />),
    sortBy: ({ lastRunAt }) => (lastRunAt === null ? 0 : Date.parse(lastRunAt)),
  },
  {
    id: "nextRun",
    title: mappings.columns.nextRun,
    width: [88, 0.3],
    cell: ({ nextRunAt }) => (nextRunAt === null ? "–" : <Next at={nextRunAt} />),
    sortBy: ({ nextRunAt }) => (nextRunAt === null ? 0 : Date.parse(nextRunAt)),
  },
];

function Words({ text }: { readonly text: string }) {
  return <span title={text}>{text}</span>;
}

/** The list is read again every few seconds, so that this stays true. */
function Ago({ at }: { readonly at: Instant }) {
  const format = useFormat();
  return <time title={format.moment(at)}>{format.shortDistance(at, Date.now())}</time>;
}

/** What is due begins with the next tick, or waits for the run before it. */
function Next({ at }: { readonly at: Instant }) {
  const { home } = useTexts();
  return Date.parse(at) <= Date.now() ? home.due : <Ago at={at} />;
}

function Status({ mapping }: { readonly mapping: ListedMapping }) {
  const { mappings, words } = useTexts();
  const { enabled, circuit, message, scheduleStatus } = mapping;
  if (!enabled) return <Badge appearance="tint">{mappings.off}</Badge>;
  if (circuit !== undefined) {
    return (
      <Badge appearance="tint" color="danger" title={circuit.message}>
        {mappings.open}
      </Badge>
    );
  }
  if (scheduleStatus === null) return "–";
  if (message !== undefined && scheduleStatus === "ready") {
    return (
      <Badge appearance="tint" color="warning" title={message}>
        {mappings.failing}
      </Badge>
    );
  }
  return (
    <Badge appearance="tint" color={scheduleStatus === "error" ? "danger" : "informative"}>
      {words.scheduleStatus[scheduleStatus]}
    </Badge>
  );
}
