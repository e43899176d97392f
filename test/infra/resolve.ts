import * as z from "zod/mini";

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
});
export type Resource = z.infer<typeof Resource>;

const Template = z.object({ Resources: z.record(z.string(), Resource) });
export type Resources = z.infer<typeof Template>["Resources"];

export const resourcesOf = (template: unknown): Resources => Template.parse(template).Resources;

/** Takes a value of the template to what it is once it is deployed. */
export type Resolve = (value: unknown) => unknown;

export const region = "eu-west-1";
export const account = "111122223333";

const pseudo: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws",
  "AWS::Region": region,
  "AWS::AccountId": account,
  "AWS::URLSuffix": "amazonaws.com",
};

const Reference = z.strictObject({ Ref: z.string() });
const Attribute = z.strictObject({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) });
const Joined = z.strictObject({ "Fn::Join": z.tuple([z.string(), z.array(z.unknown())]) });

/**
 * Resolves the references of a template without an account. `known`: what is elsewhere than AWS would
 * have put it, by `<construct id>.<attribute>`, or by the construct's id where it is referred to.
 */
export function resolverOf(
  resources: Resources,
  known: Readonly<Record<string, string>> = {},
): Resolve {
  const nameOf = (id: string): string => known[`${constructOf(id)}.name`] ?? id;
  const resourceOf = (id: string): Resource => {
    const found = resources[id];
    if (found === undefined) throw new Error(`The template has no ${id}`);
    return found;
  };
  const reference = (id: string): string =>
    pseudo[id] ?? known[constructOf(id)] ?? referenceTo(resourceOf(id), nameOf(id));
  const attribute = (id: string, name: string): string =>
    known[`${constructOf(id)}.${name}`] ?? attributeOf(resourceOf(id), nameOf(id), name);

  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const ref = Reference.safeParse(value);
    if (ref.success) return reference(ref.data.Ref);
    const got = Attribute.safeParse(value);
    if (got.success) return attribute(...got.data["Fn::GetAtt"]);
    const joined = Joined.safeParse(value);
    if (joined.success) {
      const [between, parts] = joined.data["Fn::Join"];
      return parts.map((part) => String(resolve(part))).join(between);
    }
    const entries = Object.entries(value);
    const unknown = entries.find(([name]) => name === "Ref" || name.startsWith("Fn::"));
    if (unknown !== undefined) throw new Error(`Cannot resolve ${JSON.stringify(value)}`);
    return Object.fromEntries(entries.map(([name, inner]) => [name, resolve(inner)]));
  };
  return resolve;
}

/** The id that the construct has in the code: CDK appends eight digits. */
export const constructOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, "");

const regional = (service: string): string => `arn:aws:${service}:${region}:${account}`;

function referenceTo({ Type, Properties }: Resource, name: string): string {
  switch (Type) {
    case "AWS::DynamoDB::GlobalTable":
    case "AWS::Lambda::Function":
    case "AWS::Logs::LogGroup":
    case "AWS::ApiGatewayV2::Api":
    case "AWS::ApiGatewayV2::Integration":
    case "AWS::IAM::Role":
      return name;
    case "AWS::Events::EventBus":
      return String(Properties["Name"] ?? name);
    case "AWS::SecretsManager::Secret":
      return `${regional("secretsmanager")}:secret:${name}-AbCdEf`;
    case "AWS::SQS::Queue":
      return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    case "AWS::SNS::Topic":
      return `${regional("sns")}:${name}`;
    default:
      throw new Error(`Cannot tell what a reference to ${Type} gives`);
  }
}

function attributeOf(resource: Resource, name: string, attribute: string): string {
  switch (`${resource.Type} ${attribute}`) {
    case "AWS::DynamoDB::GlobalTable Arn":
      return `${regional("dynamodb")}:table/${name}`;
    case "AWS::SQS::Queue Arn":
      return `${regional("sqs")}:${name}`;
    case "AWS::SQS::Queue QueueName":
      return name;
    case "AWS::Events::EventBus Arn":
      return `${regional("events")}:event-bus/${referenceTo(resource, name)}`;
    case "AWS::Lambda::Function Arn":
      return `${regional("lambda")}:function:${name}`;
    case "AWS::Logs::LogGroup Arn":
      return `${regional("logs")}:log-group:${name}:*`;
    case "AWS::IAM::Role Arn":
      return `arn:aws:iam::${account}:role/${name}`;
    case "AWS::ApiGatewayV2::Api ApiEndpoint":
      return `https://${name}.execute-api.${region}.amazonaws.com`;
    default:
      throw new Error(`Cannot tell ${attribute} of ${resource.Type}`);
  }
}
