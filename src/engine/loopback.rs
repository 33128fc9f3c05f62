//! The loopback address that a browser comes back to: an HTTP server for one visit, on this computer's own
//! addresses and no other. It knows the form of a request and the state that has to come along, not what the visit
//! means.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use url::form_urlencoded;

use crate::cognito::managed_login::{LoopbackHost, RedirectUrl};
use crate::flow::{Failure, Unreachable};
use crate::secret::Secret;

/// A code and a state are a few hundred characters; browsers add some kilobytes of headers.
const HEAD_CAP: usize = 32 * 1024;
/// Browsers open connections ahead, and may never use them.
const HEAD_PATIENCE: Duration = Duration::from_secs(30);
/// So many at a time; more is no browser.
const MOST_CONNECTIONS: usize = 32;

/// Listens for the visit.
pub(super) struct Loopback {
    listeners: Vec<TcpListener>,
    awaited: Awaited,
}

/// What a request has to be to count.
#[derive(Clone)]
pub(super) struct Awaited {
    pub(super) url: RedirectUrl,
    /// One of these is in the query; none: whatever is.
    pub(super) brings: &'static [&'static str],
    /// The state that was sent. It comes back with every answer, errors too (RFC 6749, section 4.1.2): without it
    /// any page could have sent the browser here.
    pub(super) state: Option<Secret>,
}

/// The browser's request for the address that it was to come back to.
pub(super) struct Visit {
    /// The whole address, with code and state.
    pub(super) address: Secret,
    pairs: Vec<(String, Secret)>,
}

impl Visit {
    /// The first value of a name in the query.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.expose().to_owned())
    }

    /// True when this state alone came along.
    fn is_from(&self, state: &Secret) -> bool {
        let mut told = self.pairs.iter().filter(|(name, _)| name == "state").map(|(_, value)| value);
        told.next() == Some(state) && told.next().is_none()
    }
}

impl Loopback {
    /// Takes the port, on both of this computer's addresses where the URL says `localhost`.
    pub(super) async fn bind(awaited: Awaited) -> Result<Self, Failure> {
        let url = &awaited.url;
        let addresses: &[IpAddr] = match url.host() {
            LoopbackHost::Localhost => &[V4, V6],
            LoopbackHost::V4 => &[V4],
            LoopbackHost::V6 => &[V6],
        };
        let mut listeners = Vec::new();
        for address in addresses {
            match TcpListener::bind((*address, url.port())).await {
                Ok(listener) => listeners.push(listener),
                // A system without IPv6 calls itself by the other address.
                Err(err) if !listeners.is_empty() && is_lacking(&err) => {}
                Err(err) => return Err(no_port(&err, url)),
            }
        }
        Ok(Self { listeners, awaited })
    }

    /// Waits for the browser; whatever else asks for something is told that there is nothing here.
    pub(super) async fn visit(self) -> Result<Visit, Failure> {
        let mut guests = JoinSet::new();
        loop {
            tokio::select! {
                stream = self.accept(), if guests.len() < MOST_CONNECTIONS => {
                    let stream = stream.map_err(|err| Failure::Unreachable(Unreachable::Other(err.to_string())))?;
                    guests.spawn(receive(stream, self.awaited.clone()));
                }
                Some(guest) = guests.join_next() => {
                    if let Ok(Ok(Some(visit))) = guest {
                        return Ok(visit);
                    }
                }
            }
        }
    }

    async fn accept(&self) -> io::Result<TcpStream> {
        std::future::poll_fn(|cx| {
            for listener in &self.listeners {
                if let Poll::Ready(accepted) = listener.poll_accept(cx) {
                    return Poll::Ready(accepted.map(|(stream, _)| stream));
                }
            }
            Poll::Pending
        })
        .await
    }
}

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

fn is_lacking(err: &io::Error) -> bool {
    matches!(err.kind(), ErrorKind::AddrNotAvailable | ErrorKind::Unsupported)
        || err.to_string().contains("not supported")
}

fn no_port(err: &io::Error, url: &RedirectUrl) -> Failure {
    let (port, host) = (url.port(), url.authority());
    let problem = if err.kind() == ErrorKind::AddrInUse {
        format!("Port {port} is taken by another program, so the browser could not come back to {host}")
    } else if err.kind() == ErrorKind::PermissionDenied {
        format!("This system lets no ordinary program listen on port {port}")
    } else {
        format!("Nobody can listen at {host}: {err}")
    };
    Failure::NotSent { problem }
}

