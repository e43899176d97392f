import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  batchContentType,
  parseBatch,
  printBatch,
} from "../../../lib/connector/dataverse/batch.ts";
import { batchOf } from "./organisation.ts";

const header = (type: string) => `multipart/mixed; boundary=${type}`;

describe("batches", () => {
  test("D36 single operations stand one after the other, each header block ended by an empty line", () => {
    const text = printBatch([
      { method: "GET", url: "http://x/api/a(1)", headers: { Accept: "application/json" } },
      { method: "PATCH", url: "http://x/api/a(2)", headers: { "If-Match": 'W/"1"' }, body: "{}" },
    ]);
    expect(batchContentType).toBe('multipart/mixed; boundary="batch_tandem"');
    expect(text.split("\r\n")).toEqual([
      "--batch_tandem",
      "Content-Type: application/http",
      "Content-Transfer-Encoding: binary",
      "",
      "GET http://x/api/a(1) HTTP/1.1",
      "Accept: application/json",
      "",
      "",
      "--batch_tandem",
      "Content-Type: application/http",
      "Content-Transfer-Encoding: binary",
      "",
      "PATCH http://x/api/a(2) HTTP/1.1",
      'If-Match: W/"1"',
      "",
      "{}",
      "--batch_tandem--",
      "",
    ]);
  });

  test("the parts of an answer keep status, headers and text, whatever stands in the text", () => {
    const Deps = fc.array(
      fc.record({
        status: fc.integer({ min: 200, max: 599 }),
        headers: fc.constant({ REQ_ID: "4711" }),
        body: fc.record({
          name: fc.oneof(fc.string(), fc.constant("\r\n--batchresponse_5e1d--\r\n")),
        }),
      }),
    );
    fc.assert(
      fc.property(Deps, (parts) => {
        const { headers, body = "" } = batchOf(parts);
        const read = parseBatch(headers?.["content-type"], body);
        expect(
          read?.map((part) => [part?.status, part?.headers.get("req_id"), part?.text]),
        ).toEqual(parts.map((part) => [part.status, "4711", JSON.stringify(part.body)]));
      }),
    );
  });

  test("a part without a body has no text", () => {
    const { body = "" } = batchOf([{ status: 204 }, { status: 204 }]);
    expect(parseBatch(header("batchresponse_5e1d"), body)?.map((part) => part?.text)).toEqual([
      "",
      "",
    ]);
  });

  test.each([
    ["quoted", header('"a+b"'), "\r\n"],
    ["bare", header("a+b"), "\r\n"],
    ["followed by another parameter", `${header("a+b")}; charset=utf-8`, "\r\n"],
    ["with bare line feeds", header("a+b"), "\n"],
  ])("D36 a boundary %s is understood", (_, type, end) => {
    const lines = [
      "",
      "--a+b",
      "Content-Type: application/http",
      "",
      "HTTP/1.1 204 No Content",
      "",
    ];
    const text = [...lines, "", "--a+b--", ""].join(end);
    expect(parseBatch(type, text)?.map((part) => part?.status)).toEqual([204]);
  });

  test("FM14 a part that is cut off does not count, and one that cannot be read leaves its place", () => {
    const { body = "" } = batchOf([
      { status: 200, body: { a: 1 } },
      { status: 200, body: { b: 2 } },
    ]);
    const cut = body.slice(0, body.indexOf('{"b"') + 3);
    expect(parseBatch(header("batchresponse_5e1d"), cut)).toHaveLength(1);
    const garbled = body.replace("HTTP/1.1 200", "HTTP 200");
    const read = parseBatch(header("batchresponse_5e1d"), garbled);
    expect(read?.map((part) => part?.text)).toEqual([undefined, '{"b":2}']);
  });

  test("an answer that is not multipart is no batch", () => {
    expect(parseBatch("application/json", '{"error":{}}')).toBeUndefined();
    expect(parseBatch(undefined, "")).toBeUndefined();
  });
});
