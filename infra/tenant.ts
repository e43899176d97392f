import { readFileSync } from "node:fs";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod/mini";

const guid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const https = z.url({ protocol: /^https$/, error: "an https address" });

const logDays = z.literal(
  [7, 14, 30, 60, 90, 180, 365],
  "7, 14, 30, 60, 90, 180 or 365, the days that CloudWatch knows",
);

/** What is settled for one tenant: a file in `infra/tenants` is one deployment. */
const Tenant = z.strictObject({
  name: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,29}$/, "lower-case letters, digits and -")),
  /** Without it the account of whoever deploys. */
  account: z.optional(z.string().check(z.regex(/^\d{12}$/, "twelve digits"))),
  region: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region such as eu-west-1")),
  businessCentralUrl: https.check(
    z.regex(
      new RegExp(`/api/v2[.]0/companies[(]${guid}[)]$`),
      "the company root, ending in /api/v2.0/companies(<company id>)",
    ),
  ),
  dataverseUrl: https.check(
    z.regex(/^https:\/\/[^/]+$/, "the organisation root, without a path or a slash at the end"),
  ),
  tokenUrl: https,
  /** Who signs the tokens of the API's callers, and for whom. */
  signIn: z.strictObject({
    issuer: https,
    /** The first one is the API's own; the console asks for its tokens. */
    audience: z.array(z.string()).check(z.minLength(1)),
    /** The console's app registration, where the API's own is not to be it. */
    consoleClientId: z.optional(z.string().check(z.minLength(1))),
    /**
     * Whether a token must carry a scope (`scp`) besides its role: `Tandem.Read`, `Tandem.Resolve` or
     * `Tandem.Admin`. Tokens of programs that sign in as themselves have none.
     */
    scopes: z._default(z.boolean(), true),
  }),
  /** Gets a mail when an alarm goes off. */
  alarmEmail: z.optional(z.email()),
  /** What changed and failed as metrics of each mapping, or cheaper of all together: see infra/README.md. */
  metricsBy: z._default(z.enum(["mapping", "tenant"]), "mapping"),
  /** Mappings that are synchronized side by side; AWS takes 2 or more. */
  mappingsAtOnce: z._default(z.int().check(z.minimum(2), z.maximum(50)), 2),
  /** Days after which history and ended jobs are removed. */
  retentionDays: z._default(z.int().check(z.minimum(1), z.maximum(3650)), 30),
  logDays: z._default(logDays, 30),
});
export type Tenant = z.infer<typeof Tenant>;

const logRetention: Readonly<Record<Tenant["logDays"], RetentionDays>> = {
  7: RetentionDays.ONE_WEEK,
  14: RetentionDays.TWO_WEEKS,
  30: RetentionDays.ONE_MONTH,
  60: RetentionDays.TWO_MONTHS,
  90: RetentionDays.THREE_MONTHS,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
};

export const logRetentionOf = (tenant: Tenant): RetentionDays => logRetention[tenant.logDays];

/** Throws with the file and the fields that are wrong: nothing can be deployed without them. */
export function readTenant(file: string | URL): Tenant {
  return parseTenant(JSON.parse(readFileSync(file, "utf8")), String(file));
}

export function parseTenant(settings: unknown, origin: string): Tenant {
  const parsed = Tenant.safeParse(settings, { error: z.locales.en().localeError });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join(".") || "the file"}: ${message}`,
  );
  throw new Error(`${origin} cannot be used:\n${problems.join("\n")}`);
}
