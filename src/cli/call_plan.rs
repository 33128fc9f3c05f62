//! What `call` is to send, checked before anybody signs in: the address, what goes along, which ways are to be tried, and
//! where the answer is to be saved.

use std::io::{self, Read as _};
use std::path::Path;

use anyhow::Context as _;

use super::call::CallArgs;
use super::console::Console;
use super::problem::Problem;
use super::purpose::Purpose;
use super::setup::Refusal;
use crate::engine::{disk, saving};
use crate::flow::{ApiDraft, ApiField, ApiProblem, ApiRequest, AuthKind};

/// A body that is read from a file or stdin is at most this large: API Gateway takes 10 MB.
const MOST_BYTES: u64 = 10 << 20;
const NO_TEXT: &str = "it is no text in UTF-8, and other bytes cannot be sent from here";

/// What is to be called, checked.
pub(super) struct Plan {
    pub(super) draft: ApiDraft,
    pub(super) kinds: Vec<AuthKind>,
    /// The method changes nothing.
    only_looks: bool,
}

impl Plan {
    pub(super) fn read(args: &CallArgs, console: &mut dyn Console) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut found = |result: Result<_, Problem>| result.map_err(|problem| problems.push(problem)).ok();
        let kinds = found(kinds(args.auth.as_deref())).unwrap_or_default();
        let headers = headers(args, console);
        let body = body(args);
        problems.extend(headers.as_ref().err().cloned());
        problems.extend(body.as_ref().err().cloned());
        let body = body.unwrap_or_default();
        let method = args.method.clone().unwrap_or_default();
        let is_post = method.is_empty() && args.data.is_some();
        let draft = ApiDraft {
            method: if is_post { "POST".to_owned() } else { method },
            url: args.url.clone(),
            headers: headers.unwrap_or_default().into(),
            body: body.into(),
            region: args.sign_region.clone().unwrap_or_default(),
            service: args.sign_service.clone().unwrap_or_default(),
        };
        let is_path = draft.url.starts_with('/');
        if is_path && !args.sign_in.practice {
            problems.push(Problem::new("URL", "A path alone is one of the practice API’s: add --practice"));
        }
        if args.sign_in.practice && !is_path && !draft.url.contains("://") {
            let text = "An address begins with https://, and a path of the practice API with a slash: /iam";
            return Err([problems, vec![Problem::new("URL", text)]].concat());
        }
        // Where the practice API is, is known once it has begun.
        let base = if is_path { "http://localhost" } else { "" };
        let whole = ApiDraft { url: format!("{base}{}", draft.url), ..draft.clone() };
        let request = whole.check();
        let only_looks = request.as_ref().is_ok_and(ApiRequest::only_looks);
        problems.extend(request.err().into_iter().flatten().map(|problem| named(&problem)));
        if kinds.contains(&AuthKind::Iam) {
            // Where the host does not tell the region, the keys will.
            problems.extend(draft.scope(Some("at-hand")).err().map(|problem| named(&problem)));
        }
        let brings_no_tokens = args.sign_in.guest || args.sign_in.developer.is_some();
        if brings_no_tokens
            && kinds.iter().any(|kind| matches!(kind, AuthKind::Id | AuthKind::Access))
            && kinds.len() == 1
        {
            let text =
                "A guest and a developer's user have no tokens: sign in as a user of the pool, or use iam";
            problems.push(Problem::new("--auth", text));
        }
        problems.extend(args.output.as_deref().and_then(|path| not_saved_there(path, args.force)));
        let gives_away = kinds.iter().find_map(|kind| draft.gives_away(*kind));
        problems.extend(gives_away.map(|text| Problem::new("URL", text)));
        if problems.is_empty() { Ok(Self { draft, kinds, only_looks }) } else { Err(problems) }
    }

    /// Each try of a request that may change something may change it: a yes is wanted first.
    pub(super) fn agreed(&self, args: &CallArgs, console: &mut dyn Console) -> Result<(), Refusal> {
        if self.kinds.len() < 2 || self.only_looks || args.yes {
            return Ok(());
        }
        let refused = |text: String| Err(Refusal::Problems(vec![Problem::new("--auth", text)]));
        let method = self.draft.method.trim().to_ascii_uppercase();
        let each = format!("all sends {method} once for each way, up to {} times", self.kinds.len());
        if !console.is_interactive() {
            return refused(format!("{each}, and it may change something: agree by --yes, or name one way"));
        }
        let typed = console.ask(&format!("--auth {each}. Send them? [y/N]"));
        let typed = typed.context("The terminal could not be read")?.unwrap_or_default();
        let is_yes = ["y", "yes"].contains(&typed.trim().to_lowercase().as_str());
        if is_yes { Ok(()) } else { refused("Nothing was sent".to_owned()) }
    }

    pub(super) fn signs_in(&self) -> bool {
        self.kinds.iter().any(|kind| *kind != AuthKind::Nothing)
    }

    /// For a token the identity half of a sign-in is of no use.
    pub(super) fn purpose(&self) -> Purpose {
        if self.kinds.contains(&AuthKind::Iam) { Purpose::SignIn } else { Purpose::ForTokens }
    }
}

/// Why the answer cannot be saved under that name, as far as that can be told beforehand.
fn not_saved_there(path: &Path, is_forced: bool) -> Option<Problem> {
    let text = if let Some(folder) = disk::missing_folder(path) {
        format!("There is no folder {}", folder.display())
    } else if disk::is_folder(path) {
        format!("{} is a folder: name a file in it", path.display())
    } else if !is_forced && disk::would_replace(path) {
        format!("{}; --force writes over it", saving::Replaced::File.told(path))
    } else {
        return None;
    };
    Some(Problem::new("-o", text))
}

