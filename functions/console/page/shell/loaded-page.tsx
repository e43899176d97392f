import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
} from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { PageProps } from "../context/page-props.ts";
import { useTexts } from "../texts/use-texts.ts";
import { loadPage, type PageComponent } from "./page-list.ts";

type Loading =
  | { readonly state: "loading" }
  | { readonly state: "loaded"; readonly Page: PageComponent }
  | { readonly state: "failed" };

/** The page of a route once its part is there. React's own way waits 300 ms before it shows one. */
export function LoadedPage({ route }: PageProps) {
  const { shell } = useTexts();
  const [loading, setLoading] = useState<Loading>({ state: "loading" });
  const { page } = route;
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const next = await loadPage[page]().then(
        (Page): Loading => ({ state: "loaded", Page }),
        (): Loading => ({ state: "failed" }),
      );
      if (isCurrent) setLoading(next);
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [page]);
  switch (loading.state) {
    case "loading":
      return <Spinner label={shell.loading} />;
    case "loaded":
      return <loading.Page route={route} />;
    case "failed":
      return <UnreachablePage />;
  }
}

/** A browser keeps that a part did not come, so only a new load of the page fetches it again. */
function UnreachablePage() {
  const { shell } = useTexts();
  return (
    <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{shell.unreachable}</MessageBarTitle>
        {shell.missingPartHint}{" "}
        <Button size="small" onClick={() => location.reload()}>
          {shell.reloadPage}
        </Button>
      </MessageBarBody>
    </MessageBar>
  );
}
