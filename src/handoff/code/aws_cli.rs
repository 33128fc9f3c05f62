//! A script of AWS CLI commands. Each takes its input from a file that only its owner can read, and that is gone in the
//! end, so no secret stands in a list of processes. (It reads its input twice, so a pipe will not do.)

use super::super::format::sh_quoted;
use super::Script;
use super::bash;
use super::request::{Request, Signer, snake};

const INPUT: &str = r#"input=$(mktemp); trap 'rm -f "$input"' EXIT"#;

pub(super) fn write(script: &Script) -> String {
    let mut parts = Vec::new();
    for request in &script.requests {
        if !request.arguments.is_empty() {
            parts.push(format!(
                "cat > \"$input\" <<END\n{}\nEND\n",
                bash::body(&script.requests, &request.arguments)
            ));
        }
        parts.push(bash::command(&request.name, &line(script, request), None));
        parts.push("\n".to_owned());
    }
    parts.push(bash::ending(script, |_| "field"));
    let text = parts.concat();
    let wants_input = text.contains("\"$input\"");
    bash::head(script, &if wants_input { format!("{INPUT}\n\n{text}") } else { text })
}

fn line(script: &Script, request: &Request) -> String {
    let operation = snake(request.operation.name()).replace('_', "-");
    let mut words = vec![format!("aws {} {operation} --region {}", request.service.id(), request.region)];
    words.extend(request.endpoint.iter().map(|endpoint| format!("--endpoint-url {}", sh_quoted(endpoint))));
    words.push("--output json".to_owned());
    let keys = match request.signer {
        Signer::Nobody => {
            words.push("--no-sign-request".to_owned());
            None
        }
        Signer::Settings => None,
        Signer::Keys(at) => script.request(at),
    };
    if !request.arguments.is_empty() {
        words.push("--cli-input-json \"file://$input\"".to_owned());
    }
    let line = words.join(" \\\n  ");
    match keys {
        None => line,
        Some(keys) => {
            let part = |part: &str| format!("\"$(field \"${}\" {part})\"", keys.name);
            let (id, secret, token) = (part("AccessKeyId"), part(keys.secret_key()), part("SessionToken"));
            format!(
                "AWS_ACCESS_KEY_ID={id} \\\n  AWS_SECRET_ACCESS_KEY={secret} \\\n  AWS_SESSION_TOKEN={token} \\\n  {line}"
            )
        }
    }
}
