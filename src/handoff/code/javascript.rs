//! A JavaScript module with the AWS SDK v3, for Node.

use std::collections::BTreeMap;

use super::body::{camel, object, quoted, value};
use super::request::{Argument, Place, Request, Service, Signer};
use super::{Ending, Script};

pub(super) fn write(script: &Script) -> String {
    let mut parts: Vec<String> = script.head().iter().map(|line| format!("// {line}\n")).collect();
    parts.push(imports(script));
    if let Some(srp) = &script.srp {
        let (username, pool, password) = (quoted(&srp.username), quoted(&srp.pool), variable(&srp.password));
        parts.push(format!("\nconst srp = createSrpSession({username}, {password}, {pool}, false);\n"));
    }
    let mut clients = Vec::new();
    for request in &script.requests {
        let client = client(request);
        if !clients.contains(&client) {
            parts.push(format!("\nconst {client} = {};\n", made(script, request)));
            clients.push(client.clone());
        }
        let input = input(script, request);
        let operation = command(request);
        parts.push(format!(
            "\nconst {} = await {client}.send(new {operation}({input}));\n",
            camel(&request.name)
        ));
    }
    parts.concat() + "\n" + &ending(script)
}

/// Package and class of a service's client.
const fn library(service: Service) -> (&'static str, &'static str) {
    match service {
        Service::UserPool => ("@aws-sdk/client-cognito-identity-provider", "CognitoIdentityProviderClient"),
        Service::IdentityPool => ("@aws-sdk/client-cognito-identity", "CognitoIdentityClient"),
        Service::Sts => ("@aws-sdk/client-sts", "STSClient"),
    }
}

fn command(request: &Request) -> String {
    format!("{}Command", request.operation.name())
}

fn imports(script: &Script) -> String {
    let mut wanted: BTreeMap<Service, Vec<String>> = BTreeMap::new();
    for request in &script.requests {
        let names =
            wanted.entry(request.service).or_insert_with(|| vec![library(request.service).1.to_owned()]);
        if !names.contains(&command(request)) {
            names.push(command(request));
        }
    }
    let line = |(service, names): (Service, Vec<String>)| {
        format!("import {{ {} }} from {};\n", names.join(", "), quoted(library(service).0))
    };
    let lines: String = wanted.into_iter().map(line).collect();
    let srp = "import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from \"cognito-srp-helper\";\n";
    if script.srp.is_some() { lines + srp } else { lines }
}

fn client(request: &Request) -> String {
    let name = camel(&request.service.id().replace('-', "_"));
    match request.signer {
        Signer::Keys(_) => format!("{name}WithKeys"),
        Signer::Nobody | Signer::Settings => name,
    }
}

fn made(script: &Script, request: &Request) -> String {
    let mut given = vec![format!("region: {}", quoted(&request.region))];
    given.extend(request.endpoint.iter().map(|endpoint| format!("endpoint: {}", quoted(endpoint))));
    if let Signer::Keys(at) = request.signer
        && let Some(keys) = script.request(at)
    {
        let part = |part: &str| format!("{}.Credentials.{part}", camel(&keys.name));
        given.push(format!(
            "credentials: {{\n    accessKeyId: {},\n    secretAccessKey: {},\n    sessionToken: {},\n  }}",
            part("AccessKeyId"),
            part(keys.secret_key()),
            part("SessionToken"),
        ));
    }
    let class = library(request.service).1;
    format!("new {class}({{\n  {},\n}})", given.join(",\n  "))
}

/// What a command is given; SRP's helper puts into it what it has worked out.
fn input(script: &Script, request: &Request) -> String {
    let leaf = |argument: &Argument| written(script, argument);
    let input = object(&request.arguments, 0, &leaf);
    let find = |wanted: fn(&Argument) -> Option<usize>| {
        request.arguments.iter().find_map(|(_, argument)| wanted(argument))
    };
    if find(|argument| matches!(argument, Argument::SrpStart(_)).then_some(0)).is_some() {
        return format!("wrapInitiateAuth(srp, {input})");
    }
    let question = find(|argument| match argument {
        Argument::SrpProof { question, .. } => Some(*question),
        Argument::Plain(_)
        | Argument::Variable(_)
        | Argument::Answer(_)
        | Argument::Bare(_)
        | Argument::Map(_)
        | Argument::List(_)
        | Argument::SrpStart(_) => None,
    });
    match question.and_then(|at| script.request(at)) {
        Some(asked) => format!("wrapAuthChallenge(signSrpSession(srp, {}), {input})", camel(&asked.name)),
        None => input,
    }
}

fn written(script: &Script, argument: &Argument) -> String {
    match argument {
        Argument::Plain(text) => quoted(text),
        Argument::Variable(name) => variable(name),
        Argument::Answer(place) => answer(script, place),
        Argument::Bare(other) => other.to_string(),
        Argument::SrpStart(members) | Argument::SrpProof { rest: members, .. } => {
            object(members, 1, &|leaf| written(script, leaf))
        }
        Argument::Map(_) | Argument::List(_) => value(argument, 1, &|leaf| written(script, leaf)),
    }
}

fn variable(name: &str) -> String {
    format!("process.env.{name}")
}

fn answer(script: &Script, place: &Place) -> String {
    let name = script.request(place.request).map_or(String::new(), |request| camel(&request.name));
    place.path.iter().fold(name, |place, part| {
        let is_word = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_word { format!("{place}.{part}") } else { format!("{place}[{}]", quoted(part)) }
    })
}

fn ending(script: &Script) -> String {
    let lines = |at: usize, part: &str, names: &[&str]| {
        let name = script.request(at).map_or(String::new(), |request| camel(&request.name));
        let line = |key: &&str| format!("console.log(\"{key}:\", {name}.{part}.{key});\n");
        names.iter().map(line).collect::<String>()
    };
    match script.ending {
        Ending::Keys(at) => {
            let secret = script.request(at).map_or("SecretKey", Request::secret_key);
            lines(at, "Credentials", &["AccessKeyId", secret, "SessionToken"])
        }
        Ending::Tokens(at) => lines(at, "AuthenticationResult", &["IdToken", "AccessToken"]),
        Ending::Answer => {
            let last = script.requests.last().map_or(String::new(), |request| camel(&request.name));
            format!("console.log(JSON.stringify({last}, null, 2));\n")
        }
    }
}
