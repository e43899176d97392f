import { Link, makeStyles } from "@fluentui/react-components";
import { couplingIdOf, type MappingName } from "../../../../lib/domain/ids.ts";
import type { LogEntry } from "../api/shapes.ts";
import { type Destination, hrefTo } from "../context/route.ts";
import { ChangeList } from "../controls/record/change-list.tsx";
import { Fact, FactBox, Facts } from "../controls/record/facts.tsx";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { entryTitle } from "./entry-columns.tsx";

const useStyles = makeStyles({
  text: { margin: 0, overflowWrap: "anywhere" },
  links: { display: "flex", flexWrap: "wrap", gap: "12px" },
});

interface Props {
  readonly mapping: MappingName;
  readonly entry: LogEntry;
}

/** What a job did to one record, with the values before and after, and the way to its log. */
export function EntryDetails({ mapping, entry }: Props) {
  const styles = useStyles();
  const { jobs, words } = useTexts();
  const format = useFormat();
  const { businessCentralId, dataverseId } = entry;
  const log = logOf(mapping, entry);
  return (
    <FactBox title={entryTitle(entry)}>
      <div className={styles.links}>
        {log !== undefined && <Link href={hrefTo(log)}>{jobs.records.log}</Link>}
        <Link href={hrefTo({ page: "couplings", params: { mapping, ...idOf(entry) } })}>
          {jobs.records.coupling}
        </Link>
      </div>
      {entry.message !== undefined && <p className={styles.text}>{entry.message}</p>}
      <Facts>
        <Fact term={jobs.records.app}>{words.side[entry.side]}</Fact>
        <Fact term={jobs.records.outcome}>{words.outcome[entry.outcome]}</Fact>
        <Fact term={jobs.records.at}>{format.moment(entry.at)}</Fact>
        {businessCentralId !== undefined && (
          <Fact term={words.side.businessCentral}>{businessCentralId}</Fact>
        )}
        {dataverseId !== undefined && <Fact term={words.side.dataverse}>{dataverseId}</Fact>}
      </Facts>
      <ChangeList changes={entry.changes ?? []} />
    </FactBox>
  );
}

/** A pair's log is named by its record in Business Central. */
const logOf = (mapping: MappingName, { businessCentralId }: LogEntry): Destination | undefined =>
  businessCentralId && {
    page: "log",
    params: { coupling: couplingIdOf(mapping, businessCentralId) },
  };

/** By one of the two: the other may belong to another pair by now. */
const idOf = ({ businessCentralId, dataverseId }: LogEntry) =>
  businessCentralId === undefined ? { dataverseId } : { businessCentralId };
