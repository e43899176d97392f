/** What the apps call, with a secret of their own instead of a person's sign-in. */
export const noticeSchemes = {
  noticeHeader: { type: "apiKey", in: "header", name: "x-tandem-secret" },
  noticeCode: { type: "apiKey", in: "query", name: "code" },
} as const;

const json = (schema: object) => ({ "application/json": { schema } });

const refused = {
  description: "Nothing came of the notice, and why",
  content: {
    "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
  },
};

/** They are answered by a function of their own, so they are not in the table of routes. */
export const noticePaths = {
  "/v1/notices/business-central": {
    post: {
      operationId: "postNoticesBusinessCentral",
      summary:
        "Business Central tells of changes: the mappings concerned run soon. The secret is the clientState of each notice",
      security: [],
      parameters: [
        {
          name: "validationToken",
          in: "query",
          required: false,
          description: "Sent back as it came, so that the subscription is made",
          schema: { type: "string", minLength: 1, maxLength: 2048 },
        },
      ],
      requestBody: {
        required: false,
        content: json({
          type: "object",
          properties: {
            value: {
              type: "array",
              items: {
                type: "object",
                properties: {
                  clientState: { type: "string" },
                  resource: { type: "string" },
                  changeType: { type: "string" },
                },
                required: ["clientState"],
              },
            },
          },
          required: ["value"],
        }),
      },
      responses: {
        200: {
          description: "The validation token",
          content: { "text/plain": { schema: { type: "string" } } },
        },
        204: { description: "Noted" },
        default: refused,
      },
    },
  },
  "/v1/notices/dataverse": {
    post: {
      operationId: "postNoticesDataverse",
      summary: "Dataverse tells of a change: the mappings concerned run soon",
      security: [{ noticeHeader: [] }, { noticeCode: [] }],
      parameters: [],
      requestBody: {
        required: true,
        content: json({
          type: "object",
          properties: {
            MessageName: { type: "string", maxLength: 100 },
            PrimaryEntityName: { type: "string", maxLength: 128 },
          },
          required: ["MessageName", "PrimaryEntityName"],
        }),
      },
      responses: { 204: { description: "Noted" }, default: refused },
    },
  },
} as const;
