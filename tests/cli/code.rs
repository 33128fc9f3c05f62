//! A walk written down as a script: from the admin flow of the classic script on, without a secret in it.

use poolwalk::handoff::code::Language;

use crate::stage::{Run, password_of, program};

fn code(language: &str, options: &[&str]) -> Run {
    Run::of(program(&["code", language, "--practice"]).args(options))
}

#[test]
fn the_admin_flow_in_python_is_the_classic_script() {
    let run = code("boto3", &["--flow", "ADMIN_NO_SRP_AUTH"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for line in [
        "admin_initiate_auth = cognito_idp.admin_initiate_auth(",
        "    AuthFlow=\"ADMIN_NO_SRP_AUTH\"",
        "get_credentials_for_identity = cognito_identity.get_credentials_for_identity(",
        "        \"PASSWORD\": os.environ[\"COGNITO_PASSWORD\"]",
    ] {
        // The parameters stand in the order in which the SDK happened to send them.
        let is_there =
            run.stdout.lines().any(|found| found.trim_end_matches(',') == line.trim_end_matches(','));
        assert!(is_there, "{line}\n{}", run.stdout);
    }
    assert!(
        run.stdout.contains("# It prints the keys in full, on the screen or into a log."),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains(password_of("ada")) && !run.stdout.contains("eyJ"), "{}", run.stdout);
}

#[test]
fn every_language_writes_a_walk_with_the_password() {
    for language in Language::ALL {
        let run = code(language.word(), &["--flow", "password"]);
        assert_eq!(run.code, Some(0), "{}: {}", language.word(), run.stderr);
        assert!(run.stdout.contains("COGNITO_PASSWORD"), "{}", run.stdout);
    }
}

#[test]
fn a_language_without_a_library_for_proofs_says_so_before_anybody_signs_in() {
    for language in Language::ALL {
        let run = code(language.word(), &[]);
        assert_eq!(run.code, Some(if language.proves() { 0 } else { 2 }), "{}", run.stderr);
        assert_eq!(run.stderr.contains("--flow password"), !language.proves(), "{}", run.stderr);
    }
    let run = code("boto3", &["--json"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("what is printed is a script"), "{}", run.stderr);
}
