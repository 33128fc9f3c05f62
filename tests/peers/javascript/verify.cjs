// Verifies one token with aws-jwt-verify. Reads one JSON object from stdin, writes one to stdout:
//   in   modules, issuer, client, use ("id" or "access"), key_set, token
//   out  claims, or error: {name, message}
// The key set is handed in: the library fetches over TLS only. It knows nothing of Poolwalk.
"use strict";
const { createRequire } = require("module");
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const { JwtVerifier } = createRequire(given.modules + "/")("aws-jwt-verify");
const { validateCognitoJwtFields } = createRequire(given.modules + "/")("aws-jwt-verify/cognito-verifier");

const verifier = JwtVerifier.create({ issuer: given.issuer, audience: null, jwksUri: "https://localhost/jwks.json" });
verifier.cacheJwks(given.key_set);
try {
  const claims = verifier.verifySync(given.token);
  validateCognitoJwtFields(claims, { tokenUse: given.use, clientId: given.client });
  console.log(JSON.stringify({ claims }));
} catch (error) {
  console.log(JSON.stringify({ error: { name: error.name, message: error.message } }));
}
