//! What whoever is signed in may change about themselves, the codes that verify an address, and what the pool's owner
//! sees of it.

use serde_json::{Value as Json, json};

use super::{Answer, Stage, refused, text, wrong};
use crate::practice::inbox::{self, Channel};
use crate::practice::totp::Authenticator;

const ADA: (&str, &str) = ("ada", "Practice-Ada-1");
const LIMIT: &str = "LimitExceededException: Attempt limit exceeded, please try after some time.";

/// Ada, signed in.
struct Ada {
    stage: Stage,
    token: Json,
}

impl Ada {
    fn signed_in() -> Self {
        let mut stage = Stage::new();
        let token = stage.tokens(ADA.0, ADA.1)["AccessToken"].take();
        Self { stage, token }
    }

    fn call(&mut self, operation: &str, mut body: Json) -> Answer {
        body["AccessToken"] = self.token.clone();
        self.stage.call(operation, &body)
    }

    fn update(&mut self, attributes: &[(&str, &str)]) -> Answer {
        let attributes: Vec<Json> =
            attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
        self.call("UpdateUserAttributes", json!({ "UserAttributes": attributes }))
    }

    fn ask(&mut self, attribute: &str) -> Answer {
        self.call("GetUserAttributeVerificationCode", json!({ "AttributeName": attribute }))
    }

    fn verify(&mut self, attribute: &str, code: &str) -> Answer {
        self.call("VerifyUserAttribute", json!({ "AttributeName": attribute, "Code": code }))
    }

    fn attribute(&mut self, name: &str) -> Json {
        let user = self.call("GetUser", json!({})).unwrap();
        let attributes = user["UserAttributes"].as_array().unwrap();
        attributes.iter().find(|one| one["Name"] == name).map_or(Json::Null, |one| one["Value"].clone())
    }
}

