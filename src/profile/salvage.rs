//! Makes a broken TOML file whole again by turning the least possible of it into comments. It
//! looks at lines and tables, not at what the keys mean.

use std::ops::Range;

use toml_edit::Document;

use super::warning::{Problem, Warning};

/// What is put before a line that could not be read.
const UNREAD_PREFIX: &str = "# not understood: ";

/// How often the parser may be asked: enough for any file edited by hand, and an end for
/// files that were never TOML.
const MOST_TRIES: u32 = 4000;

/// The text with unreadable lines as comments, line for line, and what became of them.
pub(super) fn salvage(text: &str) -> (String, Vec<Warning>) {
    if Document::parse(text).is_ok() {
        return (text.to_owned(), Vec::new());
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut salvage = Salvage { sound: String::new(), lost: Vec::new(), tries: 0, lines: &lines };
    salvage.take_tables(&tables(&lines));
    (salvage.text(), salvage.warnings())
}

struct Salvage<'t> {
    lines: &'t [&'t str],
    /// The lines that parse together, as far as we have come.
    sound: String,
    /// Line index (from 0) and what the parser said, in order.
    lost: Vec<(usize, String)>,
    tries: u32,
}

impl<'t> Salvage<'t> {
    /// Takes over all tables at once if they parse, or each half by itself.
    fn take_tables(&mut self, tables: &[Range<usize>]) {
        let (Some(first), Some(last)) = (tables.first(), tables.last()) else { return };
        if self.fits(first.start..last.end).is_ok() {
            return;
        }
        if let [table] = tables {
            self.take_table(table.clone());
        } else {
            let (left, right) = tables.split_at(tables.len() / 2);
            self.take_tables(left);
            self.take_tables(right);
        }
    }

    /// A table whose header is broken goes as a whole: its keys would fall to the table above.
    fn take_table(&mut self, table: Range<usize>) {
        let head = table.start..table.start + 1;
        if !self.line(head.start).is_some_and(is_header) {
            self.take_lines(table);
        } else if let Err(message) = self.fits(head.clone()) {
            self.lost.extend(table.map(|line| (line, message.clone())));
        } else {
            self.take_lines(head.end..table.end);
        }
    }

    fn take_lines(&mut self, lines: Range<usize>) {
        if lines.is_empty() {
            return;
        }
        if let Err(message) = self.fits(lines.clone()) {
            if lines.len() == 1 {
                self.lost.push((lines.start, message));
            } else {
                let middle = lines.start + lines.len() / 2;
                self.take_lines(lines.start..middle);
                self.take_lines(middle..lines.end);
            }
        }
    }

    /// Adds the lines to what is sound if it stays so, or gives the parser's words.
    fn fits(&mut self, lines: Range<usize>) -> Result<(), String> {
        self.tries += 1;
        if self.tries > MOST_TRIES {
            return Err("too much of the file is broken".to_owned());
        }
        let before = self.sound.len();
        for line in lines {
            self.sound.push_str(self.line(line).unwrap_or_default());
        }
        let parsed = Document::parse(&self.sound).map(|_| ());
        parsed.map_err(|err| {
            self.sound.truncate(before);
            err.message().lines().next().unwrap_or_default().to_owned()
        })
    }

    fn line(&self, index: usize) -> Option<&'t str> {
        self.lines.get(index).copied()
    }

    fn text(&self) -> String {
        let mut lost = self.lost.iter().map(|(line, _)| *line).peekable();
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if lost.next_if_eq(&index).is_some() {
                text.push_str(&as_comment(line));
            } else {
                text.push_str(line);
            }
        }
        text
    }

    /// One warning for each run of lines that were lost for the same reason.
    fn warnings(&self) -> Vec<Warning> {
        let mut warnings: Vec<Warning> = Vec::new();
        for (index, message) in &self.lost {
            if let Some(Warning { line, problem: Problem::Unread { lines, message: said }, .. }) =
                warnings.last_mut()
                && *line + *lines == index + 1
                && said == message
            {
                *lines += 1;
            } else {
                let problem = Problem::Unread { lines: 1, message: message.clone() };
                warnings.push(Warning { line: index + 1, key: None, problem });
            }
        }
        warnings
    }
}

/// Each table with its header line; what stands before the first header comes first.
fn tables(lines: &[&str]) -> Vec<Range<usize>> {
    let headers = lines.iter().enumerate().filter(|(_, line)| is_header(line)).map(|(index, _)| index);
    let mut starts: Vec<usize> = std::iter::once(0).chain(headers).collect();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn is_header(line: &str) -> bool {
    line.trim_start_matches(['\u{feff}', ' ', '\t']).starts_with('[')
}

/// TOML allows no control characters in comments, but for tabs.
fn as_comment(line: &str) -> String {
    let text = line.trim_end_matches(['\n', '\r']);
    if text.trim().is_empty() {
        return "\n".to_owned();
    }
    let tame: String =
        text.chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect();
    format!("{UNREAD_PREFIX}{tame}\n")
}
