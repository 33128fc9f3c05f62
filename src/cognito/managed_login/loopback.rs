//! The address that a browser is sent back to: on this computer, by plain HTTP. Cognito compares it with the
//! registered ones character by character, so it is kept as typed.

use std::fmt;

use thiserror::Error;
use url::{Host, Url};

/// A redirect URL on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RedirectUrl {
    text: String,
    host: LoopbackHost,
    authority: String,
    port: u16,
    path: String,
}

/// The name by which a redirect URL calls this computer. To Cognito they are three different ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoopbackHost {
    /// `localhost`: either address, as the browser sees fit.
    Localhost,
    /// `127.0.0.1`
    V4,
    /// `[::1]`
    V6,
}

/// Why a text is no redirect URL on this computer. Written to stand beside the field it was typed in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RedirectProblem {
    /// No address at all.
    #[error("Expected an address such as http://localhost:8765/callback")]
    Misshapen,
    /// Another scheme.
    #[error("The browser comes back to this computer by http://, such as http://localhost:8765/callback")]
    NotHttp,
    /// Another computer.
    #[error("{host} is not this computer; expected localhost, 127.0.0.1 or [::1]")]
    Elsewhere {
        /// The host that stands there.
        host: String,
    },
    /// More than Cognito takes.
    #[error("A redirect URL has no # in it, and no username")]
    Extras,
    /// Port 0.
    #[error("0 is not a port; expected a number from 1 to 65535")]
    NoPort,
}

impl RedirectUrl {
    /// Reads one, white space around it aside.
    ///
    /// # Errors
    /// Says what was expected.
    pub fn parse(text: &str) -> Result<Self, RedirectProblem> {
        let text = text.trim();
        let url = Url::parse(text).map_err(|_no_url| RedirectProblem::Misshapen)?;
        if url.scheme() != "http" {
            return Err(RedirectProblem::NotHttp);
        }
        if url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
            return Err(RedirectProblem::Extras);
        }
        let host = host_of(&url)?;
        let port = url.port_or_known_default().filter(|port| *port > 0).ok_or(RedirectProblem::NoPort)?;
        Ok(Self {
            text: text.to_owned(),
            host,
            authority: url.authority().to_owned(),
            port,
            path: url.path().to_owned(),
        })
    }

    /// As typed: what is to be registered, and what is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How it calls this computer.
    #[must_use]
    pub const fn host(&self) -> LoopbackHost {
        self.host
    }

    /// Host and port as a browser names them in its requests.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The path, `/` at least.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for RedirectUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn host_of(url: &Url) -> Result<LoopbackHost, RedirectProblem> {
    match url.host() {
        Some(Host::Domain("localhost")) => Ok(LoopbackHost::Localhost),
        Some(Host::Ipv4(address)) if address == std::net::Ipv4Addr::LOCALHOST => Ok(LoopbackHost::V4),
        Some(Host::Ipv6(address)) if address == std::net::Ipv6Addr::LOCALHOST => Ok(LoopbackHost::V6),
        Some(other) => Err(RedirectProblem::Elsewhere { host: other.to_string() }),
        None => Err(RedirectProblem::Misshapen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_names_stand_for_this_computer() {
        for (text, host, authority, port, path) in [
            ("http://localhost:8765/callback", LoopbackHost::Localhost, "localhost:8765", 8765, "/callback"),
            (" http://127.0.0.1:9 ", LoopbackHost::V4, "127.0.0.1:9", 9, "/"),
            ("http://[::1]:8765/a/b/", LoopbackHost::V6, "[::1]:8765", 8765, "/a/b/"),
            ("http://localhost/", LoopbackHost::Localhost, "localhost", 80, "/"),
        ] {
            let url = RedirectUrl::parse(text).unwrap();
            assert_eq!((url.host(), url.port(), url.path()), (host, port, path), "{text}");
            assert_eq!((url.authority(), url.as_str()), (authority, text.trim()));
        }
    }

    #[test]
    fn what_does_not_come_back_here_is_refused() {
        for (text, problem) in [
            ("", RedirectProblem::Misshapen),
            ("localhost/callback", RedirectProblem::Misshapen),
            ("https://localhost:8765/callback", RedirectProblem::NotHttp),
            ("localhost:8765/callback", RedirectProblem::NotHttp),
            ("http://example.com/callback", RedirectProblem::Elsewhere { host: "example.com".into() }),
            ("http://127.0.0.2:1/", RedirectProblem::Elsewhere { host: "127.0.0.2".into() }),
            (
                "http://localhost.example.com/",
                RedirectProblem::Elsewhere { host: "localhost.example.com".into() },
            ),
            ("http://localhost:8765/#top", RedirectProblem::Extras),
            ("http://me@localhost:8765/", RedirectProblem::Extras),
            ("http://localhost:0/", RedirectProblem::NoPort),
        ] {
            assert_eq!(RedirectUrl::parse(text), Err(problem), "{text}");
        }
    }
}
