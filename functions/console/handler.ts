import { randomBytes } from "node:crypto";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { answerPage, type ConsolePage } from "../../lib/runtime/console/answer-page.ts";
import { readPageFolder } from "../../lib/runtime/console/page-folder.ts";
import { pageSignInOf } from "../../lib/runtime/console/page-sign-in.ts";
import { ConsoleEnvironment, readEnvironment } from "../../lib/runtime/environment.ts";
import { once } from "../../lib/runtime/once.ts";

const page = once((): ConsolePage => {
  const environment = readEnvironment(ConsoleEnvironment);
  return {
    folder: readPageFolder(environment.PAGE_FOLDER),
    signIn: pageSignInOf(environment),
    newNonce: () => randomBytes(18).toString("base64"),
  };
});

/** Entry point: the console's page and its files. */
export const handler = async (
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> => answerPage(page(), event);
