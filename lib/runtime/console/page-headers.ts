/** What a browser may do with the page. Styles made at run time (Fluent UI's) carry the nonce. */
export function pageHeaders(
  nonce: string,
  signInOrigin: string | undefined,
): Readonly<Record<string, string>> {
  const policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": `'self' 'nonce-${nonce}'`,
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": ["'self'", ...(signInOrigin === undefined ? [] : [signInOrigin])].join(" "),
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    // No text becomes markup or a script, whatever a record holds and whoever changes the page.
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  };
  return {
    "content-security-policy": Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources}`)
      .join("; "),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  };
}

/** For whatever is served, the page or one of its files. */
export const fileHeaders = (isHttps: boolean): Readonly<Record<string, string>> => ({
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  // Two years; a browser takes it over https only.
  ...(isHttps && { "strict-transport-security": "max-age=63072000; includeSubDomains" }),
});
