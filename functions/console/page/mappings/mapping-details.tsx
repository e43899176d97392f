import { Link, makeStyles, tokens } from "@fluentui/react-components";
import type { Condition } from "../../../../lib/domain/mapping/mapping.ts";
import { sides } from "../../../../lib/domain/side.ts";
import type { ListedMapping } from "../api/shapes.ts";
import { hrefTo } from "../context/route.ts";
import { Fact, FactBox, Facts, Section } from "../controls/record/facts.tsx";
import { fieldName } from "../controls/record/field-name.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { textOfValue } from "./condition-text.ts";

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: "18px", overflowWrap: "anywhere" },
  text: { margin: 0, overflowWrap: "anywhere" },
  links: { display: "flex", flexWrap: "wrap", gap: "12px" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** One mapping in full: the FactBox beside the list. */
export function MappingDetails({ mapping }: { readonly mapping: ListedMapping }) {
  const styles = useStyles();
  const texts = useTexts();
  const format = useFormat();
  const { mappings, words } = texts;
  const { details, edit } = mappings;
  const { name, businessCentral, dataverse, circuit, message, errors, lastRunAt, nextRunAt } =
    mapping;
  const listed = errors.skipped + errors.retrying;
  return (
    <FactBox title={words.mapping[name] ?? name}>
      <div className={styles.links}>
        {listed > 0 && (
          <Link href={hrefTo({ page: "errors", params: { mapping: name } })}>
            {details.errors(listed)}
          </Link>
        )}
        <Link href={hrefTo({ page: "couplings", params: { mapping: name } })}>
          {details.couplings}
        </Link>
        <Link href={hrefTo({ page: "jobs", params: { mapping: name } })}>{details.jobs}</Link>
      </div>
      {circuit !== undefined && (
        <Section label={`${details.interrupted} ${format.moment(circuit.openSince)}`}>
          <p className={styles.text}>{circuit.message}</p>
        </Section>
      )}
      {circuit === undefined && message !== undefined && (
        <Section label={details.message}>
          <p className={styles.text}>{message}</p>
        </Section>
      )}
      <Facts>
        <Fact term={words.side.businessCentral}>{businessCentral.entity}</Fact>
        <Fact term={words.side.dataverse}>{dataverse.set}</Fact>
        <Fact term={edit.direction}>{words.direction[mapping.direction]}</Fact>
        <Fact term={edit.updateConflict}>{mappings.updateConflict[mapping.updateConflict]}</Fact>
        <Fact term={edit.deleteConflict}>{mappings.deleteConflict[mapping.deleteConflict]}</Fact>
        <Fact term={edit.merge}>{mappings.merge[mapping.merge]}</Fact>
        <Fact term={edit.onlyCoupled}>{mapping.onlyCoupled ? words.yes : words.no}</Fact>
        <Fact term={mappings.columns.lastRun}>
          {lastRunAt === null ? words.never : format.moment(lastRunAt)}
        </Fact>
        <Fact term={mappings.columns.nextRun}>
          {nextRunAt === null ? "–" : format.moment(nextRunAt)}
        </Fact>
      </Facts>
      <Section label={details.filters}>
        {sides.map((side) => (
          <div key={side}>
            <span className={styles.quiet}>{words.side[side]}</span>
            <Filter conditions={mapping[side].filter} />
          </div>
        ))}
      </Section>
      <Section label={details.fields}>
        <ul className={styles.list}>
          {mapping.fields.map((field) => (
            <li key={field.name}>
              {fieldName(field.name, texts)}{" "}
              <span className={styles.quiet}>
                {field.enabled ? words.direction[field.direction] : mappings.off}
                {field.updateConflict !== undefined &&
                  `, ${mappings.updateConflict[field.updateConflict]}`}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </FactBox>
  );
}

function Filter({ conditions }: { readonly conditions: readonly Condition[] }) {
  const styles = useStyles();
  const { mappings } = useTexts();
  if (conditions.length === 0) return <p className={styles.text}>{mappings.details.noFilter}</p>;
  return (
    <ul className={styles.list}>
      {conditions.map(({ column, is, value }) => (
        <li key={`${column} ${is}`}>
          {column} {mappings.edit.conditions[is]} {textOfValue(value)}
        </li>
      ))}
    </ul>
  );
}
