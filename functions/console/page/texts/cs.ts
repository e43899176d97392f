import { errors } from "./cs/errors.ts";
import { home } from "./cs/home.ts";
import { shell } from "./cs/shell.ts";
import { signIn } from "./cs/sign-in.ts";
import { synchronize } from "./cs/synchronize.ts";
import { words } from "./cs/words.ts";
import type { Texts } from "./use-texts.ts";

export const cs: Texts = { home, shell, words, errors, synchronize, signIn };
