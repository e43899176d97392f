import {
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from "@fluentui/react-components";
import type { Fault } from "./use-mapping-edit.ts";

const useStyles = makeStyles({
  list: { margin: "2px 0", paddingLeft: "18px", overflowWrap: "anywhere" },
});

interface Props {
  readonly title: string;
  readonly faults: readonly Fault[];
}

/** What is wrong, by where it is; nothing when nothing is. */
export function FaultList({ title, faults }: Props) {
  const styles = useStyles();
  if (faults.length === 0) return null;
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        <ul className={styles.list}>
          {faults.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <strong>{path}</strong>: {message}
            </li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  );
}
