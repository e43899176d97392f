import { roomRules } from "./.import-rooms.mjs";

const zodMini = "^node_modules/zod/mini/";
/** What infrastructure may read too. */
const facts =
  "^lib/(store/table/table-facts|queue/queue-facts|runtime/(environment|http/(route-facts|request/issue-message)))[.]ts$";
const bigJs = "^node_modules/(@types/)?big[.]js/";

/** Written as "not one of these", so that node builtins and type-only imports are judged as well. */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { pathNot: allowed },
});

/** The rooms of infra, each above those that it may use. */
const infraRooms = ["tenant", "state", "functions", "gateway", "observation", "stack"];

/** The rooms of the console's page, each above those that it may use; the pages are one storey. */
const consolePages = "(home|errors|mappings|couplings|jobs|log)";
const consoleRooms = ["api", "context", "texts", "sign-in", "controls", consolePages, "shell"];

/** The rooms of the page's controls, each above those that it may use. */
const controlRooms = ["head", "failure", "filter", "dialog", "record", "list", "jobs", "preview"];

const never = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** The rooms of a pretend app, each of which may use itself and those before it. */
const appRooms = [
  "refusals",
  "tables",
  "store",
  "values",
  "rules",
  "seed",
  "protocol",
  "(messages|webhooks)",
];

const appRoomRules = appRooms.map((room, place) =>
  never(
    `sandbox-room-${room.replace(/[()]/g, "").replace("|", "-")}`,
    "The rooms of a pretend app lie one above the other: refusals, tables, store, values, rules, seed, protocol, messages or webhooks.",
    { path: `^lib/sandbox/(business-central|dataverse)/${room}/` },
    {
      path: "^lib/sandbox/$1/",
      pathNot: `^lib/sandbox/$1/(${appRooms.slice(0, place + 1).join("|")})/`,
    },
  ),
);

