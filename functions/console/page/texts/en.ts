import { couplings } from "./en/couplings.ts";
import { errors } from "./en/errors.ts";
import { home } from "./en/home.ts";
import { jobs } from "./en/jobs.ts";
import { log } from "./en/log.ts";
import { mappings } from "./en/mappings.ts";
import { shell } from "./en/shell.ts";
import { signIn } from "./en/sign-in.ts";
import { synchronize } from "./en/synchronize.ts";
import { words } from "./en/words.ts";

export const en = {
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
