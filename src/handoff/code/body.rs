//! Values as they stand in JSON, Python and JavaScript, which agree on all but the leaves.

use super::request::Argument;

/// How a language writes what is no list and no map.
pub(super) type Leaf<'a> = &'a dyn Fn(&Argument) -> String;

/// An indented map, as JSON has it. Its names are written as plain texts are: what bash or Postman would read into a value
/// it would read into a name.
pub(super) fn object(members: &[(String, Argument)], depth: usize, leaf: Leaf<'_>) -> String {
    let member = |(name, argument): &(String, Argument)| {
        format!("{}: {}", leaf(&Argument::Plain(name.clone())), value(argument, depth + 1, leaf))
    };
    block(('{', '}'), &members.iter().map(member).collect::<Vec<_>>(), depth)
}

/// Any value.
pub(super) fn value(argument: &Argument, depth: usize, leaf: Leaf<'_>) -> String {
    match argument {
        Argument::Map(members) => object(members, depth, leaf),
        Argument::List(items) => {
            let items: Vec<String> = items.iter().map(|item| value(item, depth + 1, leaf)).collect();
            block(('[', ']'), &items, depth)
        }
        Argument::Plain(_)
        | Argument::Variable(_)
        | Argument::Answer(_)
        | Argument::Bare(_)
        | Argument::SrpStart(_)
        | Argument::SrpProof { .. } => leaf(argument),
    }
}

fn block((open, close): (char, char), items: &[String], depth: usize) -> String {
    if items.is_empty() {
        return format!("{open}{close}");
    }
    let (outer, inner) = ("  ".repeat(depth), "  ".repeat(depth + 1));
    format!("{open}\n{inner}{}\n{outer}{close}", items.join(&format!(",\n{inner}")))
}

/// A text in double quotes, as all three read it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// `get_id` → `getId`
pub(super) fn camel(snake: &str) -> String {
    let mut parts = snake.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let mut letters = part.chars();
        let head: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        name + &head + letters.as_str()
    })
}
