import { PageTitle } from "../controls/page-title.tsx";
import { useTexts } from "../texts/use-texts.ts";

export function HomePage() {
  const { shell } = useTexts();
  return <PageTitle title={shell.pages.home} />;
}
