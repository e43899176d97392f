import { RemovalPolicy } from "aws-cdk-lib";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod/mini";
import { businessCentralAtOnce, Cadences } from "../../lib/runtime/environment.ts";
import {
  companyRoot,
  isEntra,
  isEntraIssuer,
  isEntraTokenAddress,
  isGuid,
  isOfEveryDirectory,
} from "./entra-facts.ts";
import { isRegion } from "./regions.ts";
import { mustBe, tenantWords } from "./tenant-words.ts";

const formed = (pattern: RegExp, what: string) =>
  z.string({ error: mustBe(what) }).check(z.regex(pattern, { error: mustBe(what) }));
const wholeNumber = (from: number, to: number) => {
  const error = mustBe(`a whole number from ${from} to ${to}`);
  return z.int({ error }).check(z.minimum(from, { error }), z.maximum(to, { error }));
};

const name = formed(
  /^[a-z][a-z0-9-]{0,29}$/,
  "lower-case letters, digits and -, beginning with a letter, at most 30",
);
const secretName = formed(/^[\w/+=.@-]{1,512}$/, "letters, digits and /_+=.@-");
const https = formed(/^https:\/\/[^\s/?#]+[^\s?#]*$/, "an https address without a query");

const tokenUrl = https.check(
  z.refine((url) => !isEntra(url) || isEntraTokenAddress(url), {
    error:
      "This must be https://login.microsoftonline.com/<directory id>/oauth2/v2.0/token with the id of the apps' directory.",
  }),
);
const issuer = https.check(
  z.refine((url) => !isEntra(url) || isEntraIssuer(url), {
    error:
      "This must be https://login.microsoftonline.com/<directory id>/v2.0 with the id of the directory that people sign in to; tokens must be of version 2.",
  }),
);
const clientId = z.string().check(z.minLength(1));

const SignIn = z
  .strictObject({
    issuer,
    /** The first one is the API's own; the console asks for its tokens. */
    audience: z.array(clientId).check(z.minLength(1)),
    /** The console's app registration, where the API's own is not to be it. */
    consoleClientId: z.optional(clientId),
    /**
     * Whether a token must carry a scope (`scp`) besides its role: `read`, `resolve` or `admin`.
     * Tokens of programs that sign in as themselves have none.
     */
    scopes: z._default(z.boolean(), true),
  })
  .check(({ value, issues }) => {
    if (!isEntra(value.issuer)) return;
    const given = [
      ...value.audience.map((id, index) => ({ id, path: ["audience", index] })),
      ...(value.consoleClientId ? [{ id: value.consoleClientId, path: ["consoleClientId"] }] : []),
    ];
    for (const { id, path } of given.filter((one) => !isGuid(one.id))) {
      issues.push({ code: "custom", message: entraClientId, input: id, path });
    }
  });

/** Entra ID writes it into tokens of version 2, whatever the *Application ID URI* is. */
const entraClientId =
  "This must be an Application (client) ID of Entra ID, a GUID, without api:// before it.";

/** What is settled for one tenant: a file in `infra/tenants` is one deployment. */
const Tenant = z.strictObject({
  name,
  /** Without it the account of whoever deploys. */
  account: z.optional(formed(/^\d{12}$/, "the account's twelve digits, in quotes")),
  region: z
    .string({ error: mustBe("an AWS region such as eu-west-1") })
    .check(
      z.refine((region) => isRegion(region), { error: mustBe("an AWS region such as eu-west-1") }),
    ),
  businessCentralUrl: formed(
    companyRoot,
    "the company root, an https address that ends in /api/v2.0/companies(<company id>)",
  ).check(
    z.refine((url) => !isOfEveryDirectory(url), {
      error:
        "This must name the directory by its id or domain (…/v2.0/<directory id>/<environment>/…): Tandem signs in as an application, and common is nobody's directory.",
    }),
  ),
  dataverseUrl: formed(
    /^https:\/\/[^\s/?#]+$/,
    "the organisation root, an https address without a path or a slash at the end",
  ),
  tokenUrl,
  /** Who signs the tokens of the API's callers, and for whom. */
  signIn: SignIn,
  /** What the secrets are called; without a name CloudFormation finds one. */
  secretNames: z._default(
    z.strictObject({ appCredentials: z.optional(secretName), notices: z.optional(secretName) }),
    {},
  ),
  /** `destroy`: trials only. Removing the deployment removes couplings, history and secrets with it. */
  removalPolicy: z._default(z.enum(["retain", "destroy"]), "retain"),
  /** How often the shipped mappings run, from their first day on; later people decide, in the console. */
  schedules: z._default(Cadences, {}),
  /** The day on which the client secret of the apps runs out: an alarm goes off thirty days before. */
  appSecretEndsOn: z.optional(
    z.iso.date({ error: mustBe('a day such as "2027-03-01", in quotes') }),
  ),
  /** Whether the tenant has a dashboard of its own, which costs $3 a month after an account's first three. */
  dashboard: z._default(z.boolean(), false),
  /** Gets a mail when an alarm goes off. */
  alarmEmail: z.optional(z.email({ error: mustBe("one mail address") })),
  /** What changed and failed as metrics of each mapping, or cheaper of all together: see infra/README.md. */
  metricsBy: z._default(z.enum(["mapping", "tenant"]), "mapping"),
  /** Mappings that are synchronized side by side. They share what Business Central takes at a time. */
  mappingsAtOnce: z._default(wholeNumber(2, businessCentralAtOnce), 2),
  /**
   * Calls at a time of each function that anybody can call (notices, console), which are then reserved
   * for it. `none` where the account has too few: a new one has 10 in all, of which none can be reserved.
   */
  openAtOnce: z._default(
    z.union([wholeNumber(1, 100), z.literal("none")], {
      error: mustBe('a whole number from 1 to 100, or "none"'),
    }),
    2,
  ),
  /** Days after which history and ended jobs are removed. */
  retentionDays: z._default(wholeNumber(1, 3650), 30),
  /** The days that CloudWatch knows. */
  logDays: z._default(z.literal([7, 14, 30, 60, 90, 180, 365]), 30),
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
  const parsed = Tenant.safeParse(settings, { error: tenantWords });
  if (parsed.success) return { tenant: parsed.data };
  const problems = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join(".") || "the file"}: ${message}`,
  );
  return { problem: `${origin} cannot be used:\n${problems.join("\n")}` };
}

export const isTenantName = (text: string): boolean => name.safeParse(text).success;
