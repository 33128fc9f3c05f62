//! Bodies: told apart by what they look like (JSON, form, XML or HTML, plain), masked, made readable.

use super::Show;
use super::policy::{self, Sight, form, grouped, mask, prose, sight};
use super::tree::{DEEPEST, Node};

/// Nobody reads on after this many characters, and a label that long slows a window down.
const MOST_CHARS: usize = 64 * 1024;

/// A body for reading.
pub(super) fn readable(text: &str, show: Show) -> String {
    capped(whole(text, show))
}

/// All of it, however long.
pub(super) fn whole(text: &str, show: Show) -> String {
    match (Node::parse(text), show) {
        (Some(node), Show::Masked) => masked("", node).pretty(),
        (Some(node), Show::Revealed) => node.pretty(),
        (None, Show::Revealed) => text.to_owned(),
        (None, Show::Masked) => masked_text(text),
    }
}

fn capped(text: String) -> String {
    match text.char_indices().nth(MOST_CHARS) {
        None => text,
        Some((at, _)) => {
            let (start, rest) = text.split_at_checked(at).unwrap_or((&text, ""));
            format!("{start}\n… {} more characters", grouped(rest.chars().count()))
        }
    }
}

/// A JSON value with all that must not be seen masked; `name` is the key it stands under.
fn masked(name: &str, node: Node) -> Node {
    let is_hidden = sight(name) == Sight::Hidden;
    match node {
        Node::Object(members) => {
            Node::Object(members.into_iter().map(|member| member_masked(member, is_hidden)).collect())
        }
        Node::Array(items) => Node::Array(items.into_iter().map(|item| masked(name, item)).collect()),
        Node::Text(text) => Node::Text(text_masked(name, &text)),
        Node::Bare(_) if is_hidden => Node::Text(mask("")),
        Node::Bare(_) | Node::Null => node,
    }
}

/// Everything below a hidden key is hidden, whatever its own key says.
fn member_masked((name, node): (String, Node), is_hidden: bool) -> (String, Node) {
    let node = if is_hidden { masked("secret", node) } else { masked(&name, node) };
    (policy::prose(&name), node)
}

/// Some texts are JSON themselves (`requiredAttributes`): they are masked from within.
pub(super) fn text_masked(name: &str, text: &str) -> String {
    let is_json = sight(name) != Sight::Hidden && text.starts_with(['{', '[']);
    if let Some(inner) = is_json.then(|| Node::parse(text)).flatten() {
        return masked(name, inner).compact();
    }
    policy::value(name, text)
}

fn masked_text(text: &str) -> String {
    let start = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    if start.starts_with(['{', '[', '"']) {
        return cut_json(text);
    }
    if start.starts_with('<') {
        return markup(text);
    }
    if is_form(text) { form(text) } else { prose(text) }
}

/// JSON that ends too soon, or is none after all: what could be read of its beginning, masked as ever, and how much is
/// hidden.
fn cut_json(text: &str) -> String {
    let Some((read, rest)) = beginning(text) else {
        return format!("{}, JSON that cannot be read", mask_counted(text));
    };
    format!("{}\n… {}, JSON that cannot be read", masked("", read).pretty(), mask_counted(rest))
}

/// The longest beginning that is JSON once what is open in it is closed, and the rest; none where there is nothing in
/// it to look at.
fn beginning(text: &str) -> Option<(Node, &str)> {
    const MOST_BYTES: usize = MOST_CHARS / 4;
    let looked_at = text.get(..text.floor_char_boundary(MOST_BYTES)).unwrap_or(text);
    let (mut open, mut whole) = (Vec::new(), (0, Vec::new()));
    let (mut in_text, mut is_escaped) = (false, false);
    for (at, byte) in looked_at.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => open.push(if byte == b'{' { '}' } else { ']' }),
            b',' if !open.is_empty() => whole = (at, open.clone()),
            b'}' | b']' => {
                open.pop();
                whole = (at + 1, open.clone());
            }
            _ => {}
        }
        if open.len() > DEEPEST || (open.is_empty() && whole.0 > 0) {
            break;
        }
    }
    let (end, open) = whole;
    let (read, rest) = text.split_at_checked(end).filter(|_| end > 0)?;
    let closed: String = read.chars().chain(open.into_iter().rev()).collect();
    Some((Node::parse(&closed)?, rest))
}

fn mask_counted(text: &str) -> String {
    format!("•••• {} characters", grouped(text.chars().count()))
}

fn is_form(text: &str) -> bool {
    text.contains('=') && !text.contains(|letter: char| letter.is_whitespace() || "<>\"'{}".contains(letter))
}

/// XML and HTML: the content of elements with a secret's name is masked, the rest is judged by its looks.
fn markup(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, from_tag)) = rest.split_once('<') {
        let (tag, after) = from_tag.split_once('>').unwrap_or((from_tag, ""));
        shown += &prose(before);
        shown.push('<');
        shown += &prose(tag);
        shown += if from_tag.contains('>') { ">" } else { "" };
        rest = after;
        let name =
            tag.split(|letter: char| letter.is_whitespace() || letter == '/').next().unwrap_or_default();
        if !name.is_empty() && !tag.ends_with('/') && is_hidden_element(name) {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            let (secret, from_end) = rest.split_at_checked(end).unwrap_or((rest, ""));
            shown += &mask(secret);
            rest = from_end;
        }
    }
    shown + &prose(rest)
}

/// `sts:SessionToken` is judged by its last part.
fn is_hidden_element(name: &str) -> bool {
    sight(name.rsplit(':').next().unwrap_or_default()) == Sight::Hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        readable(text, Show::Masked)
    }

    #[test]
    fn of_json_that_was_cut_the_beginning_is_read_with_its_secrets_masked() {
        let cut = "{\"pets\": [{\"name\": \"Rex\", \"api_key\": \"hunter2\", \"age\": 3}, {\"name\": \"Io\", \"pass";
        let shown = masked(cut);
        assert!(shown.contains("\"name\": \"Rex\"") && shown.contains("\"name\": \"Io\""), "{shown}");
        assert!(!shown.contains("hunter2") && shown.contains("\"age\": 3"), "{shown}");
        assert!(shown.ends_with("… •••• 7 characters, JSON that cannot be read"), "{shown}");
    }

    #[test]
    fn what_was_cut_within_a_secret_is_not_shown() {
        for cut in [
            "{\"password\": \"hunter2",
            "{\"password\": \"hunter2\"",
            "{\"a\": \"}\", \"password\": \"hun\\\"ter2",
            "{\"a\": 1, hunter2}",
            "[hunter2, 1]",
            "\"hunter2\", 1",
            "{\"a\": 1} hunter2",
        ] {
            let shown = masked(cut);
            assert!(!shown.contains("hun") && shown.contains("JSON that cannot be read"), "{shown}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(masked(&deep), "•••• 100,000 characters, JSON that cannot be read");
    }
}
