//! The texts of `assets/explain`, split into sections once. It knows the files' plain form
//! (`# Title`, then `key: text` lines) and nothing of what the texts say.

use std::sync::LazyLock;

/// One section: the words after `#`, and its lines.
#[derive(Debug)]
pub(super) struct Section {
    title: &'static str,
    lines: Vec<(&'static str, &'static str)>,
}

impl Section {
    pub(super) const fn new(title: &'static str, lines: Vec<(&'static str, &'static str)>) -> Self {
        Self { title, lines }
    }

    /// The words after `#`.
    pub(super) const fn title(&self) -> &'static str {
        self.title
    }

    /// Every line: key and text.
    pub(super) fn lines(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.lines.iter().copied()
    }

    /// The entries of a line that is a list: `App client · SRP`.
    pub(super) fn list(&self, key: &str) -> impl Iterator<Item = &'static str> {
        self.line(key).split(" · ").filter(|entry| !entry.is_empty())
    }

    /// The text of a line by its key. Empty when there is none; a test sees to it that there is.
    pub(super) fn line(&self, key: &str) -> &'static str {
        self.lines.iter().find(|(known, _)| *known == key).map_or("", |(_, text)| text)
    }
}

/// The lessons: one section per operation, or per operation and what it is about.
pub(super) static LESSONS: LazyLock<Vec<Section>> =
    LazyLock::new(|| sections(include_str!("../../assets/explain/lessons.md")));

/// The cards: one section per challenge, and `*` for the ones not known.
pub(super) static CHALLENGES: LazyLock<Vec<Section>> =
    LazyLock::new(|| sections(include_str!("../../assets/explain/challenges.md")));

/// The glossary: one section per term.
pub(super) static TERMS: LazyLock<Vec<Section>> =
    LazyLock::new(|| sections(include_str!("../../assets/explain/terms.md")));

/// The pages: one section each, a line per paragraph under its heading.
pub(super) static PAGES: LazyLock<Vec<Section>> =
    LazyLock::new(|| sections(include_str!("../../assets/explain/pages.md")));

/// The section with this title.
pub(super) fn find<'a>(sections: &'a [Section], title: &str) -> Option<&'a Section> {
    sections.iter().find(|section| section.title == title)
}

fn sections(file: &'static str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in file.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            sections.push(Section { title, lines: Vec::new() });
        } else if let (Some(section), Some(pair)) = (sections.last_mut(), line.split_once(": ")) {
            section.lines.push(pair);
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_line_is_there(sections: &[Section], keys: &[&str]) {
        for section in sections {
            // Other names of a term are there for some.
            let found: Vec<_> = section.lines().map(|(key, _)| key).filter(|key| *key != "also").collect();
            assert_eq!(found, keys, "in “{}”", section.title);
            let twins = sections.iter().filter(|other| other.title == section.title).count();
            assert_eq!(twins, 1, "“{}” stands there more than once", section.title);
        }
    }

    #[test]
    fn every_section_has_its_lines_once() {
        every_line_is_there(&LESSONS, &["why", "proves", "next", "terms"]);
        every_line_is_there(&CHALLENGES, &["title", "text"]);
        every_line_is_there(&TERMS, &["what", "use", "next", "see"]);
    }
}
