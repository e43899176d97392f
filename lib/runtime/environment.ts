import * as z from "zod/mini";

const filled = z.string().check(z.minLength(1));
const Url = z.url({ protocol: /^https?$/ });

const State = {
  TABLE_NAME: filled,
  QUEUE_URL: Url,
  /** Days that history and ended jobs are kept. */
  RETENTION_DAYS: z.coerce.number().check(z.int(), z.minimum(1)),
};

/** How the operation is counted, see measures.ts. Without a namespace it is not. */
const Counted = {
  METRICS_NAMESPACE: z.optional(filled),
  METRICS_BY: z.optional(z.enum(["mapping", "tenant"])),
};

/** Name of the bus that others hear of errors and failed jobs on; locally a `file:` address. */
const Events = { EVENT_BUS: filled };

const Addresses = {
  /** The company root: `…/api/v2.0/companies(<id>)`. */
  BUSINESS_CENTRAL_URL: Url,
  /** The organisation root. */
  DATAVERSE_URL: Url,
};

/** Requests of one user that Business Central works on at a time, from all workers together. */
export const businessCentralAtOnce = 5;

export const WorkerEnvironment = z.object({
  ...State,
  ...Counted,
  ...Events,
  ...Addresses,
  TOKEN_URL: Url,
  /** Requests to Business Central that this worker may have under way: its share where there are several. */
  BUSINESS_CENTRAL_AT_ONCE: z._default(
    z.coerce.number().check(z.int(), z.minimum(1), z.maximum(businessCentralAtOnce)),
    businessCentralAtOnce,
  ),
  /** ARN of the secret with the app registration's credentials; locally the credentials themselves. */
  CREDENTIALS_SECRET: filled,
  /** Where Business Central tells of changes. Without it nothing is subscribed to. */
  NOTICE_URL: z.optional(Url),
  NOTICE_SECRET: z.optional(filled),
});
export type WorkerEnvironment = z.infer<typeof WorkerEnvironment>;

const oneMonth = 44640;

/** How often shipped mappings run that are not installed yet; the others run as they say themselves. */
export const Cadences = z.partialRecord(
  z.enum(["SALESPEOPLE", "CURRENCY", "CUSTOMER", "CONTACT", "ITEM-PRODUCT"]),
  z.strictObject({
    minutesBetweenRuns: z.int().check(z.minimum(1), z.maximum(oneMonth)),
    /** Minutes of rest after a run that changed nothing; 0 = until somebody wakes it. */
    inactivityTimeoutMinutes: z.optional(z.int().check(z.minimum(0), z.maximum(oneMonth))),
  }),
);

const Json = z.pipe(
  z.string(),
  z.transform((text, { issues }): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      issues.push({ code: "custom", message: "no JSON", input: text });
      return z.NEVER;
    }
  }),
);

export const TickEnvironment = z.object({
  ...State,
  ...Counted,
  /** `defaults`: a mapping that is shipped and not stored yet is installed, on hold. */
  MAPPINGS: z.enum(["defaults", "asStored"]),
  SCHEDULES: z._default(z.pipe(Json, Cadences), {}),
  /** The day on which the client secret of the apps runs out, where the tenant's file says so. */
  APP_SECRET_ENDS_ON: z.optional(z.iso.date()),
});
export const DeadLetterEnvironment = z.object({ ...State, ...Counted, ...Events });

/** The API knows where the apps are, to link to their records, and holds no credentials for them. */
export const ApiEnvironment = z.object({
  ...State,
  ...Addresses,
  /** `jwt`: the gateway has checked a token. `none`: whoever reaches the API may do everything. */
  SIGN_IN: z.enum(["jwt", "none"]),
});
export type ApiEnvironment = z.infer<typeof ApiEnvironment>;

/** The function that listens to notices has no queue, no credentials and no address of an app. */
export const NoticeEnvironment = z.object({
  TABLE_NAME: filled,
  /** ARN of the secret that notices must bear; locally the value itself. */
  NOTICE_SECRET: filled,
});

/** The console's function has no data. Its page signs people in where an issuer is named. */
export const ConsoleEnvironment = z.object({
  /** What the build wrote. */
  PAGE_FOLDER: filled,
  SIGN_IN_ISSUER: z.optional(Url),
  SIGN_IN_CLIENT_ID: z.optional(filled),
  SIGN_IN_SCOPE: z.optional(filled),
});

/** What store and queue need, in every function. */
export type StateEnvironment = Omit<z.infer<typeof DeadLetterEnvironment>, keyof typeof Events>;

/** Throws with the variables' names: a function that was deployed wrongly must not start. */
export function readEnvironment<Schema extends z.ZodMiniType>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<Schema> {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${wordsOf(issue)}`);
  throw new Error(`The environment is not complete. ${wrong.join("; ")}`);
}

/** XC14: what is not known is named. */
const wordsOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "unrecognized_keys" ? `There is no ${issue.keys.join(", ")}.` : issue.message;
