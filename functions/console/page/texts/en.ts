import { errors } from "./en/errors.ts";
import { home } from "./en/home.ts";
import { shell } from "./en/shell.ts";
import { signIn } from "./en/sign-in.ts";
import { synchronize } from "./en/synchronize.ts";
import { words } from "./en/words.ts";

export const en = { home, shell, words, errors, synchronize, signIn };
