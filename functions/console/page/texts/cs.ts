import { couplings } from "./cs/couplings.ts";
import { errors } from "./cs/errors.ts";
import { home } from "./cs/home.ts";
import { jobs } from "./cs/jobs.ts";
import { log } from "./cs/log.ts";
import { mappings } from "./cs/mappings.ts";
import { shell } from "./cs/shell.ts";
import { signIn } from "./cs/sign-in.ts";
import { synchronize } from "./cs/synchronize.ts";
import { words } from "./cs/words.ts";
import type { Texts } from "./use-texts.ts";

export const cs: Texts = {
  home,
  shell,
  words,
  errors,
  synchronize,
  signIn,
  mappings,
  couplings,
  jobs,
  log,
};
