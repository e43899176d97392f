import * as z from "zod/mini";
import { failed, ok, type Result } from "../../domain/result.ts";
import type { NotedChange } from "../../manage/schedules/wake-on-notice.ts";
import { isSecret, type NoticeSecrets } from "./notice-secret.ts";

/**
 * Only the frame is insisted on: any status but 2xx, 408, 429 and 5xx costs us the subscription, so
 * an entry that says nothing to us is passed over.
 */
const Notices = z.object({ value: z.array(z.unknown()) });

const Notice = z.object({
  clientState: z.string(),
  resource: z.optional(z.string()),
  changeType: z.optional(z.string()),
});
type Notice = z.infer<typeof Notice>;

/** Ten tables with a thousand changes each, the most that is told one by one. Runs find the rest. */
const mostEntries = 10_000;

/** More are not looked at, so that a stranger's text costs a moment at most. */
const mostClientStates = 100;
const clientStateForm = /"clientState"\s{0,10}:\s{0,10}"([^"\\]{1,200})"/g;

/**
 * Whether one of the first client states in the text is our secret, without parsing it: a stranger's
 * four megabytes cost the reading of them and no more.
 */
export function bearsSecret(text: string, secrets: NoticeSecrets): boolean {
  let looked = 0;
  for (const [, given] of text.matchAll(clientStateForm)) {
    if (isSecret(given, secrets)) return true;
    looked++;
    if (looked >= mostClientStates) return false;
  }
  return false;
}

/** What Business Central tells of: wire contracts 1.12. One request may be of several subscriptions. */
export function readBusinessCentralNotices(
  body: unknown,
  secrets: NoticeSecrets,
): Result<readonly NotedChange[], "malformed" | "forged"> {
  const notices = Notices.safeParse(body);
  if (!notices.success) return failed("malformed");
  const entries = notices.data.value.slice(0, mostEntries).flatMap((entry) => {
    const notice = Notice.safeParse(entry);
    return notice.success ? [notice.data] : [];
  });
  const ours = entries.filter(({ clientState }) => isSecret(clientState, secrets));
  if (ours.length === 0 && notices.data.value.length > 0) return failed("forged");
  return ok(distinct(ours.flatMap(changeOf)));
}

/** `api/v2.0/companies(…)/customers(…)`, `…/customers` and `…/customers?$filter=…`. */
const resourceForm =
  /^\/?api\/(v2\.0|[\w-]+\/[\w-]+\/[\w.-]+)\/companies\([^()]*\)\/([A-Za-z_]\w*)(?:\([^()]*\))?(\?.*)?$/;

function changeOf({ resource, changeType }: Notice): readonly NotedChange[] {
  const [, api, set, query] = resourceForm.exec(resource ?? "") ?? [];
  if (api === undefined || set === undefined) return [];
  // B54: more than a thousand changes are told as one, without a filter when deletions are among them.
  const deleted = changeType === "deleted" || (changeType === "collection" && query === undefined);
  return [{ side: "businessCentral", api, set, deleted }];
}

const distinct = (changes: readonly NotedChange[]): readonly NotedChange[] => [
  ...new Map(changes.map((change) => [JSON.stringify(change), change])).values(),
];
