import * as z from "zod/mini";
import { companyUrlForm } from "../connector/business-central/company-url.ts";

const anyUrl = "an address such as http://127.0.0.1:8000 is expected";
const Url = z.url({ protocol: /^https?$/, error: anyUrl });
const companyRoot = "the address of a company is expected: …/api/v2.0/companies(<its GUID>)";
const organisationRoot =
  "the address of the organisation is expected, without /api/data: https://<name>.crm.dynamics.com";
const NotBlank = z.string().check(z.minLength(1));

const wholeNumber = (most: number) => {
  const error = `a whole number from 0 to ${most} is expected`;
  return z.pipe(
    z.string().check(z.regex(/^\d+$/, error)),
    z.pipe(z.transform(Number), z.number().check(z.maximum(most, error))),
  );
};

/** The two sandbox apps listen on the next two ports. */
const highestPort = 65_533;

/** What can be set for the local runner; the README lists it. */
const Settings = z.object({
  TANDEM_PORT: z._default(wholeNumber(highestPort), 4600),
  TANDEM_DATA_DIR: z._default(NotBlank, ".tandem"),
  TANDEM_BC_URL: z.optional(z.string().check(z.regex(companyUrlForm, companyRoot))),
  TANDEM_DATAVERSE_URL: z.optional(
    z.string().check(z.regex(/^https?:\/\/[^/?#]+\/?$/, organisationRoot)),
  ),
  TANDEM_TOKEN_URL: z.optional(Url),
  TANDEM_CLIENT_ID: z._default(NotBlank, "sandbox-client"),
  TANDEM_CLIENT_SECRET: z._default(NotBlank, "sandbox-secret"),
  TANDEM_DYNAMODB_ENDPOINT: z.optional(Url),
  TANDEM_SQS_ENDPOINT: z.optional(Url),
  TANDEM_MAPPINGS: z.optional(NotBlank),
  TANDEM_SCHEDULE: z._default(z.enum(["on", "off"], "on or off is expected"), "on"),
  TANDEM_DEMO: z._default(z.enum(["on", "off"], "on or off is expected"), "on"),
  TANDEM_SEED: z._default(wholeNumber(1_000_000), 25),
});
export type Settings = z.infer<typeof Settings>;

type Variables = Readonly<Record<string, string | undefined>>;

/** Throws with the variables' names and what is wrong with each. */
export function readSettings(variables: Variables): Settings {
  const parsed = Settings.safeParse(Object.fromEntries(given(variables)));
  if (parsed.success) return withTokens(parsed.data);
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`The settings cannot be used. ${wrong.join("; ")}`);
}

/** Misspelt, perhaps. */
export const unknownSettings = (variables: Variables): readonly string[] =>
  given(variables)
    .map(([name]) => name)
    .filter((name) => !(name in Settings.shape));

const given = (variables: Variables) =>
  Object.entries(variables).filter(
    ([name, value]) => name.startsWith("TANDEM_") && value !== undefined && value !== "",
  );

/** A sandbox app gives out the tokens for both; without one there is nobody to guess. */
function withTokens(settings: Settings): Settings {
  const { TANDEM_BC_URL, TANDEM_DATAVERSE_URL, TANDEM_TOKEN_URL } = settings;
  if (TANDEM_BC_URL === undefined || TANDEM_DATAVERSE_URL === undefined) return settings;
  if (TANDEM_TOKEN_URL !== undefined) return settings;
  throw new Error(
    "The settings cannot be used. TANDEM_TOKEN_URL: the address that gives out tokens is needed when both apps are set",
  );
}

/** The same work; when it fails, the message begins with the setting that it depends on. */
export const naming = <T>(setting: keyof Settings, work: Promise<T>): Promise<T> =>
  work.catch((trouble: unknown) => {
    throw new Error(`${setting}: ${trouble instanceof Error ? trouble.message : String(trouble)}`);
  });

/** The same work; a port that is taken is told together with the one that was asked for. */
export const onPortsOf = <T>({ TANDEM_PORT: port }: Settings, work: Promise<T>): Promise<T> =>
  naming(
    "TANDEM_PORT",
    work.catch((trouble: unknown) => {
      const why = trouble instanceof Error ? trouble.message : String(trouble);
      throw new Error(`${port} and the two ports after it are needed. ${why}`);
    }),
  );
