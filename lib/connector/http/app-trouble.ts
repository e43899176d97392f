import type { AppFailure } from "../../domain/error/app-failure.ts";
import type { Instant } from "../../domain/instant.ts";
import { appName, type PerSide, type Side } from "../../domain/side.ts";
import type { WireAnswer, WireLoss } from "./transport.ts";

const lossText: Readonly<Record<WireLoss["error"], string>> = {
  refused: "the connection was refused",
  reset: "the connection broke",
  timeout: "no answer came in time",
  unknownHost: "the host name is not known",
  certificate: "its certificate is not trusted",
  unreadable: "its answer could not be read",
};

export const unreachable = (side: Side, url: string, loss: WireLoss["error"]): AppFailure => ({
  code: "unreachable",
  side,
  message: `${appName[side]} could not be reached at ${new URL(url).origin}: ${lossText[loss]}. It is tried again; if this lasts, check the address and whether the app is up.`,
});

export function redirected(side: Side, url: string, { status, headers }: WireAnswer): AppFailure {
  const location = headers.get("location") ?? "";
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
  // Without what follows a question mark: a sign-in page's address may carry secrets.
  const where = target === undefined ? "another address" : `${target.origin}${target.pathname}`;
  return {
    code: "badRequest",
    side,
    message: `${appName[side]} at ${new URL(url).origin} leads on to ${where} (status ${status}), where nothing is asked. Check the address in the settings: it must be that of the app itself, not of a sign-in page or a proxy.`,
  };
}

export const throttled = (side: Side, retryAt: Instant, quoted?: string): AppFailure => ({
  code: "throttled",
  side,
  message: `${appName[side]} is busy and asks to be left alone until ${retryAt}. Synchronization goes on by itself after that.`,
  ...(quoted ? { quoted } : {}),
  retryAt,
});

const signInHint: PerSide<string> = {
  businessCentral:
    "Check the client id and secret, and that the Microsoft Entra application card of this client is enabled in the environment.",
  dataverse:
    "Check the client id and secret, and that the environment has an enabled application user for this client.",
};

export const wrongCredentials = (side: Side, quoted: string): AppFailure => ({
  code: "wrongCredentials",
  side,
  message: `${appName[side]} does not accept our sign-in. ${signInHint[side]}`,
  ...(quoted === "" ? {} : { quoted }),
});
