import { Link, makeStyles } from "@fluentui/react-components";
import { sides } from "../../../../lib/domain/side.ts";
import type { ErrorItem } from "../api/shapes.ts";
import { hrefTo } from "../context/route.ts";
import { Fact, FactBox, Facts, Section } from "../controls/record/facts.tsx";
import { RecordLink } from "../controls/record/record-link.tsx";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { FieldsTable } from "./fields-table.tsx";

const useStyles = makeStyles({
  text: { margin: 0, overflowWrap: "anywhere", whiteSpace: "pre-wrap" },
});

/** One error in full: the FactBox beside the list. */
export function ErrorDetails({ item }: { readonly item: ErrorItem }) {
  const styles = useStyles();
  const { errors, words } = useTexts();
  const format = useFormat();
  const { details } = errors;
  const title = item.businessCentral.title ?? item.dataverse.title ?? errors.noTitle;
  return (
    <FactBox title={title}>
      <Section label={words.kind[item.kind]}>
        <p className={styles.text}>{item.message}</p>
      </Section>
      <Section label={details.hint}>
        <p className={styles.text}>{item.hint}</p>
      </Section>
      <Facts>
        {sides.map((side) => (
          <Fact key={side} term={words.side[side]}>
            {item[side].exists === false ? (
              errors.deleted
            ) : (
              <RecordLink title={item[side].title ?? item[side].id ?? "–"} url={item[side].url} />
            )}
          </Fact>
        ))}
        <Fact term={details.firstFailed}>{format.moment(item.firstFailedAt)}</Fact>
        <Fact term={details.lastFailed}>{format.moment(item.lastFailedAt)}</Fact>
        <Fact term={details.occurrences}>{format.number(item.occurrences)}</Fact>
        <Fact term={details.job}>
          <Link href={hrefTo({ page: "jobs", item: item.jobId })}>{item.jobId}</Link>
        </Fact>
        <Fact term={details.assignee}>{item.assignee ?? details.nobody}</Fact>
        {item.note !== undefined && <Fact term={details.note}>{item.note}</Fact>}
      </Facts>
      {item.candidates !== undefined && item.candidates.length > 0 && (
        <Section label={details.candidates}>
          {item.candidates.map((id) => (
            <p key={id} className={styles.text}>
              {id}
            </p>
          ))}
        </Section>
      )}
      {item.fields !== undefined && item.fields.length > 0 && (
        <Section label={details.fields}>
          <FieldsTable fields={item.fields} />
        </Section>
      )}
      {item.edits.length > 0 && <Edits item={item} />}
    </FactBox>
  );
}

function Edits({ item }: { readonly item: ErrorItem }) {
  const styles = useStyles();
  const { errors } = useTexts();
  const format = useFormat();
  const { details } = errors;
  return (
    <Section label={details.edits}>
      {item.edits.toReversed().map(({ at, by, assignee, note }) => (
        <p key={at} className={styles.text}>
          {format.moment(at)}
          {by !== undefined && ` · ${by}`}
          {assignee !== undefined && ` · ${details.assignee}: ${assignee ?? details.nobody}`}
          {note !== undefined && ` · ${details.note}: ${note ?? "–"}`}
        </p>
      ))}
    </Section>
  );
}
