//! What kind of thing an API answered, by its content type and its first bytes, and what a file of it is called.

/// What an answer's body is, as far as it matters to whoever shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// No body.
    Nothing,
    /// JSON.
    Json,
    /// Any other text.
    Text,
    /// A PNG or JPEG picture.
    Picture,
    /// Anything else.
    Bytes,
}

impl Content {
    /// The bytes decide; what they are called counts only between texts.
    #[must_use]
    pub fn of(content_type: Option<&str>, body: &[u8]) -> Self {
        let text = match std::str::from_utf8(body) {
            Ok(text) => text,
            // A text that was cut within a letter is one all the same.
            Err(err) if err.error_len().is_none() && err.valid_up_to() > 0 => {
                let (read, _) = body.split_at_checked(err.valid_up_to()).unwrap_or_default();
                std::str::from_utf8(read).unwrap_or_default()
            }
            Err(_) if Self::is_picture(body) => return Self::Picture,
            Err(_) => return Self::Bytes,
        };
        let is_called_json = content_type.is_some_and(|called| called.contains("json"));
        let looks_like_json = text.trim_start().starts_with(['{', '[']);
        if text.is_empty() {
            Self::Nothing
        } else if is_called_json
            || (looks_like_json && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
        {
            Self::Json
        } else if text.contains('\0') {
            Self::Bytes
        } else {
            Self::Text
        }
    }

    /// True of a PNG or JPEG file, by its first bytes.
    #[must_use]
    pub fn is_picture(body: &[u8]) -> bool {
        body.starts_with(b"\x89PNG\r\n\x1a\n") || body.starts_with(b"\xff\xd8\xff")
    }
}

/// What a file with the answer of an address is called: its last path segment, with an ending that says what it is.
#[must_use]
pub fn answer_name(url: &str, content_type: Option<&str>) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default().split("://").nth(1).unwrap_or_default();
    let last = path.split('/').skip(1).filter(|part| !part.is_empty()).last().unwrap_or("answer");
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let name: String = last.chars().filter(|letter| plain(*letter)).take(60).collect();
    let name = name.trim_matches('.');
    let name = if name.is_empty() { "answer" } else { name };
    let called = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let ending = match called {
        "" if name.contains('.') => return name.to_owned(),
        called if called.contains("json") => "json",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "text/html" => "html",
        "text/csv" => "csv",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        called if called.contains("xml") => "xml",
        called if called.starts_with("text/") => "txt",
        _ if name.contains('.') => return name.to_owned(),
        _ => "bin",
    };
    if name.ends_with(&format!(".{ending}")) { name.to_owned() } else { format!("{name}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_say_what_it_is() {
        for (called, body, is) in [
            (None, &b""[..], Content::Nothing),
            (None, b" {\"a\":1}", Content::Json),
            (Some("application/json"), b"{\"a\": \"\xc3", Content::Json),
            (Some("application/problem+json"), b"{\"a\":", Content::Json),
            (Some("text/plain"), b"{not json", Content::Text),
            (Some("text/html"), b"<html>", Content::Text),
            (Some("text/plain"), b"\x89PNG\r\n\x1a\n\0", Content::Picture),
            (Some("image/jpeg"), b"\xff\xd8\xff\xe0", Content::Picture),
            (Some("image/webp"), b"RIFF\xff\xff", Content::Bytes),
            (None, b"a\0b", Content::Bytes),
        ] {
            assert_eq!(Content::of(called, body), is, "{called:?} {body:?}");
        }
    }

    #[test]
    fn a_file_is_called_after_the_address_and_ends_in_what_it_is() {
        for (url, called, name) in [
            ("https://a.example/prod/pets?x=1", Some("application/json; charset=utf-8"), "pets.json"),
            ("https://a.example", Some("text/plain"), "answer.txt"),
            ("https://a.example/", None, "answer.bin"),
            ("https://a.example/logo.png", Some("image/png"), "logo.png"),
            ("https://a.example/..%2F..%2Fetc", Some("text/html"), "2F..2Fetc.html"),
            ("https://a.example/..", Some("application/xml"), "answer.xml"),
            ("https://a.example/data.tar", Some("application/octet-stream"), "data.tar"),
        ] {
            assert_eq!(answer_name(url, called), name, "{url}");
        }
    }
}
