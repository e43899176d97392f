/** On every answer: it is what it says it is, and is asked for over https only, for two years. Browsers heed the latter over https only. */
export const safeHeaders = {
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
} as const;
