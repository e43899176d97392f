import * as fc from "fast-check";
import { expect, test } from "vitest";
import { JobId } from "../../lib/domain/ids.ts";
import { parseJobStep, stepMessage } from "../../lib/queue/step-message.ts";

const count = fc.nat({ max: 999_999_999 });

test("a step survives its way through a message", () => {
  fc.assert(
    fc.property(count, count, (step, resend) => {
      const sent = { jobId: JobId.parse("CUSTOMER.0k3f9a2b-x1"), step, resend };

      expect(parseJobStep(stepMessage(sent))).toEqual({ ok: true, value: sent });
    }),
  );
});

test.each([
  ["no JSON", "step 1"],
  ["nothing", ""],
  ["another shape", '{"hello":"world"}'],
  ["a job id without a mapping", '{"jobId":"0k3f9a2b","step":1,"resend":0}'],
  ["half a step", '{"jobId":"CUSTOMER.0k3f9a2b","step":0.5,"resend":0}'],
  ["a step before the first", '{"jobId":"CUSTOMER.0k3f9a2b","step":-1,"resend":0}'],
  ["a step as text", '{"jobId":"CUSTOMER.0k3f9a2b","step":"1","resend":0}'],
])("a body with %s is unreadable", (_what, body) => {
  expect(parseJobStep(body)).toEqual({ ok: false, failure: "unreadable" });
});
