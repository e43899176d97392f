import { Button, makeStyles, Select, tokens } from "@fluentui/react-components";
import type { Session } from "../api/session.ts";
import { narrowQuery } from "../context/use-width.ts";
import { languageName, languages } from "../texts/language.ts";
import { useTexts } from "../texts/use-texts.ts";
import { type ReaderPreferences, themeChoices } from "./preferences.ts";

const useStyles = makeStyles({
  root: { display: "flex", alignItems: "center", gap: "8px", flexWrap: "wrap" },
  person: { [narrowQuery]: { display: "none" } },
  button: { color: tokens.colorNeutralForegroundOnBrand },
});

interface Props {
  readonly preferences: ReaderPreferences;
  readonly session: Session;
}

/** Language, colours, and who is signed in. */
export function SettingsBar({ preferences, session }: Props) {
  const styles = useStyles();
  const { shell } = useTexts();
  const { language, theme, choose } = preferences;
  return (
    <div className={styles.root}>
      <Select
        size="small"
        aria-label={shell.language}
        value={language}
        onChange={(_, { value }) => choose({ language: languages.find((each) => each === value) })}
      >
        {languages.map((each) => (
          <option key={each} value={each} lang={each}>
            {languageName[each]}
          </option>
        ))}
      </Select>
      <Select
        size="small"
        aria-label={shell.theme}
        value={theme}
        onChange={(_, { value }) => choose({ theme: themeChoices.find((each) => each === value) })}
      >
        {themeChoices.map((each) => (
          <option key={each} value={each}>
            {shell.themes[each]}
          </option>
        ))}
      </Select>
      {session.person !== undefined && <span className={styles.person}>{session.person}</span>}
      {session.signOut !== undefined && (
        <Button
          className={styles.button}
          size="small"
          appearance="transparent"
          onClick={session.signOut}
        >
          {shell.signOut}
        </Button>
      )}
    </div>
  );
}
