//! Pieces of programs: `userPoolId: 'eu-west-1_…'`, `USER_POOL_ID = "…"`. It reads names, quotes
//! and braces, enough for configuration, and understands no language.

use std::iter::Peekable;
use std::str::Chars;

use super::meaning;
use super::pair::Pair;
use crate::secret::Secret;

/// The pairs of a piece of code; nothing when there are no braces or nothing in them is meant for us.
pub(super) fn read(text: &str) -> Option<Vec<Pair>> {
    if !text.contains('{') {
        return None;
    }
    let pairs = pairs(text);
    pairs.iter().any(meaning::is_for_us).then_some(pairs)
}

#[derive(Debug, PartialEq)]
enum Token {
    Name(String),
    Text(Secret),
    Mark(char),
}

fn pairs(text: &str) -> Vec<Pair> {
    let mut reading = Reading::default();
    let mut chars = text.chars().peekable();
    while let Some(token) = next_token(&mut chars) {
        reading.take(token);
    }
    reading.pairs
}

#[derive(Default)]
struct Reading {
    pairs: Vec<Pair>,
    /// The keys of the open braces; a brace without a key has an empty one.
    path: Vec<String>,
    /// The number of the object of each open brace.
    groups: Vec<usize>,
    opened: usize,
    /// A name or text that a colon may make a key.
    last: Option<String>,
    /// A key that waits for its value.
    pending: Option<String>,
}

impl Reading {
    fn take(&mut self, token: Token) {
        match token {
            Token::Name(name) if KEYWORDS.contains(&name.as_str()) => self.forget(),
            Token::Name(name) => self.last = Some(name),
            Token::Text(value) => match self.pending.take() {
                Some(key) => self.pair(key, value),
                None => self.last = Some(value.expose().to_owned()),
            },
            Token::Mark(':' | '=') => self.pending = self.pending.take().or_else(|| self.last.take()),
            Token::Mark('{') => {
                self.opened += 1;
                self.path.push(self.pending.take().unwrap_or_default());
                self.groups.push(self.opened);
                self.last = None;
            }
            Token::Mark('}') => {
                self.path.pop();
                self.groups.pop();
                self.forget();
            }
            Token::Mark(',' | ';') => self.forget(),
            Token::Mark(_) => {}
        }
    }

    fn pair(&mut self, key: String, value: Secret) {
        let path = self.path.iter().filter(|key| !key.is_empty()).cloned().collect();
        let group = self.groups.last().copied().unwrap_or_default();
        self.pairs.push(Pair { key, path, group, sure: true, value });
    }

    fn forget(&mut self) {
        self.last = None;
        self.pending = None;
    }
}

/// Words that begin something else, so that a key before them has no value.
const KEYWORDS: [&str; 9] = ["const", "let", "var", "val", "final", "export", "return", "static", "public"];

fn next_token(chars: &mut Peekable<Chars<'_>>) -> Option<Token> {
    loop {
        let c = chars.next()?;
        match c {
            '"' | '\'' | '`' => return Some(Token::Text(text(chars, c))),
            '/' if chars.peek() == Some(&'/') => skip_line(chars),
            '/' if chars.peek() == Some(&'*') => skip_comment(chars),
            '#' => skip_line(chars),
            c if c.is_whitespace() => {}
            c if is_name(c) => {
                let mut name = String::from(c);
                while let Some(c) = chars.next_if(|c| is_name(*c)) {
                    name.push(c);
                }
                return Some(Token::Name(name));
            }
            c => return Some(Token::Mark(c)),
        }
    }
}

const fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '-')
}

fn text(chars: &mut Peekable<Chars<'_>>, quote: char) -> Secret {
    let mut text = String::new();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.extend(chars.next()),
            c if c == quote => break,
            c => text.push(c),
        }
    }
    Secret::new(text)
}

fn skip_line(chars: &mut Peekable<Chars<'_>>) {
    while chars.next_if(|c| *c != '\n').is_some() {}
}

fn skip_comment(chars: &mut Peekable<Chars<'_>>) {
    let mut before = ' ';
    chars.next();
    for c in chars.by_ref() {
        if before == '*' && c == '/' {
            break;
        }
        before = c;
    }
}
