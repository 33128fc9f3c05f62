//! Second factors, choices, riddles, devices and refreshes, each with the practice user who shows it.

use insta::assert_snapshot;
use poolwalk::cognito::{FirstFactor, Way};
use poolwalk::flow::{Draft, Flow as _, Login};

use crate::walker::{PUBLIC, SRP_ONLY, World, timeline, world};

fn tell(login: &Login) -> String {
    format!("{:?}\n{}", login.ending().unwrap(), timeline(login))
}

/// As far as the tokens: what comes after is told elsewhere.
fn draft(world: &World, way: Way, username: &str) -> Draft {
    Draft { identity_pool: String::new(), ..world.draft(PUBLIC, way, username) }
}

#[test]
fn a_second_factor_is_asked_for_after_the_password() {
    let world = world();
    let told = ["matti", "ray"].map(|name| tell(&world.walk(&draft(&world, Way::UserSrp, name))));
    assert_snapshot!(told.join("\n"), @"
    Finished
      done     InitiateAuth · USER_SRP_AUTH · matti → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 SMS_MFA
      asked    SMS_MFA: Code from the text message (SMS_MFA_CODE)
      done     RespondToAuthChallenge · SMS_MFA → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_SRP_AUTH · ray → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 EMAIL_OTP
      asked    EMAIL_OTP: Code from the e-mail (EMAIL_OTP_CODE)
      done     RespondToAuthChallenge · EMAIL_OTP → 200 ID, access and refresh token
    ");
}

#[test]
fn the_user_chooses_among_second_factors() {
    let world = world();
    let told = ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"].map(|factor| {
        let draft = draft(&world, Way::UserPassword, "katherine");
        tell(&world.walk_choosing(&draft, &[("ANSWER", factor)]))
    });
    assert_snapshot!(told.join("\n"), @"
    Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · katherine → 200 SELECT_MFA_TYPE
      asked    SELECT_MFA_TYPE: Second factor (ANSWER)
      done     RespondToAuthChallenge · SELECT_MFA_TYPE → 200 SMS_MFA
      asked    SMS_MFA: Code from the text message (SMS_MFA_CODE)
      done     RespondToAuthChallenge · SMS_MFA → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · katherine → 200 SELECT_MFA_TYPE
      asked    SELECT_MFA_TYPE: Second factor (ANSWER)
      done     RespondToAuthChallenge · SELECT_MFA_TYPE → 200 EMAIL_OTP
      asked    EMAIL_OTP: Code from the e-mail (EMAIL_OTP_CODE)
      done     RespondToAuthChallenge · EMAIL_OTP → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · katherine → 200 SELECT_MFA_TYPE
      asked    SELECT_MFA_TYPE: Second factor (ANSWER)
      done     RespondToAuthChallenge · SELECT_MFA_TYPE → 200 SOFTWARE_TOKEN_MFA
      asked    SOFTWARE_TOKEN_MFA: Code from the authenticator app (SOFTWARE_TOKEN_MFA_CODE)
      done     RespondToAuthChallenge · SOFTWARE_TOKEN_MFA → 200 ID, access and refresh token
    ");
}

