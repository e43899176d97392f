import { RemovalPolicy } from "aws-cdk-lib";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod/mini";
import { businessCentralAtOnce, Cadences } from "../lib/runtime/environment.ts";

const guid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const https = z.url({ protocol: /^https$/, error: "an https address" });

const logDays = z.literal(
  [7, 14, 30, 60, 90, 180, 365],
  "7, 14, 30, 60, 90, 180 or 365, the days that CloudWatch knows",
);

const name = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]{0,29}$/, "lower-case letters, digits and -"));
const secretName = z.string().check(z.regex(/^[\w/+=.@-]{1,512}$/, "letters, digits and /_+=.@-"));

/** What is settled for one tenant: a file in `infra/tenants` is one deployment. */
const Tenant = z.strictObject({
  name,
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
     * Whether a token must carry a scope (`scp`) besides its role: `read`, `resolve` or `admin`.
     * Tokens of programs that sign in as themselves have none.
     */
    scopes: z._default(z.boolean(), true),
  }),
  /** What the secrets are called; without a name CloudFormation finds one. */
  secretNames: z._default(
    z.strictObject({ appCredentials: z.optional(secretName), notices: z.optional(secretName) }),
    {},
  ),
  /** `destroy`: trials only. Removing the deployment removes couplings, history and secrets with it. */
  removalPolicy: z._default(z.enum(["retain", "destroy"]), "retain"),
  /** How often the shipped mappings run, from their first day on; later people decide, in the console. */
  schedules: z._default(Cadences, {}),
  /** Gets a mail when an alarm goes off. */
  alarmEmail: z.optional(z.email()),
  /** What changed and failed as metrics of each mapping, or cheaper of all together: see infra/README.md. */
  metricsBy: z._default(z.enum(["mapping", "tenant"]), "mapping"),
  /** Mappings that are synchronized side by side. They share what Business Central takes at a time. */
  mappingsAtOnce: z._default(z.int().check(z.minimum(2), z.maximum(businessCentralAtOnce)), 2),
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

/** What the data of the tenant must outlive. */
export const removalPolicyOf = ({ removalPolicy }: Tenant): RemovalPolicy =>
  removalPolicy === "retain" ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

/** The tenant, or one line for each field that is wrong: nothing can be deployed with it. */
export type TenantFound =
  | { readonly tenant: Tenant; readonly problem?: undefined }
  | { readonly tenant?: undefined; readonly problem: string };

export function parseTenant(settings: unknown, origin: string): TenantFound {
  const parsed = Tenant.safeParse(settings, { error: z.locales.en().localeError });
  if (parsed.success) return { tenant: parsed.data };
  const problems = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join(".") || "the file"}: ${message}`,
  );
  return { problem: `${origin} cannot be used:\n${problems.join("\n")}` };
}

export const isTenantName = (text: string): boolean => name.safeParse(text).success;
