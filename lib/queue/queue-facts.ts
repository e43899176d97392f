/** What infrastructure, the local runner and the code must agree on about the queue. */
export const queueFacts = {
  /** One step is one message: a long step must not hold back, or fail with, its neighbours. */
  messagesPerInvocation: 1,
  /** The worker is stopped after this long. */
  workerTimeoutSeconds: 180,
  /** AWS asks for six times the function's timeout, so that a message is not handed out twice. */
  visibilityTimeoutSeconds: 1080,
  /** After this number of failed tries a step goes to the dead-letter queue. */
  triesBeforeDeadLetter: 5,
  /** The longest SQS keeps a message. */
  retentionDays: 14,
} as const;
