// Signs in with amazon-cognito-identity-js. Reads one JSON object from stdin, writes one to stdout:
//   in   modules, endpoint, user_pool, client, username, password, flow?, new_password?, attributes?, code?, refresh?
//   out  asked: [challenge…], tokens: {id, access, refresh} or error: {code, message}, refreshed: {id, access}
// It knows nothing of Poolwalk.
"use strict";
const { createRequire } = require("module");
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const { AuthenticationDetails, CognitoUser, CognitoUserPool } = createRequire(given.modules + "/")(
  "amazon-cognito-identity-js",
);

const pool = new CognitoUserPool({ UserPoolId: given.user_pool, ClientId: given.client, endpoint: given.endpoint });
const user = new CognitoUser({ Username: given.username, Pool: pool });
user.setAuthenticationFlowType(given.flow ?? "USER_SRP_AUTH");

const asked = [];
const told = (answer) => console.log(JSON.stringify({ asked, ...answer }));
const tokens = (session) => ({
  id: session.getIdToken().getJwtToken(),
  access: session.getAccessToken().getJwtToken(),
  refresh: session.getRefreshToken().getToken(),
});

const callbacks = {
  onFailure: (error) => told({ error: { code: error.code ?? error.name, message: error.message } }),
  onSuccess: (session) => {
    if (!given.refresh) return told({ tokens: tokens(session) });
    user.refreshSession(session.getRefreshToken(), (error, renewed) =>
      error ? callbacks.onFailure(error) : told({ tokens: tokens(session), refreshed: tokens(renewed) }),
    );
  },
  newPasswordRequired: (_attributes, required) => {
    asked.push({ name: "NEW_PASSWORD_REQUIRED", required });
    if (!given.new_password) return told({});
    user.completeNewPasswordChallenge(given.new_password, given.attributes ?? {}, callbacks);
  },
  totpRequired: () => {
    asked.push({ name: "SOFTWARE_TOKEN_MFA" });
    if (!given.code) return told({});
    user.sendMFACode(given.code, callbacks, "SOFTWARE_TOKEN_MFA");
  },
};
user.authenticateUser(new AuthenticationDetails({ Username: given.username, Password: given.password }), callbacks);
