import { FluentProvider, makeStaticStyles } from "@fluentui/react-components";
import { useEffect, useMemo, useState } from "react";
import type { Result } from "../../../../lib/domain/result.ts";
import type { Api } from "../api/call-api.ts";
import { ApiContext } from "../api/use-api.ts";
import type { SignInTrouble } from "../sign-in/sign-in-trouble.ts";
import { SignedOut } from "../sign-in/signed-out.tsx";
import { formatFor } from "../texts/format.ts";
import { type Language, localeFor } from "../texts/language.ts";
import { loadTexts } from "../texts/load-texts.ts";
import { type Spoken, SpokenContext, type Texts } from "../texts/use-texts.ts";
import { Frame } from "./frame.tsx";
import { usePreferences } from "./preferences.ts";
import { themeFor } from "./theme.ts";

const usePageStyles = makeStaticStyles({
  "html, body, #page": { margin: 0, height: "100%" },
  "*, *::before, *::after": { boxSizing: "border-box" },
});

interface Props {
  /** Not there for whoever could not be let in. */
  readonly api: Result<Api, SignInTrouble>;
}

/** The whole page: in the reader's language and colours, with the API behind it. */
export function Console({ api }: Props) {
  usePageStyles();
  const preferences = usePreferences();
  const spoken = useLanguage(preferences.language);
  const { isDark } = preferences;
  useEffect(() => {
    // Boxes, lists and scroll bars that the browser draws itself.
    document.documentElement.style.colorScheme = isDark ? "dark" : "light";
  }, [isDark]);
  return (
    <FluentProvider theme={themeFor(isDark)} style={{ height: "100%" }}>
      {spoken !== undefined && (
        <SpokenContext value={spoken}>
          {api.ok ? (
            <ApiContext value={api.value}>
              <Frame preferences={preferences} />
            </ApiContext>
          ) : (
            <SignedOut trouble={api.failure} />
          )}
        </SpokenContext>
      )}
    </FluentProvider>
  );
}

/** Undefined until the first catalogue is there; then the old one stays until the new one is. */
function useLanguage(language: Language): Spoken | undefined {
  const [loaded, setLoaded] = useState<{ readonly language: Language; readonly texts: Texts }>();
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const texts = await loadTexts(language);
      if (isCurrent) setLoaded({ language, texts });
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [language]);
  useEffect(() => {
    if (loaded !== undefined) document.documentElement.lang = loaded.language;
  }, [loaded]);
  return useMemo(
    () =>
      loaded && { ...loaded, format: formatFor(localeFor(loaded.language, navigator.languages)) },
    [loaded],
  );
}