#[test]
fn an_address_that_changes_is_verified_by_a_code() {
    let mut ada = Ada::signed_in();
    let answer = ada.update(&[("email", "ada@example.org"), ("nickname", "Countess")]).unwrap();
    let details = json!({ "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "a***@e***" });
    assert_eq!(answer, json!({ "CodeDeliveryDetailsList": [details] }));
    assert_eq!(ada.attribute("nickname"), "Countess");
    assert_eq!(
        (ada.attribute("email"), ada.attribute("email_verified")),
        (json!("ada@example.org"), json!("false"))
    );
    for address in ["ada@example.com", "ada@example.org"] {
        assert!(refused(ada.stage.sign_in(address, ADA.1)).contains("Incorrect username"), "{address}");
    }
    let code = ada.stage.code_of("ada");
    assert_eq!(
        inbox::entries(&ada.stage.pool, ada.stage.now)[0].destination.as_deref(),
        Some("ada@example.org")
    );
    assert_eq!(
        refused(ada.verify("email", &wrong(&code))),
        "CodeMismatchException: Invalid verification code provided, please try again."
    );
    assert_eq!(ada.verify("email", &code), Ok(json!({})));
    assert_eq!(ada.attribute("email_verified"), "true");
    assert!(ada.stage.sign_in("ada@example.org", ADA.1).is_ok());
    assert!(refused(ada.verify("email", &code)).starts_with("ExpiredCodeException"), "used up");
    assert_eq!(ada.update(&[("email", "ada@example.org")]), Ok(json!({ "CodeDeliveryDetailsList": [] })));
    assert_eq!(ada.attribute("email_verified"), "true", "the same address stays verified");
}

#[test]
fn a_phone_number_is_verified_by_sms() {
    let mut ada = Ada::signed_in();
    assert_eq!(
        refused(ada.ask("phone_number")),
        "InvalidParameterException: User does not have a valid registered phone number"
    );
    ada.update(&[("phone_number", "+15551234567")]).unwrap();
    let answer = ada.ask("phone_number").unwrap();
    assert_eq!(text(&answer["CodeDeliveryDetails"], "Destination"), "+*******4567");
    assert_eq!(inbox::entries(&ada.stage.pool, ada.stage.now)[0].channel, Channel::Sms);
    let code = ada.stage.code_of("ada");
    assert!(refused(ada.verify("email", &code)).starts_with("ExpiredCodeException"), "it is for the phone");
    assert_eq!(ada.verify("phone_number", &code), Ok(json!({})));
    assert_eq!(ada.attribute("phone_number_verified"), "true");
    assert_eq!(
        refused(ada.ask("nickname")),
        "InvalidParameterException: Invalid attribute name. Only phone_number and email can be verified."
    );
    assert!(ada.ask("email").is_ok(), "a verified address may be asked about again");
}

#[test]
fn an_address_of_another_account_cannot_be_verified() {
    let mut ada = Ada::signed_in();
    ada.update(&[("email", "zuse@example.com")]).unwrap();
    let code = ada.stage.code_of("ada");
    assert_eq!(
        refused(ada.verify("email", &code)),
        "AliasExistsException: An account with the email already exists."
    );
    assert_eq!(ada.attribute("email_verified"), "false");
}

#[test]
fn a_code_verifies_the_address_that_it_went_to() {
    let mut ada = Ada::signed_in();
    ada.update(&[("phone_number", "+15551234567")]).unwrap();
    let code = ada.stage.code_of("ada");
    ada.call("DeleteUserAttributes", json!({ "UserAttributeNames": ["phone_number"] })).unwrap();
    assert!(refused(ada.verify("phone_number", &code)).starts_with("ExpiredCodeException"));
    assert_eq!(ada.attribute("phone_number_verified"), Json::Null);
}

#[test]
fn attributes_go_but_for_those_that_are_required() {
    let mut ada = Ada::signed_in();
    let mut delete = |name: &str| ada.call("DeleteUserAttributes", json!({ "UserAttributeNames": [name] }));
    let required = "InvalidParameterException: Attributes did not conform to the schema: \
                    email: The attribute is required\n";
    assert_eq!(refused(delete("email")), required);
    assert!(refused(delete("sub")).contains("non-mutable attribute sub"));
    assert!(refused(delete("custom:team")).contains("custom:team: Attribute does not exist in the schema."));
    ada.update(&[("nickname", "Countess"), ("phone_number", "+15551234567")]).unwrap();
    let names = json!({ "UserAttributeNames": ["nickname", "phone_number"] });
    assert_eq!(ada.call("DeleteUserAttributes", names), Ok(json!({})));
    for name in ["nickname", "phone_number", "phone_number_verified"] {
        assert_eq!(ada.attribute(name), Json::Null, "{name}");
    }
    assert_eq!(refused(ada.update(&[("email", "")])), required);
    ada.update(&[("nickname", "Countess")]).unwrap();
    ada.update(&[("nickname", "")]).unwrap();
    assert_eq!(ada.attribute("nickname"), Json::Null, "an empty value takes it away");
}

#[test]
fn what_a_user_may_not_write_is_refused() {
    let mut ada = Ada::signed_in();
    assert_eq!(
        refused(ada.update(&[("sub", "another")])),
        "InvalidParameterException: Cannot modify the non-mutable attribute sub"
    );
    assert_eq!(
        refused(ada.update(&[("email_verified", "true")])),
        "NotAuthorizedException: A client attempted to write unauthorized attribute"
    );
    ada.token = "not.a.token".into();
    assert_eq!(refused(ada.update(&[("nickname", "x")])), "NotAuthorizedException: Invalid Access Token");
}

#[test]
fn codes_and_tries_for_addresses_are_counted_by_the_hour() {
    let mut ada = Ada::signed_in();
    for _ in 0..5 {
        ada.ask("email").unwrap();
    }
    assert_eq!(refused(ada.ask("email")), LIMIT);
    assert_eq!(refused(ada.update(&[("email", "ada@example.org")])), LIMIT);
    assert_eq!(ada.attribute("email"), "ada@example.com", "nothing was changed");
    let code = ada.stage.code_of("ada");
    for _ in 0..15 {
        assert!(refused(ada.verify("email", &wrong(&code))).starts_with("CodeMismatchException"));
    }
    assert_eq!(refused(ada.verify("email", &code)), LIMIT);
}

#[test]
fn second_factors_are_switched_on_when_their_codes_can_arrive() {
    let mut ada = Ada::signed_in();
    let on = json!({ "Enabled": true, "PreferredMfa": true });
    let refusal = "InvalidParameterException: User does not have delivery config set to turn on";
    let prefer = |ada: &mut Ada, wishes: Json| ada.call("SetUserMFAPreference", wishes);
    assert_eq!(refused(prefer(&mut ada, json!({ "SMSMfaSettings": on }))), format!("{refusal} SMS_MFA"));
    assert_eq!(
        refused(prefer(&mut ada, json!({ "SoftwareTokenMfaSettings": on }))),
        format!("{refusal} SOFTWARE_TOKEN_MFA")
    );
    ada.update(&[("phone_number", "+15551234567")]).unwrap();
    assert_eq!(
        refused(prefer(&mut ada, json!({ "SMSMfaSettings": on, "EmailMfaSettings": on }))),
        "InvalidParameterException: Only one MFA method can be preferred"
    );
    assert_eq!(
        ada.call("GetUser", json!({})).unwrap().get("UserMFASettingList"),
        None,
        "nothing was changed"
    );
    let both = json!({ "SMSMfaSettings": on, "EmailMfaSettings": { "Enabled": true } });
    assert_eq!(prefer(&mut ada, both), Ok(json!({})));
    let user = ada.call("GetUser", json!({})).unwrap();
    assert_eq!(
        (&user["UserMFASettingList"], &user["PreferredMfaSetting"]),
        (&json!(["SMS_MFA", "EMAIL_OTP"]), &json!("SMS_MFA"))
    );
    ada.call("DeleteUserAttributes", json!({ "UserAttributeNames": ["phone_number"] })).unwrap();
    assert_eq!(ada.call("GetUser", json!({})).unwrap()["UserMFASettingList"], json!(["EMAIL_OTP"]));
    prefer(&mut ada, json!({ "EmailMfaSettings": { "Enabled": false } })).unwrap();
    assert_eq!(ada.call("GetUser", json!({})).unwrap().get("UserMFASettingList"), None);
}

#[test]
fn an_app_counts_once_its_first_code_was_right() {
    let mut ada = Ada::signed_in();
    let wish = json!({ "SoftwareTokenMfaSettings": { "Enabled": true } });
    let app = Authenticator::new(b"12345678901234567890".to_vec());
    ada.stage.pool.people.get_mut("ada").unwrap().coming_authenticator = Some(app.clone());
    assert_eq!(
        refused(ada.call("SetUserMFAPreference", wish.clone())),
        "InvalidParameterException: User has not verified software token mfa"
    );
    ada.stage.pool.people.get_mut("ada").unwrap().authenticator = Some(app);
    assert_eq!(ada.call("SetUserMFAPreference", wish), Ok(json!({})));
    assert_eq!(ada.stage.sign_in(ADA.0, ADA.1).unwrap()["ChallengeName"], "SOFTWARE_TOKEN_MFA");
}

#[test]
fn first_factors_follow_from_what_was_verified() {
    let mut ada = Ada::signed_in();
    let factors = |ada: &mut Ada| ada.call("GetUserAuthFactors", json!({})).unwrap();
    let before = json!({ "ConfiguredUserAuthFactors": ["PASSWORD", "EMAIL_OTP"], "Username": "ada" });
    assert_eq!(factors(&mut ada), before);
    ada.update(&[("phone_number", "+15551234567"), ("email", "ada@example.org")]).unwrap();
    assert_eq!(factors(&mut ada)["ConfiguredUserAuthFactors"], json!(["PASSWORD"]));
    ada.ask("phone_number").unwrap();
    let code = ada.stage.code_of("ada");
    ada.verify("phone_number", &code).unwrap();
    assert_eq!(factors(&mut ada)["ConfiguredUserAuthFactors"], json!(["PASSWORD", "SMS_OTP"]));
}
