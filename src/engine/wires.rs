//! The connections themselves: made once, kept open between the calls of a walk, and each kind
//! set up only when the first call needs it (reading the system's root certificates takes time
//! that a loopback call should not pay).
//!
//! Addresses on this computer are always called directly. Everything else honors the proxy
//! variables of the environment (`HTTPS_PROXY`, `NO_PROXY`, …), as AWS's own tools do: they say
//! how to leave this network, not where to go. Redirects are never followed.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};
use aws_smithy_runtime_api::client::http::{HttpConnectorSettings, SharedHttpConnector};
use url::Url;

use crate::cognito::{is_here, is_localhost};

/// Shorter than servers commonly keep idle connections, so that a call after a pause does not
/// meet one that is just being closed.
const IDLE: Duration = Duration::from_secs(20);

/// How an address is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// `http://` on this computer: no proxy, no certificates.
    Loopback,
    /// `https://` on this computer: no proxy.
    LoopbackTls,
    /// Anywhere else.
    Far,
}

/// True of an address beyond this computer that is called without TLS.
#[must_use]
pub fn is_in_the_clear(url: &str) -> bool {
    let is_tls = url.split_once("://").is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"));
    !is_tls && Way::to(url) == Way::Far
}

impl Way {
    fn to(url: &str) -> Self {
        match Url::parse(url.trim()) {
            Ok(url) if is_here(&url) && url.scheme() == "https" => Self::LoopbackTls,
            Ok(url) if is_here(&url) => Self::Loopback,
            Ok(_) | Err(_) => Self::Far,
        }
    }

    fn roots(self) -> TrustStore {
        match self {
            Self::Loopback => TrustStore::empty(),
            Self::LoopbackTls | Self::Far => TrustStore::default(),
        }
    }

    fn connector(self, roots: TrustStore, connect: Duration) -> Connector {
        let proxy = match self {
            Self::Loopback | Self::LoopbackTls => ProxyConfig::disabled(),
            Self::Far => ProxyConfig::from_env(),
        };
        let settings = HttpConnectorSettings::builder().connect_timeout(connect).build();
        let builder = Connector::builder()
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .connector_settings(settings)
            .pool_idle_timeout(IDLE)
            .proxy_config(proxy);
        match TlsContext::builder().with_trust_store(roots).build() {
            Ok(context) => builder.tls_context(context),
            // Building a context has no way to fail; should it get one, the default is the stricter choice.
            Err(_) => builder,
        }
        .build_with_resolver(SystemDns)
    }
}

/// Every connection of the engine.
#[derive(Debug, Default)]
pub(super) struct Wires {
    made: Mutex<Vec<(Way, Duration, SharedHttpConnector)>>,
}

impl Wires {
    /// The way to a URL, set up when it is the first of its kind.
    pub(super) async fn connector(&self, url: &str, connect: Duration) -> SharedHttpConnector {
        let way = Way::to(url);
        if let Some(ready) = self.find(way, connect) {
            return ready;
        }
        // Reading certificates blocks, and must not keep other calls, timeouts or Stop waiting.
        let made = tokio::task::spawn_blocking(move || way.connector(way.roots(), connect)).await;
        // In a debug build the library panics on a system without any root certificates. Trusting
        // nobody, which is what that comes to, still serves plain HTTP.
        let made = made.unwrap_or_else(|_panicked| way.connector(TrustStore::empty(), connect));
        let made = SharedHttpConnector::new(made);
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        all.push((way, connect, made.clone()));
        made
    }

    fn find(&self, way: Way, connect: Duration) -> Option<SharedHttpConnector> {
        let all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|made| made.0 == way && made.1 == connect).map(|made| made.2.clone())
    }
}

/// The system's resolver, whose failures can be told from all others. It is not asked about names of this computer: many
/// a system knows `localhost` and nothing below it, and what goes there in the clear must not be led elsewhere.
#[derive(Debug, Clone, Copy)]
struct SystemDns;

impl ResolveDns for SystemDns {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            if is_localhost(name) {
                return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
            }
            let found = tokio::net::lookup_host((name, 0)).await.map_err(ResolveDnsError::new)?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn only_this_computer_is_near() {
        for near in
            ["http://127.0.0.1:9229/", "http://localhost", "HTTP://u:p@LOCALHOST:1/x", "http://[::1]:80/"]
        {
            assert_eq!(Way::to(near), Way::Loopback, "{near}");
        }
        assert_eq!(Way::to("https://pool.localhost:1"), Way::LoopbackTls);
        for far in [
            "https://cognito-idp.eu-west-1.amazonaws.com/",
            "http://10.0.0.1",
            "http://localhost.example.com",
            "http://far/@localhost",
        ] {
            assert_eq!(Way::to(far), Way::Far, "{far}");
            assert_eq!(is_in_the_clear(far), !far.starts_with("https"), "{far}");
        }
        assert!(!is_in_the_clear("http://127.0.0.1:9229/"));
    }

    #[tokio::test]
    async fn names_of_this_computer_are_not_looked_up() {
        for name in ["localhost", "abc.execute-api.localhost", "ABC.LocalHost"] {
            let found = SystemDns.resolve_dns(name).await.unwrap();
            assert!(found.iter().all(IpAddr::is_loopback) && !found.is_empty(), "{name}: {found:?}");
        }
    }
}