#[test]
fn a_second_factor_is_set_up_on_the_way() {
    let world = world();
    let draft = draft(&world, Way::UserSrp, "shafi");
    let by_app = world.walk_choosing(&draft, &[("MFA_SETUP", "SOFTWARE_TOKEN_MFA")]);
    assert_snapshot!(tell(&by_app), @"
    Finished
      done     InitiateAuth · USER_SRP_AUTH · shafi → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 MFA_SETUP
      done     AssociateSoftwareToken · wants a secret for an authenticator app → 200 secret for the app
      asked    VerifySoftwareToken: Code from the authenticator app (UserCode)
      done     VerifySoftwareToken · code of the authenticator app → 200 app is set up
      asked    MFA_SETUP: Second factor (MFA_SETUP), E-mail address for the codes (EMAIL)
      done     RespondToAuthChallenge · MFA_SETUP → 200 ID, access and refresh token
    ");
    assert!(by_app.haul().totp_secret.is_some());
}

#[test]
fn a_kept_secret_fills_the_code_in() {
    let world = world();
    let totp_secret = world.totp_secret("hedy");
    let kept = Draft { totp_secret, ..draft(&world, Way::UserSrp, "hedy") };
    assert_snapshot!(tell(&world.walk(&kept)), @"
    Finished
      done     InitiateAuth · USER_SRP_AUTH · hedy → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 SOFTWARE_TOKEN_MFA
      done     RespondToAuthChallenge · code made from the kept secret → 200 ID, access and refresh token
    ");
}

#[test]
fn codes_by_e_mail_are_set_up_on_the_way() {
    let world = world();
    let draft = draft(&world, Way::UserSrp, "shafi");
    let choices = [("MFA_SETUP", "EMAIL_OTP"), ("EMAIL", "shafi.new@example.com")];
    assert_snapshot!(tell(&world.walk_choosing(&draft, &choices)), @"
    Finished
      done     InitiateAuth · USER_SRP_AUTH · shafi → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 MFA_SETUP
      asked    MFA_SETUP: Second factor (MFA_SETUP), E-mail address for the codes (EMAIL)
      done     RespondToAuthChallenge · MFA_SETUP → 200 EMAIL_OTP
      asked    EMAIL_OTP: Code from the e-mail (EMAIL_OTP_CODE)
      done     RespondToAuthChallenge · EMAIL_OTP → 200 ID, access and refresh token
    ");
}

#[test]
fn the_first_factor_is_a_choice() {
    let world = world();
    let told =
        FirstFactor::ALL.map(FirstFactor::wire).into_iter().filter(|factor| *factor != "WEB_AUTHN").map(
            |factor| {
                tell(&world.walk_choosing(&draft(&world, Way::UserAuth, "fernando"), &[("ANSWER", factor)]))
            },
        );
    assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @"
    Finished
      done     InitiateAuth · USER_AUTH · fernando → 200 SELECT_CHALLENGE
      asked    SELECT_CHALLENGE: Way to sign in (ANSWER)
      done     RespondToAuthChallenge · SELECT_CHALLENGE → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_AUTH · fernando → 200 SELECT_CHALLENGE
      asked    SELECT_CHALLENGE: Way to sign in (ANSWER)
      done     RespondToAuthChallenge · SELECT_CHALLENGE → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_AUTH · fernando → 200 SELECT_CHALLENGE
      asked    SELECT_CHALLENGE: Way to sign in (ANSWER)
      done     RespondToAuthChallenge · SELECT_CHALLENGE → 200 EMAIL_OTP
      asked    EMAIL_OTP: Code from the e-mail (EMAIL_OTP_CODE)
      done     RespondToAuthChallenge · EMAIL_OTP → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_AUTH · fernando → 200 SELECT_CHALLENGE
      asked    SELECT_CHALLENGE: Way to sign in (ANSWER)
      done     RespondToAuthChallenge · SELECT_CHALLENGE → 200 SMS_OTP
      asked    SMS_OTP: Code from the text message (SMS_OTP_CODE)
      done     RespondToAuthChallenge · SMS_OTP → 200 ID, access and refresh token
    ");
}

#[test]
fn the_first_factor_can_be_asked_for_at_once() {
    let world = world();
    let factors =
        [FirstFactor::PasswordSrp, FirstFactor::Password, FirstFactor::EmailOtp, FirstFactor::SmsOtp];
    let told = factors.map(|factor| {
        let draft = Draft { preferred: Some(factor), ..draft(&world, Way::UserAuth, "fernando") };
        tell(&world.walk(&draft))
    });
    assert_snapshot!(told.join("\n"), @"
    Finished
      done     InitiateAuth · USER_AUTH · fernando → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_AUTH · fernando → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_AUTH · fernando → 200 EMAIL_OTP
      asked    EMAIL_OTP: Code from the e-mail (EMAIL_OTP_CODE)
      done     RespondToAuthChallenge · EMAIL_OTP → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_AUTH · fernando → 200 SMS_OTP
      asked    SMS_OTP: Code from the text message (SMS_OTP_CODE)
      done     RespondToAuthChallenge · SMS_OTP → 200 ID, access and refresh token
    ");
}

#[test]
fn a_passkey_is_shown_and_another_answer_is_refused() {
    let world = world();
    let draft = Draft { preferred: Some(FirstFactor::WebAuthn), ..draft(&world, Way::UserAuth, "fernando") };
    assert_snapshot!(tell(&world.walk_choosing(&draft, &[("CREDENTIAL", "{}")])), @"
    Refused
      done     InitiateAuth · USER_AUTH · fernando → 200 WEB_AUTHN
      asked    WEB_AUTHN: Passkey’s answer (JSON) (CREDENTIAL)
      refused  RespondToAuthChallenge · WEB_AUTHN → 400 NotAuthorizedException: Incorrect username or password.
    ");
}

#[test]
fn riddles_of_the_pool_are_answered_with_and_without_srp() {
    let world = world();
    let told = [Way::Custom, Way::CustomSrp].map(|way| {
        let answers = [("ANSWER", "keyboard"), ("ANSWER", "8")];
        tell(&world.walk_choosing(&draft(&world, way, "edsger"), &answers))
    });
    assert_snapshot!(told.join("\n"), @"
    Finished
      done     InitiateAuth · CUSTOM_AUTH · edsger → 200 CUSTOM_CHALLENGE
      asked    CUSTOM_CHALLENGE: Answer (ANSWER)
      done     RespondToAuthChallenge · CUSTOM_CHALLENGE → 200 CUSTOM_CHALLENGE
      asked    CUSTOM_CHALLENGE: Answer (ANSWER)
      done     RespondToAuthChallenge · CUSTOM_CHALLENGE → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · CUSTOM_AUTH · edsger → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 CUSTOM_CHALLENGE
      asked    CUSTOM_CHALLENGE: Answer (ANSWER)
      done     RespondToAuthChallenge · CUSTOM_CHALLENGE → 200 CUSTOM_CHALLENGE
      asked    CUSTOM_CHALLENGE: Answer (ANSWER)
      done     RespondToAuthChallenge · CUSTOM_CHALLENGE → 200 ID, access and refresh token
    ");
    let wrong = world.walk_choosing(&draft(&world, Way::Custom, "edsger"), &[("ANSWER", "a piano")]);
    assert_snapshot!(tell(&wrong), @"
    Refused
      done     InitiateAuth · CUSTOM_AUTH · edsger → 200 CUSTOM_CHALLENGE
      asked    CUSTOM_CHALLENGE: Answer (ANSWER)
      refused  RespondToAuthChallenge · CUSTOM_CHALLENGE → 400 NotAuthorizedException: Incorrect username or password.
    ");
}

#[test]
fn a_remembered_device_stands_in_for_the_code() {
    let world = world();
    let draft = Draft { remembers_device: true, ..draft(&world, Way::UserSrp, "margaret") };
    let first = world.walk(&draft);
    assert_snapshot!(tell(&first), @"
    Finished
      done     InitiateAuth · USER_SRP_AUTH · margaret → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 SOFTWARE_TOKEN_MFA
      asked    SOFTWARE_TOKEN_MFA: Code from the authenticator app (SOFTWARE_TOKEN_MFA_CODE)
      done     RespondToAuthChallenge · SOFTWARE_TOKEN_MFA → 200 ID, access and refresh token
      done     ConfirmDevice · verifier of this device → 200 confirmed, not yet remembered
      done     UpdateDeviceStatus · remember this device → 200 done
    ");
    let device = first.haul().device.clone();
    assert!(device.is_some());
    let second = world.walk(&Draft { device: device.clone(), ..draft.clone() });
    assert_snapshot!(tell(&second), @"
    Finished
      done     InitiateAuth · USER_SRP_AUTH · margaret → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 DEVICE_SRP_AUTH
      done     RespondToAuthChallenge · proof of this device, never its password → 200 DEVICE_PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of this device, never its password → 200 ID, access and refresh token
    ");

    // A refresh of what the device got needs the device.
    let refresh_token = second.haul().tokens.as_ref().unwrap().refresh.clone().unwrap();
    let refresh = Draft { way: Way::RotateToken, refresh_token, device, ..draft.clone() };
    let without = world.walk(&Draft { device: None, ..refresh.clone() });
    assert_snapshot!([tell(&world.walk(&refresh)), tell(&without)].join("\n"), @"
    Finished
      done     GetTokensFromRefreshToken · refresh token → 200 ID and access token

    Refused
      refused  GetTokensFromRefreshToken · refresh token → 400 NotAuthorizedException: Invalid Refresh Token
    ");
}

#[test]
fn a_device_that_is_gone_is_given_up() {
    let world = world();
    let device = poolwalk::cognito::Device {
        key: "eu-west-1_11111111-2222-3333-4444-555555555555".into(),
        group_key: "-group".into(),
        password: "nothing".into(),
    };
    let login = world.walk(&Draft { device: Some(device), ..draft(&world, Way::UserSrp, "margaret") });
    assert_snapshot!(tell(&login), @"
    Finished
      done     InitiateAuth · USER_SRP_AUTH · margaret → 200 PASSWORD_VERIFIER
      refused  RespondToAuthChallenge · proof of password, never the password → 400 ResourceNotFoundException: Device does not exist.
      done     InitiateAuth · USER_SRP_AUTH · margaret → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 SOFTWARE_TOKEN_MFA
      asked    SOFTWARE_TOKEN_MFA: Code from the authenticator app (SOFTWARE_TOKEN_MFA_CODE)
      done     RespondToAuthChallenge · SOFTWARE_TOKEN_MFA → 200 ID, access and refresh token
    ");
    assert!(login.haul().device_is_gone);
}

#[test]
fn the_automatic_way_takes_what_the_client_allows() {
    let world = world();
    let told = [PUBLIC, SRP_ONLY, PASSWORD_ONLY].map(|client| {
        let draft = Draft { identity_pool: String::new(), ..world.draft(client, Way::Automatic, "ada") };
        tell(&world.walk(&draft))
    });
    assert_snapshot!(told.join("\n"), @"
    Finished
      done     InitiateAuth · USER_SRP_AUTH · ada → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 ID, access and refresh token

    Finished
      done     InitiateAuth · USER_SRP_AUTH · ada → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 ID, access and refresh token

    Finished
      refused  InitiateAuth · USER_SRP_AUTH · ada → 400 InvalidParameterException: USER_SRP_AUTH is not enabled for the client.
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
    ");
}

/// The app client that takes passwords in the open alone.
const PASSWORD_ONLY: usize = 3;

#[test]
fn refresh_tokens_are_traded_in_both_ways_and_rotate_where_the_client_says_so() {
    let world = world();
    let told = [PUBLIC, ROTATING].map(|client| {
        let draft = Draft { identity_pool: String::new(), ..world.draft(client, Way::UserSrp, "ada") };
        let first = world.walk(&draft);
        let refresh_token = first.haul().tokens.as_ref().unwrap().refresh.clone().unwrap();
        let draft = Draft { refresh_token: refresh_token.clone(), ..draft };
        let by_operation = world.walk(&Draft { way: Way::RotateToken, ..draft.clone() });
        let after = by_operation.haul().tokens.as_ref().unwrap().refresh.clone().unwrap();
        assert_eq!(after != refresh_token, client == ROTATING);
        let by_flow = world.walk(&Draft { way: Way::RefreshToken, ..draft });
        [tell(&by_operation), tell(&by_flow)].join("")
    });
    assert_snapshot!(told.join("\n"), @"
    Finished
      done     GetTokensFromRefreshToken · refresh token → 200 ID and access token
    Finished
      done     InitiateAuth · refresh token → 200 ID and access token

    Finished
      done     GetTokensFromRefreshToken · refresh token → 200 ID, access and refresh token
    Refused
      refused  InitiateAuth · refresh token → 400 InvalidParameterException: Refresh Token flow not enabled for this client
    ");
}

/// The app client that rotates refresh tokens.
const ROTATING: usize = 4;
