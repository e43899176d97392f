import { Badge } from "@fluentui/react-components";
import type { Side } from "../../../../lib/domain/side.ts";
import type { Coupling } from "../api/shapes.ts";
import type { Column } from "../controls/list/column.ts";
import { RecordLink } from "../controls/record/record-link.tsx";
import type { Format } from "../texts/format.ts";
import { type Texts, useTexts } from "../texts/use-texts.ts";

export const couplingColumns = (
  { words, couplings }: Texts,
  format: Format,
): readonly Column<Coupling>[] => [
  {
    id: "mapping",
    title: couplings.columns.mapping,
    width: [100, 0.5],
    cell: ({ mapping }) => <span title={mapping}>{words.mapping[mapping] ?? mapping}</span>,
    sortBy: ({ mapping }) => words.mapping[mapping] ?? mapping,
    onNarrow: true,
  },
  recordColumn("businessCentral", couplings.columns.businessCentral, true),
  recordColumn("dataverse", couplings.columns.dataverse, false),
  {
    id: "status",
    title: couplings.columns.status,
    width: [110, 0.4],
    cell: (coupling) => <Status coupling={coupling} />,
    sortBy: ({ status }) => couplings.status[status],
    onNarrow: true,
  },
  {
    id: "lastSynchronized",
    title: couplings.columns.lastSynchronized,
    width: [150, 0.5],
    cell: ({ lastSynchronizedAt: at }) => (at === undefined ? words.never : format.moment(at)),
    sortBy: ({ lastSynchronizedAt: at }) => (at === undefined ? 0 : Date.parse(at)),
  },
];

const recordColumn = (side: Side, title: string, onNarrow: boolean): Column<Coupling> => ({
  id: side,
  title,
  width: [160, 1.5],
  cell: ({ titles, urls }, isCurrent) => (
    <RecordLink title={titles[side]} url={urls[side]} isTabStop={isCurrent} />
  ),
  sortBy: ({ titles }) => titles[side],
  onNarrow,
});

const colors = { active: "success", skipped: "danger", retrying: "warning" } as const;

function Status({ coupling: { status } }: { readonly coupling: Coupling }) {
  const { couplings } = useTexts();
  return (
    <Badge appearance="tint" color={colors[status]}>
      {couplings.status[status]}
    </Badge>
  );
}
