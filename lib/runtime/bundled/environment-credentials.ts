/**
 * Stands in for `@aws-sdk/credential-provider-node` in bundles. Lambda gives a function the
 * credentials of its role by the environment, and replaces the process before they run out; what a
 * laptop or a virtual machine would ask (profiles, single sign-on, metadata) is 135 KB.
 */
export const defaultProvider = () => async () => {
  const accessKeyId = process.env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = process.env["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = process.env["AWS_SESSION_TOKEN"];
  if (!accessKeyId || !secretAccessKey) {
    throw new Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};