/// One connection: the request, a page for the person, and what was asked for if it is what is waited for.
async fn receive(mut stream: TcpStream, awaited: Awaited) -> io::Result<Option<Visit>> {
    let head = tokio::time::timeout(HEAD_PATIENCE, head(&mut stream)).await??;
    let visit = awaited.visit(head.expose());
    let (status, page) = match &visit {
        Some(visit) => ("200 OK", page_for(visit)),
        None => (
            "404 Not Found",
            page("Nothing is here", "This address is for the answer that Poolwalk asked for."),
        ),
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\n\
         content-security-policy: default-src 'none'; style-src 'unsafe-inline'\r\nconnection: close\r\n\r\n{page}",
        page.len()
    );
    // Whether the person sees the page or not, the answer is here.
    if stream.write_all(answer.as_bytes()).await.is_ok() {
        stream.shutdown().await.unwrap_or_default();
    }
    Ok(visit)
}

/// The request up to its blank line.
async fn head(stream: &mut TcpStream) -> io::Result<Secret> {
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut piece).await?;
        if read == 0 || head.len() + read > HEAD_CAP {
            return Err(ErrorKind::InvalidData.into());
        }
        head.extend_from_slice(piece.get(..read).unwrap_or_default());
    }
    Ok(Secret::new(String::from_utf8_lossy(&head)))
}

impl Awaited {
    /// The visit that a request is: to the very path, under the very name, so that no other site's page can be it by
    /// a name of its own for this computer; and with the state, so that none can by sending the browser here.
    fn visit(&self, head: &str) -> Option<Visit> {
        let mut lines = head.lines();
        let target = lines.next()?.strip_prefix("GET ")?.split(' ').next()?;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut headers = lines.filter_map(|line| line.split_once(':'));
        let (_, host) = headers.find(|(name, _)| name.eq_ignore_ascii_case("host"))?;
        let is_here = path == self.url.path() && host.trim().eq_ignore_ascii_case(self.url.authority());
        let pairs = form_urlencoded::parse(query.as_bytes());
        let pairs: Vec<_> = pairs.map(|(name, value)| (name.into_owned(), Secret::new(value))).collect();
        let brings =
            self.brings.is_empty() || pairs.iter().any(|(name, _)| self.brings.contains(&name.as_str()));
        let address = Secret::new(format!("http://{}{target}", self.url.authority()));
        let visit = Visit { address, pairs };
        let is_ours = self.state.as_ref().is_none_or(|state| visit.is_from(state));
        (is_here && brings && is_ours).then_some(visit)
    }
}

/// What the person sees in the browser. Never a code.
fn page_for(visit: &Visit) -> String {
    match visit.value("error") {
        None => page("You can close this window", "Poolwalk goes on with what came back."),
        Some(error) => {
            let said = visit.value("error_description").unwrap_or_default();
            let text = format!("The login pages answered {}. {}", escaped(&error), escaped(&said));
            page("This sign-in did not work", text.trim_end())
        }
    }
}

fn page(title: &str, text: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title} · Poolwalk</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <style>:root {{ color-scheme: light dark; }} body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; \
         margin: 15vh auto; padding: 0 1rem; }} h1 {{ font-size: 1.4rem; }}</style></head>\n\
         <body><main><h1>{title}</h1><p>{text}</p></main></body>\n</html>\n"
    )
}

