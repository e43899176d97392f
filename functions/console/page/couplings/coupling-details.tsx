import { Link } from "@fluentui/react-components";
import { sides } from "../../../../lib/domain/side.ts";
import type { Coupling } from "../api/shapes.ts";
import { hrefTo } from "../context/route.ts";
import { Fact, FactBox, Facts } from "../controls/record/facts.tsx";
import { RecordLink } from "../controls/record/record-link.tsx";
import { useFormat, useTexts } from "../texts/use-texts.ts";

/** One coupling in full: the FactBox beside the list. */
export function CouplingDetails({ coupling }: { readonly coupling: Coupling }) {
  const { couplings, words } = useTexts();
  const format = useFormat();
  const { columns, details, filters } = couplings;
  const { mapping, titles, urls, lastSynchronizedAt, lastJobId } = coupling;
  return (
    <FactBox title={titles.businessCentral}>
      <Facts>
        <Fact term={columns.mapping}>{words.mapping[mapping] ?? mapping}</Fact>
        {sides.map((side) => (
          <Fact key={side} term={words.side[side]}>
            <RecordLink title={titles[side]} url={urls[side]} />
          </Fact>
        ))}
        <Fact term={filters.businessCentralId}>{coupling.businessCentralId}</Fact>
        <Fact term={filters.dataverseId}>{coupling.dataverseId}</Fact>
        <Fact term={columns.status}>{couplings.status[coupling.status]}</Fact>
        <Fact term={columns.lastSynchronized}>
          {lastSynchronizedAt === undefined ? words.never : format.moment(lastSynchronizedAt)}
        </Fact>
        {lastJobId !== undefined && (
          <Fact term={details.lastJob}>
            <Link href={hrefTo({ page: "jobs", item: lastJobId })}>{lastJobId}</Link>
          </Fact>
        )}
      </Facts>
    </FactBox>
  );
}
