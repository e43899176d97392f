import { argv } from "node:process";
import * as z from "zod/mini";

const Invocation = z.object({ id: z.number(), event: z.unknown() });
const Handler = z.custom<(event: unknown) => Promise<unknown>>(
  (made) => typeof made === "function",
);
const Bundle = z.object({ handler: Handler });

/** In the function's own process: what Lambda's runtime does between its API and the handler. */
async function serve(bundle: string): Promise<void> {
  const { handler } = Bundle.parse(await import(bundle));
  process.on("message", (message) => {
    const { id, event } = Invocation.parse(message);
    handler(event).then(
      (answer) => process.send?.({ id, answer }),
      (trouble: unknown) => process.send?.({ id, trouble: textOf(trouble) }),
    );
  });
}

const textOf = (trouble: unknown): string =>
  trouble instanceof Error ? (trouble.stack ?? trouble.message) : String(trouble);

await serve(z.string().parse(argv[2]));
