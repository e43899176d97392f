import { type App, Stack, Tags } from "aws-cdk-lib";
import { defineAlarms } from "./alarms.ts";
import { defineApi } from "./api.ts";
import { defineChangeNotice } from "./change-notice.ts";
import { defineConsole } from "./console.ts";
import { defineCredentials } from "./credentials.ts";
import { defineDashboard } from "./dashboard.ts";
import { defineDeadLetters } from "./dead-letters.ts";
import { defineEventBus } from "./event-bus.ts";
import { defineGateway } from "./gateway.ts";
import { defineSavedQueries } from "./saved-queries.ts";
import { defineScheduleTick } from "./schedule-tick.ts";
import { defineStepQueue } from "./step-queue.ts";
import { defineSyncWorker } from "./sync-worker.ts";
import { defineTable } from "./table.ts";
import type { Tenant } from "./tenant.ts";

/** Everything of one tenant. Two tenants share nothing. */
export function defineTenantStack(app: App, tenant: Tenant): Stack {
  const stack = new Stack(app, `Tandem-${tenant.name}`, {
    description: `Tandem for ${tenant.name}: keeps Business Central and Dataverse in step`,
    env: { region: tenant.region, ...(tenant.account ? { account: tenant.account } : {}) },
    terminationProtection: tenant.removalPolicy === "retain",
  });
  Tags.of(stack).add("tandem:tenant", tenant.name);

  const table = defineTable(stack, tenant);
  const queues = defineStepQueue(stack);
  const events = defineEventBus(stack, tenant);
  const credentials = defineCredentials(stack, tenant);

  const changeNotice = defineChangeNotice(stack, { tenant, table });
  const consolePage = defineConsole(stack, tenant);
  const api = defineApi(stack, { tenant, table, queues });
  const gateway = defineGateway(stack, {
    tenant,
    api,
    changeNotice: changeNotice.handler,
    consolePage,
  });
  const syncWorker = defineSyncWorker(stack, {
    tenant,
    table,
    queues,
    events,
    credentials,
    notices: { url: gateway.noticeUrl, secret: changeNotice.secret },
  });
  const scheduleTick = defineScheduleTick(stack, { tenant, table, queues });
  const deadLetter = defineDeadLetters(stack, { tenant, table, queues, events });

  const functions = {
    syncWorker,
    scheduleTick,
    deadLetter,
    api,
    changeNotice: changeNotice.handler,
    consolePage,
  };
  const alarms = defineAlarms(stack, { tenant, queues, functions });
  defineDashboard(stack, { tenant, table, queues, functions, alarms });
  defineSavedQueries(stack, tenant, functions);
  return stack;
}
