//! What goes over the wire for the operations on accounts, and what the answers are read as.

use std::fmt::Write as _;

use poolwalk::flow::{AccountCall, AccountReply, Call, Delivery, KnownDevice, Reply, UserDetails};

use crate::calls::{accounts, perform, target};
use crate::server::Server;

/// The reply to the call of this operation, when it is answered so.
fn reply(operation: &str, body: &str) -> Reply {
    let server = Server::answering(200, "", body);
    perform(target(&server.url()), of(operation)).result.unwrap()
}

fn of(operation: &str) -> Call {
    let named = |call: &AccountCall| call.operation().name() == operation;
    Call::Account(accounts().into_iter().find(named).unwrap())
}

#[test]
fn each_is_sent_as_cognito_documents_it() {
    let mut sent = String::new();
    for call in accounts() {
        let name = call.operation().name();
        let server = Server::answering(400, "", r#"{"__type":"X","message":""}"#);
        perform(target(&server.url()), Call::Account(call));
        let request = server.only();
        let expected = format!("AWSCognitoIdentityProviderService.{name}");
        assert_eq!(request.header("x-amz-target"), Some(expected.as_str()));
        assert_eq!(request.header("authorization"), None, "{name}");
        writeln!(sent, "{name} {}", request.json()).unwrap();
    }
    insta::assert_snapshot!(sent, @r#"
    SignUp {"ClientId":"1h57kf5cpq17m0eml12EXAMPLE","SecretHash":"marked-hash","Username":"alice","Password":"marked-password","UserAttributes":[{"Name":"email","Value":"alice@x.test"}]}
    ConfirmSignUp {"ClientId":"1h57kf5cpq17m0eml12EXAMPLE","SecretHash":"marked-hash","Username":"alice","ConfirmationCode":"marked-code"}
    ResendConfirmationCode {"ClientId":"1h57kf5cpq17m0eml12EXAMPLE","SecretHash":"marked-hash","Username":"alice"}
    ForgotPassword {"ClientId":"1h57kf5cpq17m0eml12EXAMPLE","SecretHash":"marked-hash","Username":"alice"}
    ConfirmForgotPassword {"ClientId":"1h57kf5cpq17m0eml12EXAMPLE","SecretHash":"marked-hash","Username":"alice","ConfirmationCode":"marked-code","Password":"marked-password"}
    ChangePassword {"PreviousPassword":"marked-before","ProposedPassword":"marked-after","AccessToken":"marked-access"}
    GetUser {"AccessToken":"marked-access"}
    UpdateUserAttributes {"UserAttributes":[{"Name":"given_name","Value":"Alice"}],"AccessToken":"marked-access"}
    GetUserAttributeVerificationCode {"AccessToken":"marked-access","AttributeName":"email"}
    VerifyUserAttribute {"AccessToken":"marked-access","AttributeName":"email","Code":"marked-code"}
    SetUserMFAPreference {"SoftwareTokenMfaSettings":{"Enabled":true,"PreferredMfa":true},"AccessToken":"marked-access"}
    ListDevices {"AccessToken":"marked-access","PaginationToken":"2"}
    ForgetDevice {"AccessToken":"marked-access","DeviceKey":"eu-west-1_1f2e"}
    GlobalSignOut {"AccessToken":"marked-access"}
    RevokeToken {"Token":"marked-refresh","ClientId":"1h57kf5cpq17m0eml12EXAMPLE","ClientSecret":"marked-client-secret"}
    "#);
}

#[test]
fn what_has_nothing_to_tell_is_done() {
    for name in [
        "ConfirmSignUp",
        "ConfirmForgotPassword",
        "ChangePassword",
        "VerifyUserAttribute",
        "SetUserMFAPreference",
        "ForgetDevice",
        "GlobalSignOut",
        "RevokeToken",
    ] {
        assert_eq!(reply(name, "{}"), Reply::Done, "{name}");
    }
}

#[test]
fn where_a_code_went_is_read_if_it_is_told() {
    let delivery = Delivery {
        destination: "a***@x***".to_owned(),
        medium: "EMAIL".to_owned(),
        attribute: "email".to_owned(),
    };
    let details = r#"{"AttributeName":"email","DeliveryMedium":"EMAIL","Destination":"a***@x***"}"#;
    let told = format!(r#"{{"CodeDeliveryDetails":{details}}}"#);
    for name in ["ResendConfirmationCode", "ForgotPassword", "GetUserAttributeVerificationCode"] {
        let sent = |delivery| Reply::Account(AccountReply::CodeSent { delivery });
        assert_eq!(reply(name, &told), sent(Some(delivery.clone())), "{name}");
        assert_eq!(reply(name, "{}"), sent(None), "{name}");
    }
    let list = format!(r#"{{"CodeDeliveryDetailsList":[{details}]}}"#);
    let updated = |deliveries| Reply::Account(AccountReply::Updated { deliveries });
    assert_eq!(reply("UpdateUserAttributes", &list), updated(vec![delivery.clone()]));
    assert_eq!(reply("UpdateUserAttributes", "{}"), updated(vec![]));
    let body = format!(r#"{{"CodeDeliveryDetails":{details},"UserConfirmed":false,"UserSub":"s"}}"#);
    let signed_up = |is_confirmed, delivery| {
        Reply::Account(AccountReply::SignedUp { is_confirmed, user_sub: "s".to_owned(), delivery })
    };
    assert_eq!(reply("SignUp", &body), signed_up(false, Some(delivery)));
    assert_eq!(reply("SignUp", r#"{"UserConfirmed":true,"UserSub":"s"}"#), signed_up(true, None));
}

#[test]
fn a_user_is_read_in_the_order_it_came() {
    let body = r#"{"Username":"alice","UserAttributes":[{"Name":"sub","Value":"1"},{"Name":"email"}],
        "UserMFASettingList":["SOFTWARE_TOKEN_MFA"],"PreferredMfaSetting":"SOFTWARE_TOKEN_MFA"}"#;
    let user = UserDetails {
        username: "alice".to_owned(),
        attributes: vec![("sub".to_owned(), "1".to_owned()), ("email".to_owned(), String::new())],
        factors: vec!["SOFTWARE_TOKEN_MFA".to_owned()],
        preferred: Some("SOFTWARE_TOKEN_MFA".to_owned()),
    };
    assert_eq!(reply("GetUser", body), Reply::Account(AccountReply::User(user)));
}

#[test]
fn devices_are_read_with_what_people_know_them_by() {
    let body = r#"{"Devices":[{"DeviceKey":"k","DeviceLastAuthenticatedDate":1.769856127E9,"DeviceAttributes":[
        {"Name":"device_status","Value":"valid"},{"Name":"device_name","Value":"Laptop"},
        {"Name":"dev:device_remembered_status","Value":"remembered"},{"Name":"last_ip_used","Value":"192.0.2.7"}]},
        {"DeviceKey":"bare"},{"DeviceAttributes":[]}],"PaginationToken":"3"}"#;
    let Reply::Account(AccountReply::Devices { devices, next }) = reply("ListDevices", body) else {
        panic!()
    };
    let text = |text: &str| Some(text.to_owned());
    let laptop = KnownDevice {
        key: "k".to_owned(),
        name: text("Laptop"),
        status: text("remembered"),
        address: text("192.0.2.7"),
        last_used: "2026-01-31T10:42:07Z".parse().ok(),
    };
    let bare =
        KnownDevice { key: "bare".to_owned(), name: None, status: None, address: None, last_used: None };
    assert_eq!((devices, next.as_deref()), (vec![laptop, bare], Some("3")));
    let none = AccountReply::Devices { devices: vec![], next: None };
    assert_eq!(reply("ListDevices", "{}"), Reply::Account(none));
}
