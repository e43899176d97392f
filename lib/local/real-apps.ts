import { appName, sides } from "../domain/side.ts";
import type { BusinessApps } from "../ports/business-app.ts";

type Say = (line: string) => void;

/** Says of each app whether it answers, and that nothing is written before a person starts a table. */
export async function introduceApps(apps: BusinessApps, say: Say): Promise<void> {
  const answers = await Promise.all(sides.map((side) => apps[side].check()));
  for (const [index, side] of sides.entries()) {
    const answer = answers[index];
    const { url } = apps[side];
    say(
      answer?.ok === false
        ? `${appName[side]} cannot be used. ${answer.failure.message}`
        : `${appName[side]} answers  ${url}`,
    );
  }
  say("Every table is on hold: nothing is written until you choose Resume in Table Mappings");
}
