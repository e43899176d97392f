import {
  Body1,
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Title2,
  tokens,
} from "@fluentui/react-components";
import { useTexts } from "../texts/use-texts.ts";
import type { SignInTrouble } from "./sign-in-trouble.ts";

const useStyles = makeStyles({
  root: {
    display: "flex",
    flexDirection: "column",
    alignItems: "flex-start",
    gap: "16px",
    maxWidth: "560px",
    minHeight: "100%",
    margin: "0 auto",
    padding: "48px 20px",
    boxSizing: "border-box",
  },
  back: { backgroundColor: tokens.colorNeutralBackground1, minHeight: "100%" },
});

/** Instead of the console, for whoever could not be let in: why, and what to do. */
export function SignedOut({ trouble }: { readonly trouble: SignInTrouble }) {
  const styles = useStyles();
  const { signIn } = useTexts();
  const { kind } = trouble;
  const signOut = kind === "noRole" ? trouble.signOut : undefined;
  return (
    <div className={styles.back}>
      <main className={styles.root}>
        <Title2 as="h1">{signIn.title[kind]}</Title2>
        {kind === "refused" && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{trouble.message}</MessageBarBody>
          </MessageBar>
        )}
        <Body1>{signIn.hint[kind]}</Body1>
        <Button appearance="primary" onClick={() => location.reload()}>
          {kind === "refused" ? signIn.again : signIn.retry}
        </Button>
        {signOut !== undefined && <Button onClick={signOut}>{signIn.asSomebodyElse}</Button>}
      </main>
    </div>
  );
}
