import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from "@fluentui/react-components";
import type { ApiFailure } from "../api/ask.ts";
import { useTexts } from "../texts/use-texts.ts";
import { failureWords } from "./failure-words.ts";

interface Props {
  readonly failure: ApiFailure | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** Says why something could not be shown or done; nothing when there is no failure. */
export function FailureBar({ failure, onRetry }: Props) {
  const texts = useTexts();
  if (failure === undefined) return null;
  const { title, detail } = failureWords(failure, texts);
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
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
