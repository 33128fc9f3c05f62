//! Errands about an account: each as a timeline against the practice pool.

use jiff::Timestamp;
use poolwalk::cognito::{Challenge, Params, Way, totp};
use poolwalk::flow::{Draft, Ending, Errand, ErrandKind, ErrandPlan, Flow, TokenSet};
use poolwalk::secret::Secret;

use crate::walker::{PUBLIC, WITH_SECRET, World, timeline, world};

pub(crate) fn plan(draft: &Draft, kind: ErrandKind, tokens: Option<TokenSet>) -> ErrandPlan {
    let tokens = tokens.unwrap_or_default();
    let mut config = draft.check_errand(kind).unwrap();
    config.refresh_token = tokens.refresh;
    ErrandPlan { kind, about: None, config, access_token: tokens.access }
}

pub(crate) fn yes() -> Params {
    Params::new()
}

/// Signs in, and gives what an errand of that user begins with.
fn signed_in(world: &World, username: &str, kind: ErrandKind) -> ErrandPlan {
    let mut draft = world.draft(PUBLIC, Way::UserPassword, username);
    draft.identity_pool.clear();
    let login = world.walk(&draft);
    assert_eq!(login.ending(), Some(Ending::Finished));
    plan(&draft, kind, login.haul().tokens.clone())
}

fn can_sign_in(world: &World, mut draft: Draft) {
    draft.identity_pool.clear();
    assert_eq!(world.walk(&draft).ending(), Some(Ending::Finished));
}

fn run(world: &World, plan: ErrandPlan, mut answer: impl FnMut(&Challenge) -> Params) -> Errand {
    let mut errand = Errand::start(plan, Timestamp::now());
    world.drive(&mut errand, &mut answer);
    errand
}

