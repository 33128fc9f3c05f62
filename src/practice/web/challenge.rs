//! `/login/challenge`: what `auth` asks after the password, as a page. A field is named as its answer is on the wire, so
//! a page needs to know no more of a challenge than what to write beside its fields.

use serde_json::{Map, Value as Json, json};

use super::authorize::Wish;
use super::page::{Esc, Page, alert, form_start, linked_field};
use super::{body, browser, login, query, set_up, signed_in};
use crate::practice::auth;
use crate::practice::error::Failure;
use crate::practice::form::Form;
use crate::practice::input::Input;
use crate::practice::keys::peek;
use crate::practice::pool::{Call, Pool};
use crate::practice::secret_hash;
use crate::practice::wire::Response;

const STEP_FIELD: &str = "step";

/// A question that a page has asked: the answer of the API that asked it.
#[derive(Clone)]
pub(super) struct Step(Json);

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    let wish = match Wish::read(query(call)) {
        Ok(wish) => wish,
        Err(refusal) => return refusal.respond(),
    };
    let form = body(call);
    let handle = form.get(STEP_FIELD).unwrap_or_default().to_owned();
    let step = match pool.web.steps.peek(&handle, call.now) {
        Ok(step) if browser::is_own_form(call, &form) => step,
        Ok(_) | Err(_) => {
            return login::page(pool, call, &wish, Some("Signing in took too long. Start again."));
        }
    };
    match reply(pool, call, (&wish, &step), &form) {
        // What may be tried again under the same session is asked again.
        Err(failure) if failure.code != "NotAuthorizedException" => {
            ask(pool, call, &wish, (&step, Some(&failure)))
        }
        outcome => {
            pool.web.steps.spend(&handle);
            next(pool, call, &wish, outcome)
        }
    }
}

/// Answers the API as the page was answered.
fn reply(
    pool: &mut Pool,
    call: &Call<'_>,
    (wish, step): (&Wish, &Step),
    form: &Form,
) -> Result<Json, Failure> {
    let step = if step.name() == set_up::CHALLENGE {
        &Step(set_up::verified(pool, call, &step.0, form)?)
    } else {
        step
    };
    let input = Input::read(responses(step, wish, form).to_string().as_bytes())?;
    auth::answer(pool, &Call { input, ..*call })
}

/// Goes on from what the API said: the next question, an end, or a refusal.
pub(super) fn next(
    pool: &mut Pool,
    call: &Call<'_>,
    wish: &Wish,
    outcome: Result<Json, Failure>,
) -> Response {
    let said = match outcome {
        Ok(said) => said,
        Err(failure) => return login::page(pool, call, wish, Some(&failure.message)),
    };
    let token = |name: &str| said.get("AuthenticationResult")?.get(name)?.as_str();
    let Some((access, refresh)) = token("AccessToken").zip(token("RefreshToken")) else {
        return match set_up::begun(pool, call, said) {
            Ok(said) => ask(pool, call, wish, (&Step(said), None)),
            Err(failure) => login::page(pool, call, wish, Some(&failure.message)),
        };
    };
    // The app gets its tokens at the token endpoint; these, and the device that came with them, were meant for nobody.
    pool.grants.forget(refresh);
    let user = peek(access).and_then(|(_, claims)| Some(claims.get("username")?.as_str()?.to_owned()));
    let device = said.pointer("/AuthenticationResult/NewDeviceMetadata/DeviceKey").and_then(Json::as_str);
    match user {
        Some(user) => {
            forget_device(pool, &user, device);
            signed_in(pool, call, wish, &user)
        }
        None => login::page(pool, call, wish, Some(&Failure::internal().message)),
    }
}

fn forget_device(pool: &mut Pool, user: &str, device: Option<&str>) {
    let devices = pool.people.get_mut(user).and_then(|user| user.devices.as_mut());
    if let (Some(devices), Some(key)) = (devices, device) {
        devices.forget(key);
    }
}

/// Asks a question, with what went wrong when it was asked before.
fn ask(
    pool: &mut Pool,
    call: &Call<'_>,
    wish: &Wish,
    (step, problem): (&Step, Option<&Failure>),
) -> Response {
    let Some(fields) = fields(step) else {
        let problem = format!("The pool asks for {}, and these pages have no words for it", step.name());
        return login::page(pool, call, wish, Some(&problem));
    };
    let (handle, mark) = (pool.random.base64url(32), browser::mark(pool, call));
    pool.web.steps.open(handle.clone(), step.clone(), call.now);
    let content = format!(
        "{alert}{start}<input type=\"hidden\" name=\"{STEP_FIELD}\" value=\"{handle}\">{fields}\
         <button type=\"submit\">Continue</button></form>",
        alert = alert(problem.map(|failure| failure.message.as_str())),
        start = form_start(&format!("/login/challenge?{}", wish.query.query()), &mark),
    );
    let page = Page { title: step.title(), content: &content, leads_to: wish.redirect.origin() };
    page.respond(if problem.is_some() { 400 } else { 200 }).header("set-cookie", &browser::mark_cookie(&mark))
}

impl Step {
    fn name(&self) -> &str {
        self.0.get("ChallengeName").and_then(Json::as_str).unwrap_or_default()
    }

    fn parameter(&self, name: &str) -> &str {
        let parameters = self.0.get("ChallengeParameters");
        parameters.and_then(|parameters| parameters.get(name)?.as_str()).unwrap_or_default()
    }

