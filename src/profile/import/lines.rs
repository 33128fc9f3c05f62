//! Text by lines: `KEY=value`, `Key: value`, the tables of the SAM and AWS command lines, and
//! labels with their values below, as a page gives them when copied.

use super::Source;
use super::pair::Pair;
use crate::cognito::Region;

/// The pairs of a text.
pub(super) fn read(text: &str) -> (Source, Vec<Pair>) {
    let mut reading = Reading::default();
    text.lines().map(str::trim).filter(|line| !line.is_empty()).for_each(|line| reading.line(line));
    let Reading { pairs, assigned, named, stack, .. } = reading;
    let source = if stack {
        Source::StackOutputs
    } else if assigned > named {
        Source::DotEnv
    } else {
        Source::Text
    };
    (source, pairs)
}

#[derive(Default)]
struct Reading<'t> {
    pairs: Vec<Pair>,
    /// Lines with `=` and lines with `:`.
    assigned: usize,
    named: usize,
    /// It was the output of a stack.
    stack: bool,
    /// The line above, when it held no pair.
    above: Option<&'t str>,
    /// The key of a SAM table's `Key … Value …`.
    sam_key: Option<&'t str>,
}

impl<'t> Reading<'t> {
    fn line(&mut self, line: &'t str) {
        if line.starts_with(['#', ';']) || line.starts_with("//") {
            return;
        }
        if line.to_ascii_lowercase().contains("outputs") {
            self.stack = true;
        }
        let above = self.above.take();
        if let Some((key, value, is_assigned)) = split(line) {
            self.assigned += usize::from(is_assigned);
            self.named += usize::from(!is_assigned);
            self.pairs.push(Pair::flat(key, value, true));
        } else if !self.cells(line) {
            if let Some(label) = above {
                self.pairs.push(Pair::flat(label, unquoted(line), false));
            }
            self.above = Some(line);
        }
    }

    /// A line of a table. Which column is the key is unclear, so each neighbor may be.
    fn cells(&mut self, line: &'t str) -> bool {
        let cells: Vec<&str> = if line.contains('|') {
            line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect()
        } else {
            line.split("  ")
                .flat_map(|part| part.split('\t'))
                .map(str::trim)
                .filter(|c| !c.is_empty())
                .collect()
        };
        match cells.as_slice() {
            [] | [_] => return false,
            ["Key", key] => self.sam_key = Some(key),
            ["Value", value] if self.sam_key.is_some() => {
                let key = self.sam_key.take().unwrap_or_default();
                self.pairs.push(Pair::flat(key, value, true));
            }
            cells => {
                for (key, value) in cells.iter().zip(cells.iter().skip(1)) {
                    self.pairs.push(Pair::flat(key, unquoted(value), false));
                }
            }
        }
        true
    }
}

/// Key, value, and whether an equals sign stood between them.
fn split(line: &str) -> Option<(&str, &str, bool)> {
    let line = PREFIXES.iter().fold(line, |line, prefix| line.strip_prefix(prefix).unwrap_or(line));
    let at = line.find(['=', ':'])?;
    let (key, rest) = line.split_at_checked(at)?;
    let mut rest = rest.chars();
    let is_assigned = rest.next() == Some('=');
    let key = key.trim().trim_matches(['"', '\'', '`']);
    let is_key = !key.is_empty()
        && key.chars().count() <= 80
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
        && !(Region::parse(key).is_ok() || key == "arn" || rest.as_str().starts_with("//"));
    is_key.then(|| (key, unquoted(rest.as_str()), is_assigned))
}

/// What may stand before a key and is none of it.
const PREFIXES: [&str; 6] = ["- ", "export ", "set ", "setx ", "$env:", "\\$"];

/// The value without quotes, comment, comma or semicolon.
fn unquoted(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\'', '`'] {
        if let Some((inside, _)) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return inside.trim();
        }
    }
    let value = value.split_once(" #").map_or(value, |(value, _)| value);
    value.trim().trim_end_matches([',', ';']).trim_end()
}
