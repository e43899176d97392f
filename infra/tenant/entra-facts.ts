const guid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

/** Entra ID's hosts in the public cloud, the US government's and China's. */
const hosts =
  "login[.]microsoftonline[.](?:com|us)|login[.]partner[.]microsoftonline[.]cn|login[.]chinacloudapi[.]cn";
/** Where the issuer of tokens of version 1 is; it never signs those of version 2. */
const hostOfVersion1 = "sts[.]windows[.]net|sts[.]chinacloudapi[.]cn";

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`);

const entra = new RegExp(`^https://(?:${hosts}|${hostOfVersion1})(?:/|$)`, "i");
const guidOnly = whole(guid);
const issuer = whole(`https://(?:${hosts})/${guid}/v2[.]0`);
/** By its id or a domain of it; `common` and `organizations` are nobody's directory. */
const tokenAddress = whole(
  `https://(?:${hosts})/(${guid}|[\\w-]+(?:[.][\\w-]+)+)/oauth2/v2[.]0/token`,
);

export const isEntra = (address: string): boolean => entra.test(address);
export const isGuid = (text: string): boolean => guidOnly.test(text);
export const isEntraIssuer = (address: string): boolean => issuer.test(address);
export const isEntraTokenAddress = (address: string): boolean => tokenAddress.test(address);

/** Undefined where it is named by a domain, or at an issuer of another make. */
export const directoryIn = (address: string): string | undefined =>
  isEntra(address) ? new RegExp(guid).exec(address)?.[0].toLowerCase() : undefined;

/** A company's root in Business Central. */
export const companyRoot = whole(`https://[^\\s?#]+/api/v2[.]0/companies[(]${guid}[)]`);

/** Microsoft's addresses name a directory before the environment; these words stand for any. */
const everyDirectory = /\/v2[.]0\/(common|organizations|consumers)\//i;

export const isOfEveryDirectory = (address: string): boolean => everyDirectory.test(address);
