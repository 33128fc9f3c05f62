//! What every page looks like, and what it is allowed to do: no scripts, no frames, forms only to where they belong.
//! Whatever comes from outside reaches a page through [`Esc`].

use std::fmt;

use super::{browser, query};
use crate::practice::pool::{Call, Pool};
use crate::practice::wire::Response;

/// Where the style sheet is.
pub(super) const STYLE_PATH: &str = "/practice/pages.css";

/// One page.
pub(super) struct Page<'a> {
    /// Title and heading.
    pub title: &'a str,
    /// HTML.
    pub content: &'a str,
    /// The origin that its form may lead to in the end, besides this one: browsers hold redirects against the policy.
    pub leads_to: &'a str,
}

/// A text as HTML, in content and in quoted attributes.
pub(super) struct Esc<'a>(pub &'a str);

impl fmt::Display for Esc<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

impl Page<'_> {
    /// The page as an answer.
    pub(super) fn respond(&self, status: u16) -> Response {
        let Self { title, content, leads_to } = self;
        let title = Esc(title);
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title} · Practice pool</title>\n<link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n</head>\n\
             <body>\n<main>\n<h1>{title}</h1>\n{content}\n\
             <footer>The practice pool on this computer. Everybody in it is invented.</footer>\n\
             </main>\n</body>\n</html>\n"
        );
        let policy = format!(
            "default-src 'none'; style-src 'self'; form-action 'self' {leads_to}; base-uri 'none'; \
             frame-ancestors 'none'"
        );
        Response::new(status, "text/html; charset=utf-8", html)
            .header("content-security-policy", policy.trim_end())
            .header("x-content-type-options", "nosniff")
            .header("x-frame-options", "DENY")
            .header("referrer-policy", "no-referrer")
            .header("cache-control", "no-store")
    }
}

/// What went wrong, where a screen reader finds it first.
pub(super) fn alert(problem: Option<&str>) -> String {
    problem.map_or_else(String::new, |problem| format!("<p role=\"alert\">{}</p>", Esc(problem)))
}

/// The beginning of a form that brings the browser's mark along.
pub(super) fn form_start(action: &str, mark: &str) -> String {
    let name = browser::MARK_FIELD;
    format!(
        "<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"{name}\" value=\"{}\">",
        Esc(action),
        Esc(mark)
    )
}

/// A field with its label. The kind is HTML.
pub(super) fn linked_field(name: &str, label: &str, kind: &str) -> String {
    let name = Esc(name);
    format!("<label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" {kind}>", Esc(label))
}

/// `/error`: a request that cannot go back to the app.
pub(super) fn error(_: &mut Pool, call: &Call<'_>) -> Response {
    let query = query(call);
    let error = query.get("error").unwrap_or("invalid_request");
    let content = format!(
        "<p role=\"alert\">An error was encountered with the requested page.</p><p><code>{}</code></p>",
        Esc(error)
    );
    Page { title: "Something is not right", content: &content, leads_to: "" }.respond(400)
}

/// A request by a method that a path does not take.
pub(super) fn wrong_method(allowed: &[&str]) -> Response {
    Response::new(405, "text/plain; charset=utf-8", "Method Not Allowed").header("allow", &allowed.join(", "))
}

/// The style sheet.
pub(super) fn style(_: &mut Pool, _: &Call<'_>) -> Response {
    Response::new(200, "text/css; charset=utf-8", STYLE).header("x-content-type-options", "nosniff")
}

const STYLE: &str = "\
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #f4f5f7; --card: #fff; --line: #8a929c; --deed: #0b5cad; --bad: #a3161b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --paper: #16191d; --card: #1f2328; --line: #7a828c; --deed: #7cb7f2; --bad: #ff9c97; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
main { width: min(26rem, calc(100vw - 2rem)); margin: 1rem; padding: 1.5rem 2rem; background: var(--card);
  border-radius: .75rem; box-shadow: 0 1px 4px rgb(0 0 0 / .25); }
h1 { margin: 0 0 1rem; font-size: 1.4rem; }
label, legend { display: block; margin: .75rem 0 .25rem; font-weight: 600; }
fieldset { margin: 0; padding: 0; border: 0; }
fieldset label { font-weight: 400; margin: .25rem 0; }
input:not([type=radio]) { width: 100%; padding: .5rem; border: 1px solid var(--line); border-radius: .375rem;
  background: transparent; color: inherit; font: inherit; }
button, a.other { display: block; width: 100%; margin-top: 1rem; padding: .5rem; border: 1px solid var(--deed);
  border-radius: .375rem; background: var(--deed); color: var(--card); font: inherit; text-align: center; cursor: pointer; }
a.other, button.other { background: transparent; color: var(--deed); text-decoration: none; }
:focus-visible { outline: 3px solid var(--deed); outline-offset: 2px; }
[role=alert] { padding: .5rem .75rem; border-left: 4px solid var(--bad); color: var(--bad); }
footer { margin-top: 1.5rem; font-size: .8rem; opacity: .75; }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_is_a_text_and_nothing_else() {
        assert_eq!(
            Esc("<a href=\"x\" b='y'>&").to_string(),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;"
        );
        let field = linked_field("x\"><script>", "</label>", "");
        assert!(!field.contains("<script>") && field.matches("</label>").count() == 1, "{field}");
    }

    #[test]
    fn a_page_names_where_it_may_lead_and_nothing_more() {
        let page = Page { title: "A", content: "", leads_to: "http://localhost:8765" }.respond(200);
        let policy = page.headers.iter().find(|(name, _)| *name == "content-security-policy").unwrap();
        assert!(policy.1.contains("form-action 'self' http://localhost:8765;"), "{policy:?}");
        assert!(policy.1.starts_with("default-src 'none'") && !policy.1.contains("script"));
    }
}