export default {
  forbidden: [
    only(
      "domain-is-pure",
      "The domain knows nothing but itself, its schema library and decimal arithmetic.",
      "^lib/domain/",
      ["^lib/domain/", zodMini, bigJs],
    ),
    only("ports-name-the-domain", "A port speaks in the domain's words only.", "^lib/ports/", [
      "^lib/ports/",
      "^lib/domain/",
    ]),
    only(
      "use-cases-know-ports",
      "Use cases reach the world through ports.",
      "^lib/(sync|manage)/",
      ["^lib/(sync|manage|domain|ports)/", zodMini, bigJs],
    ),
    never(
      "worker-knows-no-api",
      "The API starts the worker's jobs; the worker knows nothing of the API.",
      { path: "^lib/sync/" },
      { path: "^lib/manage/" },
    ),
    never(
      "adapters-know-domain-and-ports",
      "An adapter knows the domain, the ports and its own folder, not another adapter.",
      { path: "^lib/(connector|store|queue|events)/" },
      { path: "^(lib|functions|infra|test)/", pathNot: "^lib/($1|domain|ports)/" },
    ),
    never(
      "functions-only-connect",
      "A handler starts the runtime and calls a use case; it builds no adapter.",
      { path: "^functions/([^/]+)/" },
      {
        path: "^(lib|functions|infra|test)/",
        pathNot: "^(functions/$1|lib/(runtime|sync|manage|domain|ports))/",
      },
    ),
    only(
      "page-runs-in-a-browser",
      "The console's page shares the domain and the API's shapes with the rest, and no Node.",
      "^functions/console/page/",
      [
        "^functions/console/page/",
        "^lib/domain/",
        "^lib/runtime/http/(shapes/|(request/issue-message|request/problem|route)[.]ts$)",
        "^lib/runtime/console/page-sign-in[.]ts$",
        "^node_modules/",
      ],
    ),
    ...consoleRooms.map((room, index) =>
      never(
        "console-rooms-look-down",
        "The shell knows the pages; no page, no control and no text knows the shell.",
        { path: `^functions/console/page/${room}/` },
        {
          path: "^functions/console/page/",
          pathNot: `^functions/console/page/(${consoleRooms.slice(0, index + 1).join("|")})/`,
        },
      ),
    ),
    never(
      "console-pages-stand-alone",
      "A page can be loaded, changed and deleted without another one.",
      { path: `^functions/console/page/${consolePages}/` },
      {
        path: `^functions/console/page/${consolePages}/`,
        pathNot: "^functions/console/page/$1/",
      },
    ),
    ...controlRooms.map((room, index) =>
      never(
        "control-rooms-look-down",
        "A room of the controls uses itself and the rooms below it.",
        { path: `^functions/console/page/controls/${room}/` },
        {
          path: "^functions/console/page/controls/",
          pathNot: `^functions/console/page/controls/(${controlRooms.slice(0, index + 1).join("|")})/`,
        },
      ),
    ),
    never(
      "page-is-built-before",
      "The function serves what was built; it does not build.",
      { path: "^(functions|lib/runtime)/", pathNot: "^functions/console/build/" },
      { path: "^functions/console/build/" },
    ),
    never(
      "runtime-is-deployed",
      "The runtime joins use cases and adapters.",
      { path: "^lib/runtime/" },
      {
        path: "^(lib|functions|infra|test)/",
        pathNot: "^lib/(runtime|sync|manage|connector|store|queue|events|domain|ports)/",
      },
    ),
    never(
      "infra-knows-facts",
      "Infrastructure shares facts with the code, not the code.",
      { path: "^infra/" },
      {
        path: "^(lib|functions|test)/",
        pathNot: facts,
      },
    ),
    ...infraRooms.map((room, index) =>
      never(
        "infra-rooms-look-down",
        "A room of infra uses itself and the rooms below it.",
        { path: `^infra/${room}/` },
        { path: "^infra/", pathNot: `^infra/(${infraRooms.slice(0, index + 1).join("|")})/` },
      ),
    ),
    ...roomRules,
    never(
      "facts-are-light",
      "Files that infrastructure reads too load no SDK.",
      { path: facts },
      { path: "^node_modules/", pathNot: zodMini },
    ),
    never(
      "sandbox-stands-alone",
      "The pretend apps share no wire code with the connectors they test.",
      { path: "^lib/sandbox/" },
      { path: "^(lib|functions|infra|test)/", pathNot: "^lib/(sandbox|domain|ports)/" },
    ),
    never(
      "sandbox-apps-stand-apart",
      "A pretend app shares the web, OData and the tokens with the other one, nothing else.",
      { path: "^lib/sandbox/(business-central|dataverse)/" },
      { path: "^lib/sandbox/", pathNot: "^lib/sandbox/($1|web|odata|tokens)/" },
    ),
    never(
      "sandbox-ground",
      "The web, OData and the tokens know no pretend app.",
      { path: "^lib/sandbox/(web|odata|tokens)/" },
      { path: "^lib/sandbox/(business-central|dataverse)/" },
    ),
    ...appRoomRules,
    never(
      "sdk-in-adapters",
      "The AWS SDK is used by adapters, the runtime that builds them and the local runner.",
      { path: "^(lib|functions)/", pathNot: "^lib/(store|queue|events|connector|runtime|local)/" },
      { path: "^node_modules/@aws-sdk/" },
    ),
    never(
      "no-development-package-deployed",
      "What is deployed uses no development dependency; packages of types alone do no harm.",
      { path: "^(lib|functions)/", pathNot: "^(lib/(local|sandbox)|functions/console/build)/" },
      { dependencyTypes: ["npm-dev"], pathNot: ["^node_modules/@types/", "^aws-lambda$"] },
    ),
    never(
      "resolvable",
      "An import that leads nowhere hides from every other rule.",
      {},
      { couldNotResolve: true, pathNot: "^aws-lambda$" },
    ),
    never(
      "no-undeclared-package",
      "A package that is used is named in package.json.",
      { path: "^(lib|functions|infra)/" },
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"], pathNot: "^aws-lambda$" },
    ),
    never("no-cycle", "Imports go one way.", {}, { circular: true }),
    never(
      "tests-are-not-imported",
      "Only tests import tests.",
      { pathNot: "^test/" },
      { path: "^test/" },
    ),
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "^node_modules/" },
    exclude: { path: "^(cdk[.]out|coverage)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".d.ts"],
    },
  },
};
