//! Calls over TLS: whom the engine trusts, and what a cut looks like inside.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use poolwalk::flow::{Failure, Unreachable};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::calls::{self, failure, perform, target};
use crate::environment::with_env;
use crate::server::{Server, answer};

/// A TLS server that goes by the name of localhost, gives everybody `reply` and then cuts the
/// connection without a word. Returns its port and its certificate.
fn tls_server(reply: String) -> (u16, String) {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut tls = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream);
            let mut seen = Vec::new();
            let mut piece = [0; 4096];
            while !seen.ends_with(b"}") {
                match tls.read(&mut piece) {
                    Ok(count) if count > 0 => seen.extend_from_slice(&piece[..count]),
                    Ok(_) | Err(_) => break,
                }
            }
            if seen.ends_with(b"}") {
                tls.write_all(reply.as_bytes()).and_then(|()| tls.flush()).unwrap();
            }
        }
    });
    (port, own.cert.pem())
}

#[test]
fn a_certificate_that_nobody_vouches_for() {
    let (port, _) = tls_server(answer(200, "", "{}"));
    let performed = perform(target(&format!("https://localhost:{port}")), calls::initiate());
    assert_eq!(performed.result, Err(Failure::Unreachable(Unreachable::Tls)));
}

#[test]
fn a_certificate_that_the_system_trusts_is_for_its_own_name_only() {
    let home = tempfile::tempdir().unwrap();
    let trusted = home.path().join("trusted.pem");
    let variables = [("SSL_CERT_FILE", trusted.to_str().unwrap())];
    with_env("tls::a_certificate_that_the_system_trusts_is_for_its_own_name_only", &variables, || {
        let path = std::env::var("SSL_CERT_FILE").unwrap();
        let (port, certificate) = tls_server(answer(200, "", r#"{"IdentityId":"x:1"}"#));
        let (cutting, other) = tls_server("HTTP/1.1 200 X\r\ncontent-length: 99\r\n\r\n{".to_owned());
        let (silent, third) = tls_server(String::new());
        fs::write(path, format!("{certificate}{other}{third}")).unwrap();
        perform(target(&format!("https://localhost:{port}")), calls::get_id()).result.unwrap();
        let why = |host: &str, port| failure(target(&format!("https://{host}:{port}")));
        assert_eq!(why("127.0.0.1", port), Failure::Unreachable(Unreachable::Tls));
        assert_eq!(why("localhost", cutting), Failure::Unreachable(Unreachable::Cut));
        assert_eq!(why("localhost", silent), Failure::Unreachable(Unreachable::Cut));
    });
}

#[test]
fn a_system_that_trusts_nobody_can_still_do_without_tls() {
    let proxy = Server::answering(418, "", "");
    let url = proxy.url();
    let nowhere = [("SSL_CERT_FILE", "/nowhere"), ("SSL_CERT_DIR", "/nowhere"), ("http_proxy", url.as_str())];
    with_env("tls::a_system_that_trusts_nobody_can_still_do_without_tls", &nowhere, || {
        let (port, _) = tls_server(answer(200, "", "{}"));
        let tls = failure(target(&format!("https://localhost:{port}")));
        assert_eq!(tls, Failure::Unreachable(Unreachable::Tls));
        let through = perform(target("http://cognito.example.com"), calls::initiate());
        assert_eq!(through.exchange.unwrap().response.unwrap().status, 418);
    });
}
