import type { SandboxClock } from "../../web/clock.ts";
import type { RowChange } from "../store/store.ts";
import { type Row, textOf } from "../tables/row.ts";
import { printedStamp } from "../tables/stamp.ts";

/** How a webhook's receiver is called; an unreachable one rejects. */
export type Post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<{ readonly status: number; readonly body: string }>;

/** Gathers changes per subscription and sends them after a while. Kept in memory only: they are hints. */
export interface Notifier {
  readonly post: Post;
  noteChanges(changes: readonly RowChange[]): void;
  deliverDue(): Promise<void>;
}

interface Pending {
  readonly subscription: Row;
  readonly firstStamp: number;
  readonly changes: ReadonlyMap<string, RowNews>;
  readonly dueAt: number;
  readonly attempts: number;
}

interface RowNews {
  readonly type: "created" | "updated" | "deleted";
  readonly stamp: number;
}

interface NotifierOptions {
  readonly clock: SandboxClock;
  readonly delayMs: number;
  readonly companyId: string;
  readonly post?: Post | undefined;
  subscriptions(): readonly Row[];
  drop(subscriptionId: string): void;
}

export function createNotifier(options: NotifierOptions): Notifier {
  const post = options.post ?? postByFetch;
  let pending: readonly Pending[] = [];
  return {
    post,
    noteChanges: (changes) => {
      const now = options.clock.now();
      for (const subscription of options.subscriptions()) {
        for (const change of changes) {
          if (isHeard(subscription, change)) {
            pending = withNews(pending, subscription, change, now + options.delayMs);
          }
        }
      }
    },
    deliverDue: async () => {
      const now = options.clock.now();
      const due = pending.filter((one) => one.dueAt <= now);
      pending = pending.filter((one) => one.dueAt > now);
      for (const one of due) {
        const again = await deliver(options, post, one, now);
        if (again !== undefined) pending = [...pending, again];
      }
    },
  };
}

const postByFetch: Post = async (url, headers, body) => {
  const answer = await fetch(url, { method: "POST", headers, body });
  return { status: answer.status, body: await answer.text() };
};

/** A new stamp or a deletion is news; a computed value that moved is not. */
function isHeard(subscription: Row, change: RowChange): boolean {
  const set = textOf(subscription, "resource").split("/").at(-1);
  return change.table === set && change.before?.modified !== change.after?.modified;
}

/** B53: what happens to one row within the delay becomes one notification. */
function withNews(
  pending: readonly Pending[],
  subscription: Row,
  change: RowChange,
  dueAt: number,
): readonly Pending[] {
  const open = pending.find((one) => one.subscription.id === subscription.id && one.attempts === 0);
  const id = change.after?.id ?? change.before?.id ?? "";
  const stamp = change.after?.modified ?? change.before?.modified ?? 0;
  const type =
    change.after === undefined
      ? "deleted"
      : change.before === undefined || open?.changes.get(id)?.type === "created"
        ? "created"
        : "updated";
  const changes = new Map(open?.changes).set(id, { type, stamp });
  const merged: Pending = {
    subscription,
    changes,
    firstStamp: open?.firstStamp ?? stamp,
    dueAt: open?.dueAt ?? dueAt,
    attempts: 0,
  };
  return [...pending.filter((one) => one !== open), merged];
}

/** Above this many changes of one subscription they are told as one (B54). */
const COLLECTION_LIMIT = 1000;
const RETRY_SECONDS = [60, 600, 6000, 60_000];

/** B55: answers what is to be tried again. */
async function deliver(
  options: NotifierOptions,
  post: Post,
  pending: Pending,
  now: number,
): Promise<Pending | undefined> {
  const { subscription } = pending;
  if (Number(subscription.fields["expiration"]) <= now) {
    options.drop(subscription.id);
    return undefined;
  }
  const url = textOf(subscription, "notificationUrl");
  const body = JSON.stringify({ value: notificationsOf(options.companyId, pending) });
  const status = await post(url, { "content-type": "application/json" }, body).then(
    (answer) => answer.status,
    () => 503,
  );
  if (status >= 200 && status < 300) return undefined;
  if (status !== 408 && status !== 429 && status < 500) {
    options.drop(subscription.id);
    return undefined;
  }
  const wait = RETRY_SECONDS[pending.attempts];
  return wait === undefined
    ? undefined
    : { ...pending, attempts: pending.attempts + 1, dueAt: now + wait * 1000 };
}

function notificationsOf(companyId: string, pending: Pending): readonly unknown[] {
  const { subscription, changes, firstStamp } = pending;
  const set = textOf(subscription, "resource").split("/").at(-1) ?? "";
  const resource = `api/v2.0/companies(${companyId})/${set}`;
  const shared = {
    subscriptionId: subscription.id,
    clientState: textOf(subscription, "clientState"),
    expirationDateTime: printedStamp(Number(subscription.fields["expiration"])),
  };
  if (changes.size <= COLLECTION_LIMIT) {
    return [...changes].map(([id, { type, stamp }]) => ({
      ...shared,
      resource: `${resource}(${id})`,
      changeType: type,
      lastModifiedDateTime: printedStamp(stamp),
    }));
  }
  const hasDeletion = [...changes.values()].some(({ type }) => type === "deleted");
  const since = encodeURIComponent(printedStamp(firstStamp - 50));
  const filter = hasDeletion ? "" : `?$filter=lastModifiedDateTime%20gt%20${since}`;
  return [{ ...shared, resource: `${resource}${filter}`, changeType: "collection" }];
}
