import type { Side } from "../../../../lib/domain/side.ts";
import type { Job } from "../api/shapes.ts";
import type { Column } from "../controls/list/column.ts";
import type { Format } from "../texts/format.ts";
import type { Texts } from "../texts/use-texts.ts";
import { JobStateBadge } from "./job-state-badge.tsx";
import { countsLine, requesterOf } from "./job-words.ts";

export function jobColumns(texts: Texts, format: Format): readonly Column<Job>[] {
  const { words, jobs } = texts;
  const sideColumn = (side: Side): Column<Job> => ({
    id: side,
    title: jobs.columns[side],
    width: [100, 1],
    cell: (job) => {
      const line = countsLine(side, job, texts);
      return <span title={line}>{line}</span>;
    },
  });
  return [
    {
      id: "created",
      title: jobs.columns.created,
      width: [138, 0.2],
      cell: ({ createdAt }) => format.moment(createdAt),
      sortBy: ({ createdAt }) => Date.parse(createdAt),
      onNarrow: true,
    },
    {
      id: "mapping",
      title: jobs.columns.mapping,
      width: [92, 0.3],
      cell: ({ mapping }) => <span title={mapping}>{words.mapping[mapping] ?? mapping}</span>,
      sortBy: ({ mapping }) => words.mapping[mapping] ?? mapping,
      onNarrow: true,
    },
    {
      id: "type",
      title: jobs.columns.type,
      width: [180, 0.8],
      cell: ({ type, preview }) =>
        `${words.jobType[type]}${preview === true ? ` (${jobs.preview})` : ""}`,
      sortBy: ({ type }) => words.jobType[type],
      onNarrow: true,
    },
    {
      id: "state",
      title: jobs.columns.state,
      width: [172, 0.2],
      cell: (job) => <JobStateBadge job={job} />,
      sortBy: ({ state }) => words.jobState[state],
      onNarrow: true,
    },
    {
      id: "by",
      title: jobs.columns.by,
      width: [86, 0.4],
      cell: (job) => requesterOf(job, texts),
      sortBy: (job) => requesterOf(job, texts),
    },
    {
      id: "progress",
      title: jobs.columns.progress,
      width: [64, 0.2],
      cell: ({ progress: { done, total } }) =>
        total === undefined
          ? format.number(done)
          : `${format.number(done)} / ${format.number(total)}`,
      sortBy: ({ progress }) => progress.done,
    },
    sideColumn("businessCentral"),
    sideColumn("dataverse"),
  ];
}
