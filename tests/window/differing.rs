//! The Call place where a service made another signature of a request, and tells what it signed: what differs is shown, line
//! by line.

use std::io::Write as _;

use eframe::egui::accesskit::Role;
use sha2::{Digest as _, Sha256};

use crate::calling::{signed_in, until_answered};
use crate::server::{Server, answer};

#[test]
fn where_the_service_signed_other_lines_they_are_shown() {
    let body = "{\"message\":\"The request signature we calculated does not match the signature you provided.\\n\\nThe \
                Canonical String for this request should have been\\n'GET\\n/elsewhere\\n'\\n\"}";
    let head = "x-amzn-errortype: InvalidSignatureException\r\n";
    let server = Server::answering(403, head, body);
    let mut room = signed_in("ada");
    room.fill(Role::TextInput, "Address", &format!("{}/pets", server.url()));
    room.press("Send");
    until_answered(&mut room);
    let said = room.spoken();
    assert!(said.contains("The service made another signature of this request"), "{said}");
    assert!(said.contains("Line 2 of the canonical request"), "{said}");
    assert!(said.contains("here  /pets") && said.contains("there /elsewhere"), "{said}");
    assert!(!said.contains("Line 1 of"), "{said}");
}

fn hash_of(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// A service that signed the same canonical request, and this of the string to sign: its time and its scope are given.
fn of_one_mind(to_sign: Option<fn(&str, &str) -> String>) -> Server {
    Server::new(move |stream, request| {
        let header = |name: &str| request.header(name).unwrap_or_default();
        let names =
            header("authorization").split_once("SignedHeaders=").unwrap().1.split(',').next().unwrap();
        let lines: Vec<_> = names.split(';').map(|name| format!("{name}:{}\n", header(name))).collect();
        let canonical = format!("GET\n/pets\n\n{}\n{names}\n{}", lines.concat(), hash_of(""));
        let hash = hash_of(&canonical);
        let credential = header("authorization").split_once("Credential=").unwrap().1;
        let scope = credential.split(',').next().unwrap().split_once('/').unwrap().1;
        let string = to_sign.map(|to_sign| {
            let text = format!("AWS4-HMAC-SHA256\n{}\n{hash}", to_sign(header("x-amz-date"), scope));
            format!("\nThe String-to-Sign should have been\n'{text}'\n")
        });
        let said = format!(
            "Not so.\n\nThe Canonical String for this request should have been\n'{canonical}'\n{}",
            string.unwrap_or_default()
        );
        let body = serde_json::json!({ "message": said }).to_string();
        let head = "x-amzn-errortype: InvalidSignatureException\r\n";
        stream.write_all(answer(403, head, &body).as_bytes()).is_ok()
    })
}

#[test]
fn the_secret_key_is_blamed_as_far_as_the_answer_bears_it_out() {
    let the_same: fn(&str, &str) -> String = |date, scope| format!("{date}\n{scope}");
    let elsewhere: fn(&str, &str) -> String =
        |date, scope| format!("{date}\n{}", scope.replace("eu-", "us-"));
    for (to_sign, words) in [
        (None, "The service signed the same canonical request: probably the secret key differs"),
        (Some(the_same), "the same string to sign: it is the secret key that differs"),
        (Some(elsewhere), "Line 3 of the string to sign"),
    ] {
        let server = of_one_mind(to_sign);
        let mut room = signed_in("ada");
        room.fill(Role::TextInput, "Address", &format!("{}/pets", server.url()));
        room.press("Send");
        until_answered(&mut room);
        let said = room.spoken();
        assert!(said.contains(words) && !said.contains("of the canonical request"), "{said}");
        assert_eq!(
            said.contains("secret key differs") || said.contains("key that differs"),
            words.contains("key")
        );
        assert_eq!(said.contains("Line"), words.contains("Line"), "{said}");
    }
}
