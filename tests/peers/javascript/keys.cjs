// The keys that the AWS SDK for JavaScript finds by a profile of AWS's files. Reads one JSON object from stdin, writes one to
// stdout:
//   in   modules, profile
//   out  keys: {accessKeyId, secretAccessKey, sessionToken, expiration}, or error: message
// Where the files are is told by the environment. It knows nothing of Poolwalk.
"use strict";
const { createRequire } = require("module");
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const { STSClient } = createRequire(given.modules + "/")("@aws-sdk/client-sts");

process.env.AWS_PROFILE = given.profile;
const client = new STSClient({ region: "eu-west-1" });
client.config.credentials().then(
  ({ accessKeyId, secretAccessKey, sessionToken, expiration }) =>
    console.log(JSON.stringify({ keys: { accessKeyId, secretAccessKey, sessionToken, expiration } })),
  (error) => console.log(JSON.stringify({ error: error.message })),
);
