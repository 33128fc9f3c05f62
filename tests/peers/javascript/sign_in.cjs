// Signs in with amazon-cognito-identity-js. Reads one JSON object from stdin, writes one to stdout:
//   in   modules, endpoint, user_pool, client, username, password, inbox, flow?, new_password?, attributes?, code?,
//        choose?, answer?, riddles?, device?, refresh?
//   out  asked: [challenge…], tokens: {id, access, refresh} or error: {code, message}, refreshed: {id, access},
//        device: what became of it
// Codes are read from the practice inbox where none is given. It knows nothing of Poolwalk.
"use strict";
const { createRequire } = require("module");
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const { AuthenticationDetails, CognitoUser, CognitoUserPool } = createRequire(given.modules + "/")(
  "amazon-cognito-identity-js",
);

const pool = new CognitoUserPool({ UserPoolId: given.user_pool, ClientId: given.client, endpoint: given.endpoint });
const user = new CognitoUser({ Username: given.username, Pool: pool });
user.setAuthenticationFlowType(given.flow ?? "USER_SRP_AUTH");
const details = new AuthenticationDetails({ Username: given.username, Password: given.password });

const asked = [];
const told = (answer) => console.log(JSON.stringify({ asked, ...answer }));
const tokens = (session) => ({
  id: session.getIdToken().getJwtToken(),
  access: session.getAccessToken().getJwtToken(),
  refresh: session.getRefreshToken().getToken(),
});

// The code that the user would read in the practice inbox.
const code = async () => {
  if (given.code) return given.code;
  const { inbox } = await (await fetch(given.inbox)).json();
  return inbox.find((one) => one.username === given.username)?.code;
};

// One call of the library as a promise.
const once = (call) =>
  new Promise((onSuccess, onFailure) => call({ onSuccess: (...all) => onSuccess(all), onFailure }));

// Remembers the device of the first sign-in, signs in with it alone, and forgets it.
const walkWithDevice = async (confirmationNecessary) => {
  await once((callback) => user.setDeviceStatusRemembered(callback));
  const [device] = await once((callback) => user.getDevice(callback));
  const before = asked.length;
  const [session] = await once((callback) => user.authenticateUser(details, { ...callbacks, ...callback }));
  const askedWithDevice = asked.slice(before);
  const renewed = await new Promise((resolve, reject) =>
    user.refreshSession(session.getRefreshToken(), (error, session) => (error ? reject(error) : resolve(session))),
  );
  const [listed] = await once((callback) => user.listDevices(10, null, callback));
  await once((callback) => user.forgetDevice(callback));
  const [left] = await once((callback) => user.listDevices(10, null, callback));
  told({
    tokens: tokens(session),
    refreshed: tokens(renewed),
    device: {
      confirmationNecessary,
      attributes: device.Device.DeviceAttributes,
      asked: askedWithDevice,
      listed: listed.Devices.length,
      left: left.Devices.length,
    },
  });
};

const callbacks = {
  onFailure: (error) => told({ error: { code: error.code ?? error.name, message: error.message } }),
  onSuccess: (session, confirmationNecessary) => {
    if (given.device) return walkWithDevice(confirmationNecessary).catch(callbacks.onFailure);
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
  totpRequired: async () => {
    asked.push({ name: "SOFTWARE_TOKEN_MFA" });
    user.sendMFACode(await code(), callbacks, "SOFTWARE_TOKEN_MFA");
  },
  mfaRequired: async (_name, parameters) => {
    asked.push({ name: "SMS_MFA", to: parameters.CODE_DELIVERY_DESTINATION });
    user.sendMFACode(await code(), callbacks);
  },
  selectMFAType: (_name, parameters) => {
    asked.push({ name: "SELECT_MFA_TYPE", choice: JSON.parse(parameters.MFAS_CAN_CHOOSE) });
    user.sendMFASelectionAnswer(given.choose, callbacks);
  },
  mfaSetup: (_name, parameters) => {
    asked.push({ name: "MFA_SETUP", choice: JSON.parse(parameters.MFAS_CAN_SETUP) });
    user.associateSoftwareToken(callbacks);
  },
  associateSecretCode: async (secret) => {
    asked.push({ name: "secret", length: secret.length });
    user.verifySoftwareToken(await code(), "Lamp", callbacks);
  },
  customChallenge: (parameters) => {
    asked.push({ name: "CUSTOM_CHALLENGE", round: parameters.round });
    const answer = given.answer ?? parameters.hint.split(" ").at(-1);
    user.sendCustomChallengeAnswer(answer, callbacks);
  },
};
if (given.riddles) user.initiateAuth(details, callbacks);
else user.authenticateUser(details, callbacks);
