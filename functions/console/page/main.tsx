import { createDOMRenderer, RendererProvider } from "@fluentui/react-components";
import { createRoot } from "react-dom/client";
import { ok } from "../../../lib/domain/result.ts";
import { routeOf } from "./context/route.ts";
import { Console } from "./shell/console.tsx";
import { loadPage } from "./shell/page-list.ts";
import { readLanguage } from "./shell/preferences.ts";
import { startSession } from "./sign-in/start-session.ts";
import { loadTexts } from "./texts/load-texts.ts";

// What is shown first is on its way before anybody is known to have signed in; a part that does not
// come is shown where it is used.
const { page } = routeOf(location.hash);
Promise.all([loadPage[page](), loadTexts(readLanguage())]).catch(() => undefined);

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