#[test]
fn somebody_signs_up_and_can_sign_in() {
    let world = world();
    let mut draft = world.draft(WITH_SECRET, Way::UserPassword, "ada");
    draft.username = "eve".into();
    draft.password = "Chosen-by-Eve-1".into();
    let errand = run(&world, plan(&draft, ErrandKind::SignUp, None), |asked| match asked.name.as_str() {
        "SignUp" => Params::new()
            .plain("Username", asked.parameters.expose("Username").unwrap())
            .secret("Password", "Chosen-by-Eve-1".into())
            .plain("userAttributes.email", "eve@example.com")
            .plain("given_name", "Eve"),
        _ => Params::new().secret("ConfirmationCode", world.code_sent_to("eve")),
    });
    insta::assert_snapshot!(timeline(&errand), @r"
    asked    SignUp: Username (Username), Password (Password), Email (userAttributes.email), Phone number (userAttributes.phone_number), Given name (userAttributes.given_name), Family name (userAttributes.family_name)
    done     SignUp · new user eve → 200 code sent to e***@e***
    asked    ConfirmSignUp: Code from the message (ConfirmationCode)
    done     ConfirmSignUp · code from the message → 200 done
    ");
    assert_eq!(errand.ending(), Some(Ending::Finished));
    can_sign_in(&world, draft);
}

#[test]
fn joan_is_sent_another_code_and_a_wrong_one_is_asked_for_again() {
    let world = world();
    let draft = world.draft(PUBLIC, Way::UserPassword, "joan");
    let mut typed = 0;
    let errand = run(&world, plan(&draft, ErrandKind::ResendCode, None), |asked| {
        if asked.name != "ConfirmSignUp" {
            return yes();
        }
        typed += 1;
        let code = if typed == 1 { Secret::from("000000") } else { world.code_sent_to("joan") };
        Params::new().secret("ConfirmationCode", code)
    });
    insta::assert_snapshot!(timeline(&errand), @r"
    asked    ResendConfirmationCode
    done     ResendConfirmationCode · wants a code for joan → 200 code sent to j***@e***
    asked    ConfirmSignUp: Code from the message (ConfirmationCode)
    refused  ConfirmSignUp · code from the message → 400 CodeMismatchException: Invalid verification code provided, please try again.
    asked    ConfirmSignUp: Code from the message (ConfirmationCode)
    done     ConfirmSignUp · code from the message → 200 done
    ");
    can_sign_in(&world, draft);
}

#[test]
fn barbara_chooses_another_password() {
    let world = world();
    let mut draft = world.draft(PUBLIC, Way::UserPassword, "barbara");
    let errand = run(&world, plan(&draft, ErrandKind::ForgotPassword, None), |asked| {
        if asked.fields().is_empty() {
            return yes();
        }
        let code = world.code_sent_to("barbara");
        Params::new().secret("ConfirmationCode", code).secret("Password", "Chosen-by-Barbara-2".into())
    });
    insta::assert_snapshot!(timeline(&errand), @r"
    asked    ForgotPassword
    done     ForgotPassword · wants a code for barbara → 200 code sent to b***@e***
    asked    ConfirmForgotPassword: Code from the message (ConfirmationCode), New password (Password)
    done     ConfirmForgotPassword · code and new password → 200 done
    ");
    draft.password = "Chosen-by-Barbara-2".into();
    can_sign_in(&world, draft);
}

#[test]
fn ada_looks_at_herself_and_changes_her_address() {
    let world = world();
    let errand = run(&world, signed_in(&world, "ada", ErrandKind::ViewUser), |_| panic!("it only looks"));
    insta::assert_snapshot!(timeline(&errand), @"  done     GetUser · access token → 200 4 attributes");
    let plan =
        ErrandPlan { about: Some("email".into()), ..signed_in(&world, "ada", ErrandKind::EditAttribute) };
    let errand = run(&world, plan, |asked| match asked.name.as_str() {
        "UpdateUserAttributes" => Params::new().plain("Name", "email").plain("Value", "countess@example.com"),
        _ => Params::new().secret("Code", world.code_sent_to("ada")),
    });
    insta::assert_snapshot!(timeline(&errand), @r"
    asked    UpdateUserAttributes: Attribute (Name), Value (Value)
    done     UpdateUserAttributes · email → 200 code sent to c***@e***
    asked    VerifyUserAttribute: Code from the message (Code)
    done     VerifyUserAttribute · code for email → 200 done
    done     GetUser · access token → 200 4 attributes
    ");
    let user = errand.haul().user.as_ref().unwrap();
    let value =
        |name: &str| user.attributes.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
    assert_eq!((value("email"), value("email_verified")), (Some("countess@example.com"), Some("true")));
}

#[test]
fn an_attribute_without_a_code_is_done_at_once_and_an_address_can_be_verified_again() {
    let world = world();
    let errand = run(&world, signed_in(&world, "ada", ErrandKind::EditAttribute), |_| {
        Params::new().plain("Name", "family_name").plain("Value", "King")
    });
    insta::assert_snapshot!(timeline(&errand), @r"
    asked    UpdateUserAttributes: Attribute (Name), Value (Value)
    done     UpdateUserAttributes · family_name → 200 done
    done     GetUser · access token → 200 5 attributes
    ");
    let errand = run(&world, signed_in(&world, "ada", ErrandKind::VerifyAttribute), |asked| {
        match asked.name.as_str() {
            "GetUserAttributeVerificationCode" => Params::new().plain("AttributeName", "email"),
            _ => Params::new().secret("Code", world.code_sent_to("ada")),
        }
    });
    insta::assert_snapshot!(timeline(&errand), @r"
    asked    GetUserAttributeVerificationCode: Attribute (AttributeName)
    done     GetUserAttributeVerificationCode · wants a code for email → 200 code sent to a***@e***
    asked    VerifyUserAttribute: Code from the message (Code)
    done     VerifyUserAttribute · code for email → 200 done
    done     GetUser · access token → 200 5 attributes
    ");
}

#[test]
fn a_password_that_was_typed_wrong_is_asked_for() {
    let world = world();
    let mut plan = signed_in(&world, "ada", ErrandKind::ChangePassword);
    plan.config.password = "Not-hers-1".into();
    let mut fields = Vec::new();
    let errand = run(&world, plan, |asked| {
        fields.push(asked.fields().len());
        Params::new()
            .secret("ProposedPassword", "Chosen-by-Ada-2".into())
            .secret("PreviousPassword", if fields.len() == 1 { "".into() } else { "Practice-Ada-1".into() })
    });
    assert_eq!(fields, [1, 2], "the one that was known is asked for once it was refused");
    insta::assert_snapshot!(timeline(&errand), @r"
    asked    ChangePassword: New password (ProposedPassword)
    refused  ChangePassword · old and new password → 400 NotAuthorizedException: Incorrect username or password.
    asked    ChangePassword: New password (ProposedPassword), Password so far (PreviousPassword)
    done     ChangePassword · old and new password → 200 done
    ");
    let mut draft = world.draft(PUBLIC, Way::UserPassword, "ada");
    draft.password = "Chosen-by-Ada-2".into();
    can_sign_in(&world, draft);
}

#[test]
fn an_authenticator_app_is_set_up_and_switched_off() {
    let world = world();
    let errand = run(&world, signed_in(&world, "ada", ErrandKind::SetUpTotp), |asked| {
        let Some(secret) = asked.parameters.expose("SecretCode") else { return yes() };
        let code = totp::code(&secret.into(), Timestamp::now()).unwrap();
        Params::new().secret("UserCode", code)
    });
    insta::assert_snapshot!(timeline(&errand), @r"
    asked    AssociateSoftwareToken
    done     AssociateSoftwareToken · wants a secret for an authenticator app → 200 secret for the app
    asked    VerifySoftwareToken: Code from the authenticator app (UserCode)
    done     VerifySoftwareToken · code of the authenticator app → 200 app is set up
    done     SetUserMFAPreference · authenticator app on → 200 done
    done     GetUser · access token → 200 4 attributes
    ");
    assert!(errand.haul().totp_secret.is_some());
    assert_eq!(errand.haul().user.as_ref().unwrap().preferred.as_deref(), Some("SOFTWARE_TOKEN_MFA"));
    let plan = ErrandPlan { kind: ErrandKind::RemoveTotp, ..errand.errand().unwrap().clone() };
    let errand = run(&world, plan, |_| yes());
    insta::assert_snapshot!(timeline(&errand), @r"
    asked    SetUserMFAPreference
    done     SetUserMFAPreference · authenticator app off → 200 done
    done     GetUser · access token → 200 4 attributes
    ");
    assert_eq!(errand.haul().user.as_ref().unwrap().factors, Vec::<String>::new());
}

#[test]
fn devices_are_listed_marked_and_forgotten() {
    let world = world();
    let mut draft = world.draft(PUBLIC, Way::UserPassword, "margaret");
    (draft.identity_pool, draft.remembers_device) = (String::new(), true);
    let login = world.walk(&draft);
    let tokens = login.haul().tokens.clone();
    let errand = run(&world, plan(&draft, ErrandKind::Devices, tokens.clone()), |_| panic!("it only looks"));
    assert_eq!(errand.ending(), Some(Ending::Finished), "{}{}", timeline(&login), timeline(&errand));
    let listed = errand.haul().devices.clone().unwrap();
    let key = login.haul().device.as_ref().unwrap().key.clone();
    let device = listed.iter().find(|device| device.key == key).unwrap();
    assert_eq!((device.name.as_deref(), device.status.as_deref()), (Some("Poolwalk"), Some("remembered")));
    for (kind, status) in [
        (ErrandKind::DisregardDevice, Some("not_remembered")),
        (ErrandKind::RememberDevice, Some("remembered")),
        (ErrandKind::ForgetDevice, None),
    ] {
        let plan = ErrandPlan { about: Some(key.clone()), ..plan(&draft, kind, tokens.clone()) };
        let errand = run(&world, plan, |asked| {
            asked
                .fields()
                .iter()
                .fold(Params::new(), |answers, field| answers.plain(&field.key, asked.known(field).unwrap()))
        });
        assert_eq!(errand.ending(), Some(Ending::Finished), "{}", timeline(&errand));
        let listed = errand.haul().devices.as_ref().unwrap();
        let found = listed.iter().find(|device| device.key == key);
        assert_eq!(found.and_then(|device| device.status.as_deref()), status, "{kind:?}");
        assert_eq!(found.is_some(), status.is_some());
    }
}

#[test]
fn sessions_end_for_one_token_or_for_all() {
    let world = world();
    for kind in [ErrandKind::RevokeToken, ErrandKind::GlobalSignOut] {
        let plan = signed_in(&world, "ada", kind);
        let errand = run(&world, plan.clone(), |_| yes());
        assert_eq!(errand.ending(), Some(Ending::Finished), "{}", timeline(&errand));
        let plan = ErrandPlan { kind: ErrandKind::ViewUser, ..plan };
        let errand = run(&world, plan, |_| panic!("it only looks"));
        assert_eq!(errand.ending(), Some(Ending::Refused), "{}", timeline(&errand));
    }
}
