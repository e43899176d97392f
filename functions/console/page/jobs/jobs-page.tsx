import { PageTitle } from "../controls/page-title.tsx";
import { useTexts } from "../texts/use-texts.ts";

export function JobsPage() {
  const { shell } = useTexts();
  return <PageTitle title={shell.pages.jobs} />;
}
