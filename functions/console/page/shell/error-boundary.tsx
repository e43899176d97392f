import { Button, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { Component, type ReactNode } from "react";
import { useTexts } from "../texts/use-texts.ts";

interface Props {
  readonly children: ReactNode;
}

/** A page that breaks says so, and the others still work. */
export class ErrorBoundary extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <BrokenPage /> : this.props.children;
  }
}

function BrokenPage() {
  const { shell } = useTexts();
  return (
    <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{shell.brokenPage}</MessageBarTitle>
        {shell.brokenPageHint}{" "}
        <Button size="small" onClick={() => location.reload()}>
          {shell.reloadPage}
        </Button>
      </MessageBarBody>
    </MessageBar>
  );
}
