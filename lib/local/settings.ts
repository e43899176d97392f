import * as z from "zod/mini";

const Url = z.url({ protocol: /^https?$/ });
const Port = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65535));

/** What can be set for the local runner; the README lists it. */
const Settings = z.object({
  TANDEM_PORT: z._default(Port, 4600),
  TANDEM_DATA_DIR: z._default(z.string().check(z.minLength(1)), ".tandem"),
  TANDEM_BC_URL: z.optional(Url),
  TANDEM_DATAVERSE_URL: z.optional(Url),
  TANDEM_TOKEN_URL: z.optional(Url),
  TANDEM_CLIENT_ID: z._default(z.string().check(z.minLength(1)), "sandbox-client"),
  TANDEM_CLIENT_SECRET: z._default(z.string().check(z.minLength(1)), "sandbox-secret"),
  TANDEM_DYNAMODB_ENDPOINT: z.optional(Url),
  TANDEM_SQS_ENDPOINT: z.optional(Url),
  TANDEM_MAPPINGS: z.optional(z.string()),
  TANDEM_SCHEDULE: z._default(z.enum(["on", "off"]), "on"),
  TANDEM_SEED: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(1_000_000)), 25),
});
export type Settings = z.infer<typeof Settings>;

/** Throws with the variables' names and what is wrong with each. */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.entries(variables).filter(
    ([name, value]) => name.startsWith("TANDEM_") && value !== undefined && value !== "",
  );
  const unknown = given.map(([name]) => name).filter((name) => !(name in Settings.shape));
  const parsed = Settings.safeParse(Object.fromEntries(given));
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  const problems = [...unknown.map((name) => `${name}: there is no such setting`), ...wrong];
  if (problems.length > 0 || !parsed.success) {
    throw new Error(`The settings cannot be used. ${problems.join("; ")}`);
  }
  return parsed.data;
}
