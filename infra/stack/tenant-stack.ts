import { type App, Stack, Tags } from "aws-cdk-lib";
import { defineApi } from "../functions/api.ts";
import { defineChangeNotice } from "../functions/change-notice.ts";
import { defineConsole } from "../functions/console.ts";
import { defineDeadLetters } from "../functions/dead-letters.ts";
import { defineScheduleTick } from "../functions/schedule-tick.ts";
import { defineSyncWorker } from "../functions/sync-worker.ts";
import { defineGateway } from "../gateway/gateway.ts";
import { defineAlarms } from "../observation/alarms.ts";
import { defineDashboard } from "../observation/dashboard.ts";
import { defineSavedQueries } from "../observation/saved-queries.ts";
import { defineCredentials } from "../state/credentials.ts";
import { defineEventBus } from "../state/event-bus.ts";
import { defineStepQueue } from "../state/step-queue.ts";
import { defineTable } from "../state/table.ts";
import type { Tenant } from "../tenant/tenant.ts";

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
  const alarms = defineAlarms(stack, { tenant, table, queues, functions, gateway });
  if (tenant.dashboard) defineDashboard(stack, { tenant, table, queues, functions, alarms });
  defineSavedQueries(stack, tenant, functions);
  return stack;
}
