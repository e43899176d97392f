import { createDOMRenderer, RendererProvider } from "@fluentui/react-components";
import { createRoot } from "react-dom/client";
import { ok } from "../../../lib/domain/result.ts";
import { Console } from "./shell/console.tsx";
import { startSession } from "./sign-in/start-session.ts";

const place = document.getElementById("page");
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });
const session = await startSession();
const api = session.ok ? ok({ session: session.value, fetch: window.fetch.bind(window) }) : session;

if (place !== null) {
  createRoot(place).render(
    <RendererProvider renderer={renderer} targetDocument={document}>
      <Console api={api} />
    </RendererProvider>,
  );
}