    /// A parameter that is a list in a text.
    fn list(&self, name: &str) -> Vec<String> {
        serde_json::from_str(self.parameter(name)).unwrap_or_default()
    }

    fn title(&self) -> &'static str {
        match self.name() {
            "NEW_PASSWORD_REQUIRED" => "Choose a password",
            "SELECT_MFA_TYPE" => "Choose a second factor",
            set_up::CHALLENGE => "Set up an authenticator app",
            _ => "Enter the code",
        }
    }
}

/// The fields of a question, as HTML; none where these pages have no words for it.
fn fields(step: &Step) -> Option<String> {
    const CODE: &str = "inputmode=\"numeric\" autocomplete=\"one-time-code\" autofocus required";
    match step.name() {
        "SOFTWARE_TOKEN_MFA" => {
            Some(linked_field("SOFTWARE_TOKEN_MFA_CODE", "Code from the authenticator app", CODE))
        }
        "SMS_MFA" => Some(linked_field("SMS_MFA_CODE", "Code from the text message", CODE)),
        "EMAIL_OTP" => Some(linked_field("EMAIL_OTP_CODE", "Code from the e-mail", CODE)),
        "SELECT_MFA_TYPE" => Some(choice("Where is your code to come from?", &step.list("MFAS_CAN_CHOOSE"))),
        set_up::CHALLENGE => Some(format!(
            "<p>Give an authenticator app this secret, then type the code that it shows</p><p><code>{}</code></p>{}",
            Esc(set_up::secret(&step.0)),
            linked_field(set_up::CODE_FIELD, "Code from the authenticator app", CODE)
        )),
        "NEW_PASSWORD_REQUIRED" => Some(new_password(&step.list("requiredAttributes"))),
        _ => None,
    }
}

fn new_password(required_attributes: &[String]) -> String {
    const KIND: &str = "type=\"password\" autocomplete=\"new-password\" autofocus required";
    let attributes = required_attributes.iter().map(|name| {
        let label = name.trim_start_matches("userAttributes.").replace('_', " ");
        linked_field(name, &label, "required")
    });
    let password = linked_field("NEW_PASSWORD", "New password", KIND);
    std::iter::once(password).chain(attributes).collect()
}

fn choice(question: &str, answers: &[String]) -> String {
    let row = |answer: &String| {
        let words = match answer.as_str() {
            "SOFTWARE_TOKEN_MFA" => "Authenticator app",
            "SMS_MFA" => "Text message",
            "EMAIL_OTP" | "EMAIL_MFA" => "E-mail",
            other => other,
        };
        format!(
            "<label><input type=\"radio\" name=\"ANSWER\" value=\"{}\" required> {}</label>",
            Esc(answer),
            Esc(words)
        )
    };
    let rows: String = answers.iter().map(row).collect();
    format!("<fieldset><legend>{}</legend>{rows}</fieldset>", Esc(question))
}

/// The page's fields as the API wants to be answered.
fn responses(step: &Step, wish: &Wish, form: &Form) -> Json {
    let own = [browser::MARK_FIELD, STEP_FIELD];
    let given = form.iter().filter(|(name, _)| !own.contains(name));
    let mut responses: Map<String, Json> =
        given.map(|(name, value)| (name.to_owned(), Json::from(value))).collect();
    let username = step.parameter("USER_ID_FOR_SRP");
    responses.insert("USERNAME".to_owned(), username.into());
    if let Some(hash) = secret_hash::of(wish.client, username) {
        responses.insert("SECRET_HASH".to_owned(), hash.into());
    }
    json!({
        "ClientId": wish.client.id,
        "ChallengeName": step.name(),
        "Session": step.0.get("Session"),
        "ChallengeResponses": responses,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::pool::Issuer;

    #[test]
    fn a_label_says_what_the_wire_calls_otherwise() {
        let asked = json!({
            "ChallengeName": "NEW_PASSWORD_REQUIRED",
            "ChallengeParameters": { "requiredAttributes": "[\"userAttributes.given_name\"]" },
        });
        let html = fields(&Step(asked)).unwrap();
        assert!(
            html.contains("name=\"userAttributes.given_name\"") && html.contains(">given name<"),
            "{html}"
        );
        let asked = json!({
            "ChallengeName": "SELECT_MFA_TYPE",
            "ChallengeParameters": { "MFAS_CAN_CHOOSE": "[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\"]" },
        });
        let html = fields(&Step(asked)).unwrap();
        assert!(
            html.contains("name=\"ANSWER\" value=\"SMS_MFA\"") && html.contains("> Text message<"),
            "{html}"
        );
        assert!(fields(&Step(json!({ "ChallengeName": "WEB_AUTHN" }))).is_none());
    }

    #[test]
    fn the_device_of_a_sign_in_on_the_pages_is_forgotten() {
        let now = jiff::Timestamp::UNIX_EPOCH;
        let mut pool = Pool::new("http://127.0.0.1:9", Issuer::Endpoint, [7; 32], now);
        let devices = pool.people.get_mut("margaret").unwrap().devices.as_mut().unwrap();
        let (one, other) = (devices.give_out("one", now), devices.give_out("other", now));
        forget_device(&mut pool, "margaret", Some(&one));
        forget_device(&mut pool, "margaret", None);
        let devices = pool.people.get_mut("margaret").unwrap().devices.as_mut().unwrap();
        assert!(devices.get_mut(&one).is_none() && devices.get_mut(&other).is_some());
    }
}
