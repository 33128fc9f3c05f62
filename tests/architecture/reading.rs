//! Reads a Rust file the way the rules need it: code without comments and texts, the texts by
//! themselves, the paths it names, its functions. It knows no rule.

/// One source file, taken apart.
pub(crate) struct Source {
    /// Relative to the package.
    pub(crate) path: String,
    /// As it stands in the file, tests included.
    pub(crate) raw: String,
    /// Comments and texts replaced by spaces, line by line as in the file, tests left out.
    pub(crate) code: String,
    /// The texts between quotation marks, tests left out.
    pub(crate) texts: Vec<Text>,
    /// Lines before the file's tests begin.
    pub(crate) lines: usize,
}

/// A text between quotation marks.
pub(crate) struct Text {
    /// As written, escapes included.
    pub(crate) words: String,
    /// Where it begins, from 1.
    pub(crate) line: usize,
}

/// A path that starts at the crate, such as `engine::disk::Disk`.
pub(crate) struct Named {
    /// Without `crate::`.
    pub(crate) path: String,
    /// Where it stands, from 1.
    pub(crate) line: usize,
}

impl Source {
    /// Takes a file apart.
    pub(crate) fn read(path: &str, raw: &str) -> Self {
        let tests_alone = path.starts_with("src/") && path.ends_with("/tests.rs");
        let end = raw.find("\n#[cfg(test)]\nmod ").map_or(raw.len(), |at| at + 1);
        let end = if tests_alone { 0 } else { end };
        let (code, texts) = separate(&raw[..end]);
        Self { path: path.to_owned(), raw: raw.to_owned(), code, texts, lines: raw[..end].lines().count() }
    }

    /// Its place among the modules: `["engine", "disk"]`; the two programs are `["main"]` and `["cli"]`.
    pub(crate) fn module(&self) -> Vec<&str> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path).trim_end_matches(".rs");
        match inner {
            "bin/poolwalk-cli" => vec!["cli"],
            inner => inner.trim_end_matches("/mod").split('/').collect(),
        }
    }

    /// Everything it names inside the crate, whether by `crate::`, by `poolwalk::` or by climbing with `super::`.
    pub(crate) fn named(&self) -> Vec<Named> {
        let module = self.module();
        let mut found = Vec::new();
        for (at, line) in starts(&self.code, "crate").into_iter().chain(starts(&self.code, "poolwalk")) {
            let rest = self.code[at..].split_once("::").map_or("", |(_, rest)| rest);
            expand("", rest, line, &mut found);
        }
        for (at, line) in starts(&self.code, "super") {
            let mut rest = &self.code[at..];
            let mut depth = module.len();
            while let Some(after) = rest.strip_prefix("super::") {
                rest = after;
                depth = depth.saturating_sub(1);
            }
            let prefix: String = module[..depth].iter().flat_map(|part| [*part, "::"]).collect();
            expand(&prefix, rest, line, &mut found);
        }
        found
    }

    /// Its functions: name, first line, number of lines.
    pub(crate) fn functions(&self) -> Vec<(String, usize, usize)> {
        let mut found = Vec::new();
        for (at, _) in self.code.match_indices("fn ") {
            let before = self.code[..at].chars().next_back();
            let name: String = self.code[at + 3..].chars().take_while(|&c| is_word(c)).collect();
            if before.is_some_and(is_word) || name.is_empty() {
                continue;
            }
            if let Some(length) = body(&self.code[at..]) {
                let first = self.code[..at].matches('\n').count() + 1;
                found.push((name, first, self.code[at..at + length].matches('\n').count() + 1));
            }
        }
        found
    }
}

/// Where `word::` begins a path: offset and line.
pub(crate) fn starts(code: &str, word: &str) -> Vec<(usize, usize)> {
    let begins = |at: &usize| !code[..*at].chars().next_back().is_some_and(|c| is_word(c) || c == ':');
    let wanted = format!("{word}::");
    let found = code.match_indices(wanted.as_str()).map(|(at, _)| at).filter(begins);
    found.map(|at| (at, code[..at].matches('\n').count() + 1)).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// `a::{b, c::d}` → `a::b`, `a::c::d`.
fn expand(prefix: &str, rest: &str, line: usize, found: &mut Vec<Named>) {
    let rest = rest.trim_start();
    let Some(group) = rest.strip_prefix('{') else {
        let path: String = rest.chars().take_while(|&c| is_word(c) || c == ':').collect();
        match path.strip_suffix("::") {
            Some(head) => expand(&format!("{prefix}{head}::"), &rest[path.len()..], line, found),
            None => found.push(Named { path: format!("{prefix}{path}"), line }),
        }
        return;
    };
    let (mut depth, mut from) = (0_usize, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                if !group[from..at].trim().is_empty() {
                    expand(prefix, &group[from..at], line, found);
                }
                from = at + 1;
                if c == '}' {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// How far a function reaches, from `fn` to its closing brace; nothing for a signature alone.
fn body(code: &str) -> Option<usize> {
    let (mut brackets, mut braces) = (0_usize, 0_usize);
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets = brackets.saturating_sub(1),
            ';' if brackets == 0 && braces == 0 => return None,
            '{' => braces += 1,
            '}' if braces == 1 => return Some(at + 1),
            '}' => braces = braces.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Splits a file into code and texts.
fn separate(raw: &str) -> (String, Vec<Text>) {
    let (mut code, mut texts) = (String::with_capacity(raw.len()), Vec::new());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let (length, text) = token(rest, code.chars().next_back());
        let piece = &rest[..length];
        if let Some((from, to)) = text {
            texts.push(Text { words: piece[from..to].to_owned(), line: code.matches('\n').count() + 1 });
        }
        if text.is_none() && length == c.len_utf8() {
            code.push(c);
        } else {
            code.extend(piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        rest = &rest[length..];
    }
    (code, texts)
}

/// Length of what begins here, and where the words are if it is a text.
fn token(rest: &str, before: Option<char>) -> (usize, Option<(usize, usize)>) {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), None);
    }
    if rest.starts_with("/*") {
        return (comment(rest), None);
    }
    if rest.starts_with('"') {
        let length = quoted(rest);
        return (length, Some((1, length - 1)));
    }
    if rest.starts_with('r') && !before.is_some_and(is_word) {
        let hashes = rest[1..].chars().take_while(|&c| c == '#').count();
        if rest[1 + hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let from = hashes + 2;
            let to = rest[from..].find(&end).map_or(rest.len(), |at| from + at);
            return ((to + end.len()).min(rest.len()), Some((from, to)));
        }
    }
    if rest.starts_with('\'') {
        return (character(rest).unwrap_or(first), None);
    }
    (first, None)
}

fn comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, _) in rest.char_indices() {
        if rest[at..].starts_with("/*") {
            depth += 1;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            if depth == 0 {
                return at + 2;
            }
        }
    }
    rest.len()
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// The length of a character in quotation marks; nothing for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inner = &rest[1..];
    if inner.starts_with('\\') {
        return inner[2..].find('\'').map(|at| at + 4);
    }
    let c = inner.chars().next()?;
    inner[c.len_utf8()..].starts_with('\'').then(|| c.len_utf8() + 2)
}
