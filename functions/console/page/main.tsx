import { createDOMRenderer, RendererProvider } from "@fluentui/react-components";
import { createRoot } from "react-dom/client";
import { openSession } from "./api/session.ts";
import { Console } from "./shell/console.tsx";

const place = document.getElementById("page");
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });
const api = { session: openSession, fetch: window.fetch.bind(window) };

if (place !== null) {
  createRoot(place).render(
    <RendererProvider renderer={renderer} targetDocument={document}>
      <Console api={api} />
    </RendererProvider>,
  );
}
