import * as fc from "fast-check";
import { expect, test } from "vitest";
import { JobId, LookId } from "../../lib/domain/ids.ts";
import { lookMessage, parseMessage, stepMessage } from "../../lib/queue/step-message.ts";

const count = fc.nat({ max: 999_999_999 });

test("a step survives its way through a message", () => {
  fc.assert(
    fc.property(count, count, (step, resend) => {
      const sent = { jobId: JobId.parse("CUSTOMER.0k3f9a2b-x1"), step, resend };

      expect(parseMessage(stepMessage(sent))).toEqual({
        ok: true,
        value: { kind: "step", step: sent },
      });
    }),
  );
});

test("a look survives it too, and is told from a step", () => {
  const look = { lookId: LookId.parse("dataverse.0mwtjacs9-de14e175bf") };

  expect(parseMessage(lookMessage(look))).toEqual({ ok: true, value: { kind: "look", look } });
});

test.each([
  ["no JSON", "step 1"],
  ["nothing", ""],
  ["another shape", '{"hello":"world"}'],
  ["a job id without a mapping", '{"jobId":"0k3f9a2b","step":1,"resend":0}'],
  ["a look at no app", '{"lookId":"sharepoint.0mwtjacs9-de14e175bf"}'],
  ["half a step", '{"jobId":"CUSTOMER.0k3f9a2b","step":0.5,"resend":0}'],
  ["a step before the first", '{"jobId":"CUSTOMER.0k3f9a2b","step":-1,"resend":0}'],
  ["a step as text", '{"jobId":"CUSTOMER.0k3f9a2b","step":"1","resend":0}'],
])("a body with %s is unreadable", (_what, body) => {
  expect(parseMessage(body)).toEqual({ ok: false, failure: "unreadable" });
});
