import { argv, cpuUsage, memoryUsage, resourceUsage, stdout } from "node:process";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { handler } from "../../functions/sync-worker/handler.ts";
import { ReceivedMessage, recordOf } from "../../lib/local/sqs-record.ts";
import { readEnvironment, WorkerEnvironment } from "../../lib/runtime/environment.ts";

/**
 * The sync worker in a process of its own: works off the queue, then ends. After each step it says on
 * standard output what the step took and what is left on the heap; where Node exposes the collector,
 * once the garbage is collected.
 */
async function workOff(mostSteps: number): Promise<void> {
  const { QUEUE_URL: QueueUrl } = readEnvironment(WorkerEnvironment);
  const client = new SQSClient({});
  for (let step = 0; step < mostSteps; step += 1) {
    const before = cpuUsage();
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 1,
        MessageSystemAttributeNames: ["All"],
      }),
    );
    const [message] = Messages;
    if (message === undefined) break;
    const received = ReceivedMessage.parse(message);
    const { batchItemFailures } = await handler({ Records: [recordOf(received)] });
    if (batchItemFailures.length > 0) throw new Error(`A step failed: ${received.Body}`);
    const { ReceiptHandle } = received;
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    const { user, system } = cpuUsage(before);
    globalThis.gc?.();
    const { heapUsed, rss } = memoryUsage();
    say({ kind: "step", heapUsed, rss, cpuMs: (user + system) / 1000 });
  }
  const { maxRSS, userCPUTime, systemCPUTime } = resourceUsage();
  const cpuMs = Math.round((userCPUTime + systemCPUTime) / 1000);
  say({ kind: "end", peakRss: maxRSS * 1024, cpuMs });
}

const say = (line: Readonly<Record<string, string | number>>): void => {
  stdout.write(`${JSON.stringify(line)}\n`);
};

await workOff(Number(argv[2]));
