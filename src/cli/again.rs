//! How a question that nobody answered is answered by another run of the program: with which options,
//! and where no run can, because it has another code sent.

use super::answers::NEVER_SPOKEN;
use crate::cognito::challenge::name;
use crate::cognito::{Challenge, FieldKind, FieldSpec};
use crate::flow::{ErrandKind, Flow};

/// What to run, as a sentence or two.
pub(super) fn with_answers(asked: &Challenge, flow: &dyn Flow) -> String {
    let options = options(asked);
    if asked.is_by_hand() {
        return format!("Run it again with {options}, or with the keys that it expects");
    }
    match flow.errand() {
        Some(plan) if !asked.is_consent() => after_a_code(plan.kind, &options, flow),
        None if is_sent(asked) => format!(
            "Run it on a terminal, which asks for the code: each run has another one sent. {options} serves \
             where the code is known beforehand"
        ),
        None if asked.name == name::CUSTOM_CHALLENGE => {
            format!("Run it again with {options}, once for each round, in their order")
        }
        Some(_) | None => format!("Run it again with {options}"),
    }
}

/// Once a code was sent, doing the same again would have another one sent.
fn after_a_code(kind: ErrandKind, options: &str, flow: &dyn Flow) -> String {
    let about = flow.errand().and_then(|plan| plan.about.as_deref()).unwrap_or("NAME");
    match kind {
        ErrandKind::SignUp | ErrandKind::ResendCode => {
            format!("Run poolwalk-cli confirm with {options}, without --resend")
        }
        ErrandKind::ForgotPassword
        | ErrandKind::ConfirmReset
        | ErrandKind::VerifyAttribute
        | ErrandKind::ConfirmAttribute => {
            format!("Run it again with --code-sent {options}; without --code-sent another code is sent")
        }
        ErrandKind::EditAttribute => {
            format!("Run poolwalk-cli user verify {about} with --code-sent {options}")
        }
        ErrandKind::SetUpTotp => {
            "Run it again with --answer UserCode=auto: each run sets up another secret, and auto enters the code \
             that an app with it shows"
                .to_owned()
        }
        ErrandKind::ConfirmSignUp
        | ErrandKind::ViewUser
        | ErrandKind::ChangePassword
        | ErrandKind::RemoveTotp
        | ErrandKind::Devices
        | ErrandKind::RememberDevice
        | ErrandKind::DisregardDevice
        | ErrandKind::ForgetDevice
        | ErrandKind::GlobalSignOut
        | ErrandKind::RevokeToken => format!("Run it again with {options}"),
    }
}

/// True for a code that was sent for this sign-in, and counts for no other.
fn is_sent(asked: &Challenge) -> bool {
    let apps = [name::SOFTWARE_TOKEN_MFA, name::VERIFY_SOFTWARE_TOKEN];
    !apps.contains(&asked.name.as_str()) && asked.fields().iter().any(|field| field.kind == FieldKind::Code)
}

fn options(asked: &Challenge) -> String {
    let lacking = |field: &&FieldSpec| !field.is_optional && asked.known(field).is_none();
    let fields = asked.fields();
    let mut options: Vec<_> = fields.iter().filter(lacking).map(option).collect();
    if asked.is_consent() {
        options.push("--yes".to_owned());
    }
    options.join(" ")
}

/// How a field is answered on the command line.
fn option(field: &FieldSpec) -> String {
    let FieldSpec { key, .. } = field;
    if NEVER_SPOKEN.contains(&key.as_str()) {
        format!("--answer-env {key}=VAR")
    } else {
        format!("--answer {key}=…")
    }
}
