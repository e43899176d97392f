import {
  createDOMRenderer,
  FluentProvider,
  RendererProvider,
  Title1,
  webLightTheme,
} from "@fluentui/react-components";
import { createRoot } from "react-dom/client";

const place = document.getElementById("page");
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });

if (place !== null) {
  createRoot(place).render(
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={webLightTheme}>
        <main>
          <Title1 as="h1">Tandem</Title1>
        </main>
      </FluentProvider>
    </RendererProvider>,
  );
}
