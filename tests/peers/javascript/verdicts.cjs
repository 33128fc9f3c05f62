// Verifies many tokens with aws-jwt-verify's verifier for user pools. Reads one JSON object from stdin, writes one:
//   in   modules, user_pool, tokens: [{token, use or null, client or null, key_set}…]
//   out  a list in the same order: null for a token that is taken, or the error's {name, message}
// Key sets are handed in: the library fetches over TLS only. It knows nothing of Poolwalk.
"use strict";
const { createRequire } = require("module");
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const { CognitoJwtVerifier } = createRequire(given.modules + "/")("aws-jwt-verify");

const refusal = ({ token, use, client, key_set }) => {
  const verifier = CognitoJwtVerifier.create({ userPoolId: given.user_pool, tokenUse: use, clientId: client });
  try {
    verifier.cacheJwks(key_set);
    verifier.verifySync(token);
    return null;
  } catch (error) {
    return { name: error.name, message: error.message };
  }
};
console.log(JSON.stringify(given.tokens.map(refusal)));
