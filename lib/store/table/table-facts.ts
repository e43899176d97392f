/** Names that the stored items and the infrastructure share. No SDK here: infra reads this too. */
export const tableFacts = {
  partitionKey: "pk",
  sortKey: "sk",
  /** Epoch seconds. DynamoDB removes such items late, so readers check it too. */
  timeToLive: "expiresAt",
  /** Partitions that a function may be confined to. */
  partitions: { mappings: "mapping", states: "state" },
  /**
   * Sparse, and keys only: an update that leaves an item in its place costs nothing here.
   * by-status: couplings by status, error items by kind and status. by-mapping: error items by
   * mapping, kind and status. to-do: what is to be taken up (open jobs, due error items).
   */
  indexes: [
    { name: "by-status", partitionKey: "g1pk", sortKey: "g1sk", projection: "KEYS_ONLY" },
    { name: "by-mapping", partitionKey: "g2pk", sortKey: "g2sk", projection: "KEYS_ONLY" },
    { name: "to-do", partitionKey: "g3pk", sortKey: "g3sk", projection: "KEYS_ONLY" },
  ],
  /** What each function asks of the table and of its indexes. Infrastructure grants this and no more. */
  uses: {
    api: {
      actions: ["BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query"],
      indexes: ["by-status", "by-mapping", "to-do"],
    },
    syncWorker: {
      actions: ["BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query"],
      indexes: ["by-mapping", "to-do"],
    },
    scheduleTick: {
      actions: ["BatchGetItem", "PutItem", "Query"],
      indexes: ["by-status", "to-do"],
    },
    deadLetter: {
      actions: ["BatchGetItem", "GetItem", "PutItem", "Query"],
      indexes: ["by-mapping", "to-do"],
    },
  },
} as const;

/** A function that works with the table as a whole. */
export type TableUser = keyof typeof tableFacts.uses;

export type IndexName = (typeof tableFacts.indexes)[number]["name"];
