const never = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** Which other rooms each room may use. What lies beside the rooms of the domain and of manage is below them all. */
const rooms = {
  domain: {
    mapping: [],
    "mapping/default-mappings": ["mapping"],
    error: [],
    conversion: ["error", "mapping"],
    "mapping-checks": ["conversion", "mapping"],
    decision: ["conversion", "error", "mapping", "mapping-checks"],
    job: ["error", "mapping"],
    event: ["conversion", "error", "job"],
    metadata: [],
    look: ["error", "metadata"],
  },
  sync: {
    context: [],
    pair: ["context"],
    observe: ["context", "pair"],
    decide: ["observe", "pair"],
    matching: ["context", "observe", "pair"],
    gather: ["context", "matching", "observe", "pair"],
    "coupling-by-hand": ["context", "pair"],
    "error-actions": ["context", "decide", "pair"],
    apply: ["context", "decide", "observe", "pair"],
    "mapping-state": ["context"],
    jobs: ["context", "mapping-state"],
    remember: ["context", "jobs", "pair"],
    process: [
      "context",
      "pair",
      "observe",
      "decide",
      "matching",
      "error-actions",
      "apply",
      "mapping-state",
      "jobs",
      "remember",
    ],
    phases: [
      "context",
      "pair",
      "decide",
      "matching",
      "gather",
      "coupling-by-hand",
      "error-actions",
      "process",
    ],
    schedule: ["context", "jobs"],
    looks: [],
  },
  manage: {
    jobs: [],
    looks: [],
    mappings: ["looks"],
    schedules: ["mappings"],
    couplings: ["jobs", "mappings"],
    errors: ["couplings", "jobs", "mappings"],
  },
};

const rulesOf = (home, beside) =>
  Object.entries(rooms[home]).map(([room, used]) =>
    never(
      `${home}-rooms`,
      "A room uses itself and the rooms that are named for it.",
      { path: `^lib/${home}/${room}/[^/]+$` },
      {
        path: `^lib/${home}/`,
        pathNot: [`^lib/${home}/(${[room, ...used].join("|")})/[^/]+$`, ...beside],
      },
    ),
  );

const filesBeside = (home) => `^lib/${home}/[^/]+$`;

/** For `.dependency-cruiser.mjs`. */
export const roomRules = [
  ...rulesOf("domain", [filesBeside("domain")]),
  ...rulesOf("manage", [filesBeside("manage")]),
  ...rulesOf("sync", []),
  ...["domain", "manage"].map((home) =>
    never(
      `${home}-rooms`,
      "What lies beside the rooms is below them.",
      { path: filesBeside(home) },
      { path: `^lib/${home}/.+/` },
    ),
  ),
  ...Object.keys(rooms).map((home) =>
    never(
      `${home}-rooms`,
      "A new room says which others it may use.",
      {
        path: `^lib/${home}/.+/`,
        pathNot: `^lib/${home}/(${Object.keys(rooms[home]).join("|")})/[^/]+$`,
      },
      {},
    ),
  ),
];
