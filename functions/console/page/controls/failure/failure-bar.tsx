import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from "@fluentui/react-components";
import type { ApiFailure } from "../../api/call-api.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { failureWords } from "./failure-words.ts";

// Above a list there is less room than both would take: the list gives way.
const useStyles = makeStyles({ bar: { flexShrink: 0 } });

/** In a dialog it may come to stand below what can be seen. */
const bringIntoView = (bar: HTMLElement | null): void => bar?.scrollIntoView({ block: "nearest" });

interface Props {
  readonly failure: ApiFailure | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** Says why something could not be shown or done; nothing when there is no failure. */
export function FailureBar({ failure, onRetry }: Props) {
  const styles = useStyles();
  const texts = useTexts();
  if (failure === undefined) return null;
  const { title, detail } = failureWords(failure, texts);
  return (
    <MessageBar
      ref={bringIntoView}
      className={styles.bar}
      intent="error"
      layout="multiline"
      role="alert"
    >
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {detail}
      </MessageBarBody>
      {onRetry !== undefined && (
        <MessageBarActions>
          <Button size="small" onClick={onRetry}>
            {texts.shell.tryAgain}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
