import { describe, expect, test } from "vitest";
import { grantsIn, grantsOf, judge } from "./permissions.ts";
import { resolverOf } from "./resolve.ts";

const table = "arn:aws:dynamodb:eu-west-1:111122223333:table/tandem";
const get = { action: "dynamodb:GetItem", resource: table };
const query = { action: "dynamodb:Query", resource: `${table}/index/to-do` };
const fine = { denied: [], needless: [] };

describe("a verdict", () => {
  test("is fine when each call is granted and each grant is needed", () => {
    expect(judge([get, query], [query, get, get])).toEqual(fine);
  });

  test("names a call that is not granted, the table's own grant does not cover its index", () => {
    const onTable = { ...query, resource: table };

    expect(judge([get, onTable], [get, onTable, query])).toEqual({
      denied: [`dynamodb:Query ${table}/index/to-do`],
      needless: [],
    });
  });

  test("names a grant that no call needs", () => {
    expect(judge([get, query], [get]).needless).toEqual([`dynamodb:Query ${table}/index/to-do`]);
  });

  test.each([
    [{ action: "dynamodb:*", resource: table }],
    [{ action: "dynamodb:GetIte?", resource: table }],
    [{ action: "dynamodb:GetItem", resource: "arn:aws:dynamodb:*:*:table/*" }],
    [{ action: "dynamodb:GetItem", resource: "*" }],
  ])("takes %o for a grant that allows the call, and too much", (wide) => {
    expect(judge([wide], [get])).toEqual({
      denied: [],
      needless: [`${wide.action} ${wide.resource}`],
    });
  });

  test("does not take a character of a pattern for another one", () => {
    const call = { ...get, resource: table.replace("tandem", "tandemX") };

    expect(judge([{ ...get, resource: `${table}?` }], [call]).denied).toEqual([]);
    expect(
      judge([{ ...get, resource: table.replace("eu-west", "eu.west") }], [get]).denied,
    ).toEqual([`dynamodb:GetItem ${table}`]);
  });

  test("holds a grant to its partitions, each of which a call has to need", () => {
    const states = { ...get, leadingKeys: ["state"] };
    const both = { ...get, leadingKeys: ["mapping", "state"] };

    expect(judge([states], [states])).toEqual(fine);
    expect(judge([states], [both]).denied).toEqual([`dynamodb:GetItem ${table} mapping,state`]);
    expect(judge([both], [states])).toEqual({
      denied: [],
      needless: [`dynamodb:GetItem ${table} mapping`],
    });
  });
});

describe("what cannot be judged is refused", () => {
  const statement = { Effect: "Allow", Action: "dynamodb:GetItem", Resource: table };

  test("a plain statement can be", () => {
    expect(grantsIn(statement)).toEqual([get]);
  });

  test.each([
    { ...statement, Effect: "Deny" },
    { ...statement, Condition: { StringEquals: { "aws:SourceAccount": "1" } } },
    { ...statement, Condition: { Bool: { "aws:SecureTransport": "true" } } },
    { ...statement, Resource: `${table}/\${aws:PrincipalTag/tenant}` },
    { Effect: "Allow", NotAction: "dynamodb:GetItem", Resource: table },
    { Effect: "Allow", Action: "dynamodb:GetItem", NotResource: table },
    { ...statement, Principal: "*" },
  ])("%o", (unclear) => {
    expect(() => grantsIn(unclear)).toThrow("Cannot judge");
  });

  test.each([
    { ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
    { Policies: [] },
    { PermissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess" },
  ])("a role with %o", (more) => {
    const Properties = { AssumeRolePolicyDocument: {}, ...more };
    const resources = { Worker: { Type: "AWS::IAM::Role", Properties } };

    expect(() => grantsOf(resources, resolverOf(resources), "Worker")).toThrow("Cannot judge");
  });

  test("a managed policy beside a role that can be judged", () => {
    const Worker = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: {} } };
    const Shared = { Type: "AWS::IAM::ManagedPolicy", Properties: {} };

    expect(grantsOf({ Worker }, resolverOf({}), "Worker")).toEqual([]);
    expect(() => grantsOf({ Worker, Shared }, resolverOf({}), "Worker")).toThrow("Shared");
  });

  test("a reference whose meaning is not known", () => {
    const resources = { Bucket1234ABCD: { Type: "AWS::S3::Bucket", Properties: {} } };
    const resolve = resolverOf(resources);

    expect(() => resolve({ Ref: "Bucket1234ABCD" })).toThrow("AWS::S3::Bucket");
    expect(() => resolve({ "Fn::Select": [0, ["a"]] })).toThrow("Cannot resolve");
    expect(() => resolve({ Ref: "Nowhere" })).toThrow("no Nowhere");
  });
});
