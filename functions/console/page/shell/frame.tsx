import { Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useApi } from "../api/use-api.ts";
import { hrefTo, type PageName, useRoute } from "../context/route.ts";
import { narrowQuery } from "../context/use-width.ts";
import { useTexts } from "../texts/use-texts.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { JobWatch } from "./job-watch.tsx";
import { LoadedPage } from "./loaded-page.tsx";
import { Notices } from "./notices.tsx";
import { navigation } from "./page-list.ts";
import type { ReaderPreferences } from "./preferences.ts";
import { RunningJobs } from "./running-jobs.tsx";
import { SettingsBar } from "./settings-bar.tsx";

const useStyles = makeStyles({
  root: {
    display: "flex",
    flexDirection: "column",
    height: "100%",
    minWidth: "320px",
    backgroundColor: tokens.colorNeutralBackground1,
  },
  skip: {
    position: "absolute",
    left: "-9999px",
    ":focus": {
      left: "8px",
      top: "8px",
      zIndex: 10,
      backgroundColor: tokens.colorNeutralBackground1,
      padding: "8px",
    },
  },
  top: {
    display: "flex",
    alignItems: "center",
    gap: "12px",
    padding: "6px 20px",
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    [narrowQuery]: { padding: "6px 12px" },
  },
  name: { fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold, flexGrow: 1 },
  navigation: {
    overflowX: "auto",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  pages: {
    display: "flex",
    gap: "4px",
    margin: 0,
    padding: "0 12px",
    listStyleType: "none",
    [narrowQuery]: { padding: "0 4px" },
  },
  page: {
    display: "block",
    padding: "10px 8px 8px",
    whiteSpace: "nowrap",
    color: tokens.colorNeutralForeground1,
    borderBottom: "3px solid transparent",
    ":hover": { textDecorationLine: "none", backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  here: {
    fontWeight: tokens.fontWeightSemibold,
    borderBottomColor: tokens.colorBrandStroke1,
  },
  main: {
    display: "flex",
    flexDirection: "column",
    flexGrow: 1,
    minHeight: 0,
    overflowY: "auto",
    position: "relative",
    ":focus": { outline: "none" },
  },
});

interface Props {
  readonly preferences: ReaderPreferences;
}

/** What stays when the page changes: the name, the navigation, the messages. */
export function Frame({ preferences }: Props) {
  const styles = useStyles();
  const { shell } = useTexts();
  const { session } = useApi();
  const route = useRoute();
  return (
    <div className={styles.root}>
      <Link className={styles.skip} as="button" onClick={focusMain}>
        {shell.skipToPage}
      </Link>
      <header className={styles.top}>
        <span className={styles.name}>Tandem</span>
        <SettingsBar preferences={preferences} session={session} />
      </header>
      <nav className={styles.navigation} aria-label={shell.navigation}>
        <ul className={styles.pages}>
          {navigation.map((page) => (
            <li key={page}>
              <PageLink page={page} isHere={page === route.page} />
            </li>
          ))}
        </ul>
      </nav>
      <Notices>
        {(bars) => (
          <JobWatch>
            <RunningJobs />
            {bars}
            <main className={styles.main} id="main" tabIndex={-1}>
              <ErrorBoundary key={route.page}>
                <LoadedPage route={route} />
              </ErrorBoundary>
            </main>
          </JobWatch>
        )}
      </Notices>
    </div>
  );
}

function PageLink({ page, isHere }: { readonly page: PageName; readonly isHere: boolean }) {
  const styles = useStyles();
  const { shell } = useTexts();
  return (
    <Link
      className={mergeClasses(styles.page, isHere && styles.here)}
      href={hrefTo({ page })}
      {...(isHere && { "aria-current": "page" as const, ref: intoView })}
    >
      {shell.shortPages[page]}
    </Link>
  );
}

/** On a telephone the navigation is wider than the screen. */
const intoView = (link: HTMLAnchorElement | null): void =>
  link?.scrollIntoView({ block: "nearest", inline: "nearest" });

const focusMain = (): void => document.getElementById("main")?.focus();
