import { expect, test } from "vitest";
import { once } from "../../lib/runtime/once.ts";

/** Answers with how often it was built. */
function counted<T>(answer: (time: number) => T) {
  let times = 0;
  return once(() => {
    times += 1;
    return answer(times);
  });
}

const failingFirst = (time: number): number => {
  if (time === 1) throw new Error("Not yet");
  return time;
};

test("what was built is kept", () => {
  const value = counted((time) => time);

  expect([value(), value()]).toEqual([1, 1]);
});

test("nothing is built twice, even where nothing is what was built", () => {
  let times = 0;
  const value = once(() => {
    times += 1;
  });
  value();
  value();

  expect(times).toBe(1);
});

test("an attempt that throws is forgotten: the next one tries again", () => {
  const value = counted(failingFirst);

  expect(() => value()).toThrow("Not yet");
  expect([value(), value()]).toEqual([2, 2]);
});

test("a promise that is rejected is forgotten, by everybody who waits for it", async () => {
  const value = counted(async (time) => failingFirst(time));
  const waiting = [value(), value()];

  expect(await Promise.allSettled(waiting)).toEqual([
    { status: "rejected", reason: new Error("Not yet") },
    { status: "rejected", reason: new Error("Not yet") },
  ]);
  expect(await Promise.all([value(), value()])).toEqual([2, 2]);
});
