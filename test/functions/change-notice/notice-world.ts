import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { MappingName } from "../../../lib/domain/ids.ts";
import { type Instant, plusMinutes } from "../../../lib/domain/instant.ts";
import type { Schedule } from "../../../lib/domain/job/schedule.ts";
import type { TableMapping } from "../../../lib/domain/mapping/mapping.ts";
import { startHttpHost } from "../../../lib/local/http-host.ts";
import { installMappings } from "../../../lib/manage/mappings/install-mappings.ts";
import { noteChanges } from "../../../lib/manage/schedules/wake-on-notice.ts";
import { answerNotice } from "../../../lib/runtime/notices/answer-notice.ts";
import { type LocalStore, startEngine } from "../../store/local-store.ts";
import { creatingMappings } from "../../world/creating-mappings.ts";

/** The one that was replaced a moment ago. */
export const secretBefore = "Before8wLmN5rTuV7xYcB2dFgHjK9sAeP4qRtWyUiOp6MnB";
export const secret = "Zp3kQ8wLmN5rTuV7xYcB2dFgHjK9sAeP4qRtWyUiOp6MnBvC";

/** The function on a real table, over real HTTP. Every mapping runs in an hour unless moved. */
export interface NoticeWorld extends LocalStore {
  readonly reported: unknown[];
  handle(event: APIGatewayProxyEventV2): ReturnType<typeof answerNotice>;
  /** "POST /v1/notices/dataverse" */
  send(
    what: string,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; type: string | null; text: string }>;
  plan(mapping: string, schedule: Partial<Schedule>): Promise<void>;
  /** When each mapping runs that does not run in an hour. */
  moved(): Promise<Readonly<Record<string, Instant | undefined>>>;
  stop(): Promise<void>;
}

export async function startNotices(
  mappings: readonly TableMapping[] = creatingMappings,
): Promise<NoticeWorld> {
  const engine = await startEngine("dynoxide");
  const local = await engine.empty();
  const { store, clock } = local;
  const reported: unknown[] = [];
  await installMappings(
    { store, clock },
    { mappings, scheduleOf: (first) => ({ ...first, nextRunAt: inAnHour(clock.now()) }) },
  );
  const handle = (event: APIGatewayProxyEventV2) =>
    answerNotice(
      {
        secrets: async () => ({ current: secret, previous: secretBefore }),
        note: (changes) => noteChanges({ store, clock }, changes),
        report: (trouble) => reported.push(trouble),
      },
      event,
    );
  const host = await startHttpHost({ port: 0, handler: handle, report: (t) => reported.push(t) });
  const usual = inAnHour(clock.now());
  return {
    ...local,
    reported,
    handle,
    async send(what, body, headers = {}) {
      const [method = "", path = ""] = what.split(" ");
      const answer = await fetch(`${host.url}${path}`, {
        method,
        headers: { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body }),
      });
      return {
        status: answer.status,
        type: answer.headers.get("content-type"),
        text: await answer.text(),
      };
    },
    async plan(mapping, schedule) {
      const state = await store.states.get(MappingName.parse(mapping));
      if (state === undefined) throw new Error(`There is no ${mapping}`);
      await store.states.save({ ...state, schedule: { ...state.schedule, ...schedule } });
    },
    async moved() {
      const states = await store.states.all();
      return Object.fromEntries(
        states
          .filter(({ schedule }) => schedule.nextRunAt !== usual)
          .map(({ mapping, schedule }) => [mapping, schedule.nextRunAt]),
      );
    },
    async stop() {
      await host.stop();
      await engine.stop();
    },
  };
}

const inAnHour = (now: Instant): Instant => plusMinutes(now, 60);

export const companyId = "9ee48135-93e1-ef11-9344-6045bde9ca09";

export const aNotice = (set: string, more: Readonly<Record<string, unknown>> = {}) => ({
  subscriptionId: "e4ebb6a3e2ae4a7da94e2bd3a1d9a0a5",
  clientState: secret,
  expirationDateTime: "2040-11-26T08:00:00Z",
  resource: `api/v2.0/companies(${companyId})/${set}`,
  changeType: "updated",
  lastModifiedDateTime: "2040-11-23T07:59:30.467Z",
  ...more,
});

export const notices = (...value: readonly object[]): string => JSON.stringify({ value });
