import { Button, Link, makeStyles } from "@fluentui/react-components";
import { ok, type Result } from "../../../../lib/domain/result.ts";
import type { ApiFailure } from "../api/call-api.ts";
import { type LogSubject, readCoupling, readError, readLog } from "../api/coupling-calls.ts";
import { useAnswer } from "../api/use-answer.ts";
import { usePages } from "../api/use-pages.ts";
import type { PageProps } from "../context/page-props.ts";
import { hrefTo, type Params } from "../context/route.ts";
import { useReloadAfterJobs } from "../context/use-job-watch.ts";
import { narrowQuery } from "../context/use-width.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { PageTitle } from "../controls/head/page-title.tsx";
import { RecordLink } from "../controls/record/record-link.tsx";
import { useTexts } from "../texts/use-texts.ts";
import { Timeline } from "./timeline.tsx";

const useStyles = makeStyles({
  root: {
    display: "flex",
    flexDirection: "column",
    alignItems: "flex-start",
    gap: "12px",
    padding: "8px 20px 20px",
    [narrowQuery]: { padding: "8px 12px 16px" },
  },
  links: { display: "flex", flexWrap: "wrap", gap: "4px 16px" },
});

/** Synchronization Log: what happened to a pair, or to a record in trouble. */
export function LogPage({ route }: PageProps) {
  const { log, shell } = useTexts();
  const subject = subjectOf(route.params);
  if (subject === undefined) return <PageTitle title={shell.pages.log} intro={log.noSubject} />;
  return <RecordLog subject={subject} />;
}

function subjectOf({ coupling, error }: Params): LogSubject | undefined {
  if (coupling !== undefined) return { kind: "couplings", id: coupling };
  return error === undefined ? undefined : { kind: "errors", id: error };
}

function RecordLog({ subject }: { readonly subject: LogSubject }) {
  const styles = useStyles();
  const { log, shell } = useTexts();
  const key = `${subject.kind} ${subject.id}`;
  const pages = usePages(key, (api, page) => readLog(api, subject, page));
  const record = useRecord(subject, key);
  useReloadAfterJobs(pages.reload);
  const { items, isComplete, isLoading } = pages;
  const title =
    record?.titles.businessCentral ??
    record?.titles.dataverse ??
    items.find((entry) => entry.title !== undefined)?.title;
  return (
    <>
      <PageTitle
        title={title === undefined ? shell.pages.log : `${shell.pages.log}: ${title}`}
        {...(title !== undefined && { intro: log.intro(title) })}
      />
      <div className={styles.root}>
        {record !== undefined && <RecordLinks record={record} />}
        <FailureBar failure={pages.failure} onRetry={() => pages.reload()} />
        {items.length === 0 && isComplete && <p>{log.none}</p>}
        <Timeline entries={items} />
        {!isComplete && (
          <Button disabled={isLoading} onClick={pages.loadMore}>
            {isLoading ? shell.loading : log.more}
          </Button>
        )}
      </div>
    </>
  );
}

interface KnownRecord {
  readonly mapping: string;
  readonly titles: Readonly<Record<"businessCentral" | "dataverse", string | null>>;
  readonly urls: Readonly<Record<"businessCentral" | "dataverse", string | null>>;
  readonly errorId?: string | undefined;
}

/** The pair or the error itself; its log may be older than both. */
function useRecord(subject: LogSubject, key: string): KnownRecord | undefined {
  const { value } = useAnswer<KnownRecord | undefined>({ key }, async (api) => {
    if (subject.kind === "couplings") {
      const coupling = await readCoupling(api, subject.id);
      return isGone(coupling) ? ok(undefined) : coupling;
    }
    const error = await readError(api, subject.id);
    if (!error.ok) return isGone(error) ? ok(undefined) : error;
    const { mapping, id, businessCentral, dataverse } = error.value;
    return ok({
      mapping,
      errorId: id,
      titles: { businessCentral: businessCentral.title, dataverse: dataverse.title },
      urls: { businessCentral: businessCentral.url, dataverse: dataverse.url },
    });
  });
  return value;
}

const isGone = (answer: Result<unknown, ApiFailure>): boolean =>
  !answer.ok && answer.failure.kind === "problem" && answer.failure.status === 404;

function RecordLinks({
  record: { mapping, titles, urls, errorId },
}: {
  readonly record: KnownRecord;
}) {
  const styles = useStyles();
  const { log, words } = useTexts();
  const search = titles.businessCentral ?? titles.dataverse ?? undefined;
  return (
    <div className={styles.links}>
      <span>{words.mapping[mapping] ?? mapping}</span>
      {(["businessCentral", "dataverse"] as const).map((side) => (
        <span key={side}>
          {words.side[side]}: <RecordLink title={titles[side]} url={urls[side]} />
        </span>
      ))}
      <Link href={hrefTo({ page: "couplings", params: { mapping, search } })}>{log.coupling}</Link>
      {errorId !== undefined && (
        <Link href={hrefTo({ page: "errors", params: { mapping, search } })}>{log.error}</Link>
      )}
    </div>
  );
}
