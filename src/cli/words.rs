//! The words that options take for flows, first factors and places to stop; a word that is none is answered with
//! those that are. A token is looked at as well, as far as one can be told from what is none.

use super::problem::Problem;
use crate::cognito::{FirstFactor, Until, Way};
use crate::secret::Secret;

/// What scripts get for a member that is not there, from jq, JavaScript and Python.
const NOTHING: [&str; 3] = ["null", "undefined", "None"];

pub(super) fn way(name: &str) -> Result<Way, Problem> {
    let known = match name.trim().to_ascii_lowercase().as_str() {
        "srp" => Some(Way::UserSrp),
        "password" => Some(Way::UserPassword),
        "admin" => Some(Way::AdminUserPassword),
        "auto" => Some(Way::Automatic),
        "choice" => Some(Way::UserAuth),
        "custom" => Some(Way::Custom),
        "custom-srp" => Some(Way::CustomSrp),
        "browser" => Some(Way::Browser),
        _ => Way::from_name(name),
    };
    known.ok_or_else(|| {
        let names = Way::ALL.map(Way::name).join(", ");
        let short = "auto, srp, password, choice, custom, custom-srp, admin, browser";
        Problem::new("--flow", format!("“{name}” is no sign-in flow; expected {short}, {names}"))
    })
}

pub(super) fn preferred(word: Option<&str>) -> Result<Option<FirstFactor>, Problem> {
    let Some(word) = word else { return Ok(None) };
    FirstFactor::from_wire(word).map(Some).ok_or_else(|| {
        let words = FirstFactor::ALL.map(FirstFactor::wire).join(", ");
        Problem::new("--preferred", format!("“{word}” is no first factor; expected one of {words}"))
    })
}

pub(super) fn until(word: Option<&str>) -> Result<Option<Until>, Problem> {
    let Some(word) = word else { return Ok(None) };
    Until::from_word(word).map(Some).ok_or_else(|| {
        let words = Until::ALL.map(Until::word).join(", ");
        Problem::new("--until", format!("“{word}” is no place to stop; expected one of {words}"))
    })
}

/// The token that a script read out of JSON, unless what it got was the word for nothing.
pub(super) fn a_token(option: &'static str, token: Secret) -> Result<Secret, Problem> {
    match NOTHING.iter().find(|word| **word == token.expose().trim()) {
        Some(word) => Err(Problem::new(
            option,
            format!(
                "What the variable holds is no token: found “{word}”, as scripts get for a name that JSON lacks"
            ),
        )),
        None => Ok(token),
    }
}