/// What somebody else wrote, as a text and nothing more.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut safe, letter| {
        match letter {
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '&' => safe += "&amp;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            letter => safe.push(letter),
        }
        safe
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpStream as Plain};

    use super::*;

    fn awaited(url: &str, brings: &'static [&'static str]) -> Awaited {
        Awaited { url: RedirectUrl::parse(url).unwrap(), brings, state: None }
    }

    fn request(target: &str, host: &str) -> String {
        format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n\r\n")
    }

    #[test]
    fn only_the_very_address_with_what_is_awaited_counts() {
        let awaited = awaited("http://localhost:8765/callback", &["code", "error"]);
        let visit = awaited.visit(&request("/callback?code=a%2Bb&state=s", "LOCALHOST:8765")).unwrap();
        assert_eq!(
            (visit.value("code").as_deref(), visit.value("state").as_deref()),
            (Some("a+b"), Some("s"))
        );
        assert_eq!(visit.address.expose(), "http://localhost:8765/callback?code=a%2Bb&state=s");
        for (target, host) in [
            ("/callback/?code=a", "localhost:8765"),
            ("/?code=a", "localhost:8765"),
            ("/favicon.ico", "localhost:8765"),
            ("/callback", "localhost:8765"),
            ("/callback?state=s", "localhost:8765"),
            ("/callback?code=a", "127.0.0.1:8765"),
            ("/callback?code=a", "evil.example:8765"),
        ] {
            assert!(awaited.visit(&request(target, host)).is_none(), "{target} at {host}");
        }
        assert!(awaited.visit("POST /callback?code=a HTTP/1.1\r\nHost: localhost:8765\r\n\r\n").is_none());
        assert!(awaited.visit("\r\n\r\n").is_none());
    }

    #[test]
    fn neither_a_code_nor_an_error_counts_without_the_state_that_was_sent() {
        let state = Some("sent".into());
        let awaited = Awaited { state, ..awaited("http://localhost:1/cb", &["code", "error"]) };
        let counts = |query: &str| awaited.visit(&request(&format!("/cb?{query}"), "localhost:1")).is_some();
        for answer in ["code=a", "error=access_denied&error_description=x"] {
            assert!(counts(&format!("{answer}&state=sent")), "{answer}");
            for others in ["", "&state=", "&state=sen", "&state=another", "&state=another&state=sent"] {
                assert!(!counts(&format!("{answer}{others}")), "{answer}{others}");
            }
        }
    }

    #[test]
    fn the_page_shows_what_went_wrong_as_a_text_and_never_a_code() {
        let awaited = awaited("http://localhost:1/cb", &[]);
        let visit = |query: &str| awaited.visit(&request(&format!("/cb?{query}"), "localhost:1")).unwrap();
        let page = page_for(&visit("error=access_denied&error_description=%3Cscript%3E&code=marked"));
        assert!(page.contains("access_denied. &lt;script&gt;") && !page.contains("<script>"), "{page}");
        assert!(!page.contains("marked"));
        let page = page_for(&visit("code=marked&state=marked"));
        assert!(page.contains("You can close this window") && !page.contains("marked"), "{page}");
    }

    fn block_on<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(future)
    }

    fn free_port() -> u16 {
        std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
    }

    fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = Plain::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn the_browser_may_come_by_either_address_and_others_do_not_disturb() {
        for by in [V4, V6] {
            let (port, path) = (free_port(), "/callback?code=c&state=s");
            let url = RedirectUrl::parse(&format!("http://localhost:{port}/callback")).unwrap();
            let visit = block_on(async {
                let awaited = Awaited { url, brings: &["code"], state: Some("s".into()) };
                let loopback = Loopback::bind(awaited).await.unwrap_or_else(|_| panic!());
                if by == V6 && loopback.listeners.len() == 1 {
                    return None; // a system without IPv6
                }
                let guest = tokio::task::spawn_blocking(move || {
                    let address = SocketAddr::new(by, port);
                    let _opened_ahead = Plain::connect(address).unwrap();
                    let icon = ask(address, &request("/favicon.ico", &format!("localhost:{port}")));
                    assert!(icon.starts_with("HTTP/1.1 404 "), "{icon}");
                    let strange = "/callback?error=access_denied&error_description=strange&state=another";
                    let refused = ask(address, &request(strange, &format!("localhost:{port}")));
                    assert!(
                        refused.starts_with("HTTP/1.1 404 ") && !refused.contains("strange"),
                        "{refused}"
                    );
                    ask(address, &request(path, &format!("localhost:{port}")))
                });
                let visit = loopback.visit().await.unwrap_or_else(|_| panic!());
                assert!(guest.await.unwrap().starts_with("HTTP/1.1 200 OK"));
                Some(visit)
            });
            assert!(visit.is_none_or(|visit| visit.value("code").as_deref() == Some("c")));
        }
    }

    #[test]
    fn a_port_that_is_taken_is_named() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let awaited = awaited(&format!("http://localhost:{port}/callback"), &[]);
        let Err(Failure::NotSent { problem }) = block_on(Loopback::bind(awaited)) else { panic!() };
        assert!(problem.starts_with(&format!("Port {port} is taken by another program")), "{problem}");
    }
}