fn kinds(word: Option<&str>) -> Result<Vec<AuthKind>, Problem> {
    match word {
        None => Ok(vec![AuthKind::Iam]),
        Some("all") => Ok(AuthKind::ALL.to_vec()),
        Some(word) => match AuthKind::from_word(word) {
            Some(kind) => Ok(vec![kind]),
            None => Err(Problem::new("--auth", "Expected iam, id, access, none or all")),
        },
    }
}

/// One a line, as the form has them.
fn headers(args: &CallArgs, console: &dyn Console) -> Result<String, Problem> {
    let mut lines = args.header.clone();
    for given in &args.header_env {
        let (name, variable) =
            given.split_once('=').ok_or_else(|| Problem::new("--header-env", "Expected NAME=VAR"))?;
        let value = console.variable(variable).filter(|value| !value.is_empty());
        let lacking = || Problem::new("--header-env", format!("{variable} is empty or not set"));
        lines.push(format!("{name}: {}", value.ok_or_else(lacking)?.expose()));
    }
    if lines.iter().any(|line| line.contains('\n')) {
        return Err(Problem::new("--header", "A header is one line"));
    }
    Ok(lines.join("\n"))
}

fn body(args: &CallArgs) -> Result<String, Problem> {
    let unreadable = |what: &str, err: &io::Error| {
        let is_binary = err.kind() == io::ErrorKind::InvalidData;
        let told = if is_binary { NO_TEXT.to_owned() } else { err.to_string() };
        Problem::new("--data", format!("{what}: {told}"))
    };
    match args.data.as_deref().map(|data| (data, data.strip_prefix('@'))) {
        None => Ok(String::new()),
        Some((text, None)) => Ok(text.to_owned()),
        Some((_, Some("-"))) if args.sign_in.password_stdin => Err(Problem::new(
            "--data",
            "stdin has the password: name a file, or give the password by --password-env",
        )),
        Some((_, Some("-"))) => whole(io::stdin().lock()).map_err(|err| unreadable("stdin", &err)),
        Some((_, Some(path))) => match disk::read_small(Path::new(path), MOST_BYTES) {
            Ok(Some(text)) => Ok(text),
            Ok(None) => Err(Problem::new("--data", format!("{path} is not there"))),
            Err(err) => Err(unreadable(path, &err)),
        },
    }
}

/// All there is to read, unless it is too much.
fn whole(from: impl io::Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        let problem = format!("it has more than {MOST_BYTES} bytes, which are the most");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    String::from_utf8(bytes).map_err(|err| io::Error::new(io::ErrorKind::InvalidData, err))
}

/// A problem of the form under the name of its option.
pub(super) fn named(problem: &ApiProblem) -> Problem {
    let option = match problem.field {
        ApiField::Method => "--method",
        ApiField::Url => "URL",
        ApiField::Headers => "--header",
        ApiField::Region => "--sign-region",
        ApiField::Service => "--sign-service",
    };
    Problem::new(option, problem.text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tests::Person;

    fn args(method: &str, auth: &str) -> CallArgs {
        let own = |text: &str| Some(text.to_owned());
        let url = "https://a.example/pets".to_owned();
        CallArgs { url, method: own(method), auth: own(auth), ..CallArgs::default() }
    }

    /// Whether it goes on, and what was asked.
    fn agreed(args: &CallArgs, types: &[&'static str]) -> (bool, Vec<String>) {
        let mut person = Person::who_types(types);
        let plan = Plan::read(args, &mut person).unwrap_or_else(|problems| panic!("{problems:?}"));
        (plan.agreed(args, &mut person).is_ok(), person.asked)
    }

    #[test]
    fn each_way_of_what_may_change_something_is_sent_after_a_yes_alone() {
        let question = "--auth all sends DELETE once for each way, up to 4 times. Send them? [y/N]";
        for (types, goes_on) in [("y", true), ("Yes", true), ("n", false), ("", false)] {
            assert_eq!(
                agreed(&args("delete", "all"), &[types]),
                (goes_on, vec![question.to_owned()]),
                "{types}"
            );
        }
        assert!(!agreed(&args("PUT", "all"), &[]).0, "the terminal was closed");
        let beforehand = CallArgs { yes: true, ..args("POST", "all") };
        for args in [beforehand, args("POST", "iam"), args("get", "all"), args("HEAD", "all")] {
            assert_eq!(agreed(&args, &[]), (true, vec![]), "{args:?}");
        }
    }

    #[test]
    fn what_may_be_secret_is_in_no_debug() {
        let marked = CallArgs {
            url: "https://a.example?key=marked".to_owned(),
            header: vec!["x-api-key: marked".to_owned()],
            data: Some("marked".to_owned()),
            ..args("POST", "id")
        };
        let shown = format!("{marked:?}");
        assert!(shown.contains("POST") && !shown.contains("marked"), "{shown}");
    }

    #[test]
    fn a_body_is_sent_whole_or_not_at_all() {
        let most = usize::try_from(MOST_BYTES).unwrap();
        assert_eq!(whole(vec![b'a'; most].as_slice()).unwrap().len(), most);
        let kind = |bytes: &[u8]| whole(bytes).unwrap_err().kind();
        assert_eq!(kind(&vec![b'a'; most + 1]), io::ErrorKind::FileTooLarge);
        assert_eq!(kind(&[0xff, 0xd8]), io::ErrorKind::InvalidData);
    }
}
