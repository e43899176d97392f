import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import { type ReactNode, useCallback, useState } from "react";
import { type Notice, NoticesContext } from "../context/use-notices.ts";
import { useTexts } from "../texts/use-texts.ts";

const useStyles = makeStyles({
  bars: { display: "flex", flexDirection: "column", gap: "4px", padding: "4px 20px 0" },
});

interface Shown extends Notice {
  readonly number: number;
}

/** More would push the page away. */
const mostShown = 2;

/** Message bars above the page, where Business Central has them; read out when they come. */
export function Notices({ children }: { readonly children: (bars: ReactNode) => ReactNode }) {
  const styles = useStyles();
  const { shell } = useTexts();
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const notify = useCallback((notice: Notice) => {
    setShown((before) => {
      const number = (before[0]?.number ?? 0) + 1;
      return [{ ...notice, number }, ...before].slice(0, mostShown);
    });
  }, []);
  const dismiss = (number: number) =>
    setShown((before) => before.filter((each) => each.number !== number));
  const bars = (
    <div className={styles.bars} role="status">
      {shown.map(({ number, intent, title, detail }) => (
        <MessageBar key={number} intent={intent} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{title}</MessageBarTitle>
            {detail}
          </MessageBarBody>
          <MessageBarActions
            containerAction={
              <Button
                appearance="transparent"
                aria-label={shell.close}
                icon={<DismissRegular />}
                onClick={() => dismiss(number)}
              />
            }
          />
        </MessageBar>
      ))}
    </div>
  );
  return <NoticesContext value={notify}>{children(bars)}</NoticesContext>;
}
