import type { Page } from "playwright-core";

/** What the browser found wrong so far: errors, what the content security policy stopped, lost files. */
export type Complaints = () => readonly string[];

/** Listens from before the page's first line on. */
export async function complaintsOf(page: Page): Promise<Complaints> {
  const found: string[] = [];
  await page.exposeFunction("tellViolation", (text: string) => found.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const tell: unknown = Reflect.get(window, "tellViolation");
      if (typeof tell === "function") tell(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      found.push(`${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => found.push(`thrown: ${error.message}`));
  page.on("crash", () => found.push("the page crashed"));
  return () => [...found];
}
