import { Link } from "@fluentui/react-components";
import { useTexts } from "../../texts/use-texts.ts";
import { safeUrl } from "./safe-url.ts";

interface Props {
  readonly title: string | null;
  readonly url: string | null;
  readonly isTabStop?: boolean | undefined;
}

/** A record's title, as a link into its app where there is a record to open. */
export function RecordLink({ title, url, isTabStop = true }: Props) {
  const { errors, shell } = useTexts();
  const text = title === null || title.trim() === "" ? errors.noTitle : title;
  const href = safeUrl(url);
  if (href === undefined) return <span title={text}>{text}</span>;
  return (
    <Link
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      title={`${text} (${shell.newWindow})`}
      tabIndex={isTabStop ? 0 : -1}
      onClick={(event) => event.stopPropagation()}
    >
      {text}
    </Link>
  );
}
