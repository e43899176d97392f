import { Button, makeStyles, tokens } from "@fluentui/react-components";
import type { ReactElement } from "react";
import { narrowQuery } from "../../context/use-width.ts";
import { useTexts } from "../../texts/use-texts.ts";

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly icon: ReactElement;
  readonly isEnabled: boolean;
  /** Why it is not enabled. */
  readonly reason?: string | undefined;
  readonly run: () => void;
}

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    gap: "2px",
    padding: "2px 12px",
    flexShrink: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    // A telephone has no room for rows of buttons above a list.
    [narrowQuery]: { flexWrap: "nowrap", overflowX: "auto", padding: "2px 4px" },
  },
  action: {
    minWidth: "auto",
    flexShrink: 0,
    fontWeight: tokens.fontWeightRegular,
    whiteSpace: "nowrap",
    paddingLeft: "8px",
    paddingRight: "8px",
  },
});

/** The actions of a page, above its list as in Business Central. */
export function ActionBar({ actions }: { readonly actions: readonly Action[] }) {
  const styles = useStyles();
  const { shell } = useTexts();
  return (
    <div className={styles.bar} role="group" aria-label={shell.actions}>
      {actions.map(({ id, label, icon, isEnabled, reason, run }) => (
        <Button
          key={id}
          className={styles.action}
          appearance="subtle"
          icon={icon}
          {...disabling(isEnabled, reason)}
          onClick={run}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

/** What has a reason can still be reached, so that the reason can be read. */
function disabling(isEnabled: boolean, reason: string | undefined) {
  if (isEnabled) return {};
  return reason === undefined ? { disabled: true } : { disabledFocusable: true, title: reason };
}
