import { useCallback, useState, useSyncExternalStore } from "react";
import * as z from "zod/mini";
import { type Language, languages, preferredLanguage } from "../texts/language.ts";

export const themeChoices = ["system", "light", "dark"] as const;

/** What a reader chose on this browser; what is absent follows the browser. */
const Preferences = z.object({
  language: z.optional(z.enum(languages)),
  theme: z.optional(z.enum(themeChoices)),
});
type Preferences = z.infer<typeof Preferences>;

/** How the page looks and speaks, and the way to change that. */
export interface ReaderPreferences {
  readonly language: Language;
  readonly theme: (typeof themeChoices)[number];
  readonly isDark: boolean;
  readonly choose: (more: Preferences) => void;
}

const storageKey = "tandem.preferences";

export function usePreferences(): ReaderPreferences {
  const [chosen, setChosen] = useState(readPreferences);
  const choose = useCallback((more: Preferences) => {
    setChosen((before) => {
      const next = { ...before, ...more };
      keepPreferences(next);
      return next;
    });
  }, []);
  const prefersDark = useSyncExternalStore(onSchemeChange, () => darkScheme().matches);
  const theme = chosen.theme ?? "system";
  return {
    language: languageOf(chosen),
    theme,
    isDark: theme === "system" ? prefersDark : theme === "dark",
    choose,
  };
}

/** The language that the page will be in. */
export const readLanguage = (): Language => languageOf(readPreferences());

const languageOf = ({ language }: Preferences): Language =>
  language ?? preferredLanguage(navigator.languages);

function readPreferences(): Preferences {
  try {
    const read = Preferences.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? "{}"));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}

/** A browser that keeps nothing forgets it with the page. */
function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(preferences));
  } catch {
    return;
  }
}

const darkScheme = (): MediaQueryList => window.matchMedia("(prefers-color-scheme: dark)");

function onSchemeChange(listener: () => void): () => void {
  const query = darkScheme();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
