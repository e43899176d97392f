import { Link, makeStyles, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { sides } from "../../../../lib/domain/side.ts";
import type { ErrorItem } from "../api/shapes.ts";
import { RecordLink } from "../controls/record-link.tsx";
import { hrefTo } from "../shell/route.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { FieldsTable } from "./fields-table.tsx";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: "12px" },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
  },
  text: { margin: 0, overflowWrap: "anywhere", whiteSpace: "pre-wrap" },
  facts: {
    display: "grid",
    gridTemplateColumns: "minmax(90px, auto) 1fr",
    gap: "4px 12px",
    margin: 0,
  },
  term: { color: tokens.colorNeutralForeground2 },
  fact: { margin: 0, overflowWrap: "anywhere" },
  label: { color: tokens.colorNeutralForeground2, margin: "0 0 2px" },
});

/** One error in full: the FactBox beside the list. */
export function ErrorDetails({ item }: { readonly item: ErrorItem }) {
  const styles = useStyles();
  const { errors, words } = useTexts();
  const format = useFormat();
  const { details } = errors;
  const title = item.businessCentral.title ?? item.dataverse.title ?? errors.noTitle;
  return (
    <div className={styles.root}>
      <h2 className={styles.heading}>{title}</h2>
      <Section label={words.kind[item.kind]}>
        <p className={styles.text}>{item.message}</p>
      </Section>
      <Section label={details.hint}>
        <p className={styles.text}>{item.hint}</p>
      </Section>
      <dl className={styles.facts}>
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
      </dl>
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
    </div>
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

function Section({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <section aria-label={label}>
      <h3 className={styles.label}>{label}</h3>
      {children}
    </section>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.fact}>{children}</dd>
    </>
  );
}
