import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { functionAt, type HttpFunction } from "../../lib/local/function-at.ts";
import { type HttpHost, startHttpHost } from "../../lib/local/http-host.ts";
import { answerPage } from "../../lib/runtime/console/answer-page.ts";
import { matchRoute } from "../../lib/runtime/http/request/match-route.ts";
import { routes as apiRoutes } from "../../lib/runtime/http/routes.ts";
import { answerNotice } from "../../lib/runtime/notices/answer-notice.ts";
import { type DeployedRoute, readTemplate } from "./deployed-template.ts";
import { resourcesOf } from "./resolve.ts";
import { exampleTemplate } from "./synthesized.ts";

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const functions = { Api: "api", ChangeNotice: "changeNotice", Console: "consolePage" };

let declared: readonly DeployedRoute[];
let host: HttpHost;

beforeAll(async () => {
  declared = readTemplate(resourcesOf(exampleTemplate().toJSON())).routes;
  const handler: Handler = (event) => served[functionAt(event.rawPath)](event);
  host = await startHttpHost({ port: 0, handler, report: () => undefined });
}, 60_000);
afterAll(() => host.stop());

/** What each function answers, without what it answers from. */
const served: Readonly<Record<HttpFunction, Handler>> = {
  api: async ({ rawPath, requestContext: { http } }) => {
    const match = matchRoute(apiRoutes, http.method, rawPath);
    return { statusCode: match === undefined ? 404 : "allow" in match ? 405 : 200 };
  },
  changeNotice: (event) =>
    answerNotice(
      {
        secrets: async () => ({ current: "secret" }),
        note: async () => undefined,
        report: () => undefined,
      },
      event,
    ),
  consolePage: (event) =>
    answerPage(
      {
        folder: { document: () => "<head></head>", file: () => Promise.resolve(Buffer.from("")) },
        signIn: undefined,
        newNonce: () => "nonce",
      },
      event,
    ),
};

const pathOf = ({ key }: DeployedRoute): string => key.slice(key.indexOf(" ") + 1);
const addressOf = (path: string): string => path.replace("{file+}", "main.js").replace(/[{}]/g, "");
const isServed = async (method: string, address: string): Promise<boolean> =>
  ![404, 405].includes((await fetch(`${host.url}${address}`, { method })).status);

describe("the gateway of the template and the one of the local runner", () => {
  test("hand each route to the same function", () => {
    const locally = declared.map((route) => [route.key, functionAt(addressOf(pathOf(route)))]);
    const inCloud = declared.map(({ key, to }) => [key, Reflect.get(functions, to)]);

    expect(locally).toEqual(inCloud);
  });

  test("what is declared is served", async () => {
    const answers = await Promise.all(
      declared.map(async (route) => {
        const [method = ""] = route.key.split(" ");
        // Business Central's question before it subscribes.
        const address = `${addressOf(pathOf(route))}?validationToken=abc`;
        return { key: route.key, isServed: await isServed(method, address) };
      }),
    );

    expect(answers.filter((answer) => !answer.isServed)).toEqual([]);
    expect(answers.length).toBeGreaterThan(40);
  });

  test("what is not declared is not served", async () => {
    const keys = new Set(declared.map(({ key }) => key));
    const paths = new Set([...declared.map(pathOf), ...pathsOfApi, "/v1/notices/other", "/other"]);
    const others = [...paths].flatMap((path) =>
      methods.map((method) => ({ method, path })).filter((one) => !keys.has(keyOf(one))),
    );
    const answers = await Promise.all(
      others.map(async ({ method, path }) => ({
        key: keyOf({ method, path }),
        isServed: await isServed(method, addressOf(path)),
      })),
    );

    expect(answers.filter((answer) => answer.isServed)).toEqual([]);
  });
});

const keyOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

const pathsOfApi = Object.keys(apiRoutes).map((name) => name.slice(name.indexOf(" ") + 1));
