//! Keys and tokens taken elsewhere: which format is chosen, what it looks like, and the file it goes to. Nothing is written
//! before somebody presses Save, and nothing is written over before somebody agrees.

use self::again::{Sent, mark};
use super::App;
use super::command::{Command, ConnectionRef, Copied};
use super::notices::Tone;
use super::{Dialog, copying};
use crate::cognito::{Way, endpoint};
use crate::engine::saving::{self, Saving};
use crate::flow::LoginConfig;
use crate::handoff::{ApiManner, Format, Parcel, Rendered, Shell, plain_name, render};
use crate::secret::Secret;

mod again;

/// What is chosen in the dialog, and what was saved.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// The format.
    pub format: Format,
    /// It was opened to save, not to copy.
    pub saves: bool,
    /// The refresh token goes along to where nothing uses it.
    pub with_refresh_token: bool,
    /// The name of the profile or the environment, where one was typed.
    name: Option<String>,
    /// The address of one's own API, where one was typed; it can have a key in it.
    api: Option<Secret>,
    /// The file, where one was typed.
    path: Option<String>,
    /// What would be lost by saving: somebody is being asked.
    asks: Option<String>,
    /// What was saved last, to be sent again.
    sent: Option<Sent>,
}

impl Default for HandOver {
    fn default() -> Self {
        Self {
            format: Format::Set(Shell::Bash),
            saves: false,
            with_refresh_token: false,
            name: None,
            api: None,
            path: None,
            asks: None,
            sent: None,
        }
    }
}

/// What can be done about a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandOverCommand {
    /// Open the dialog, to copy or to save.
    Open,
    /// Open the dialog at a format that is meant for a file.
    OpenForFile,
    /// Choose a format.
    Choose(Format),
    /// Call the profile or the environment so.
    Name(String),
    /// The address of one's own API; it can have a key in it.
    Api(Secret),
    /// Whether the refresh token goes along to where nothing uses it.
    RefreshToken(bool),
    /// Save to this file.
    Path(String),
    /// Save, unless something would be lost.
    Save,
    /// Save over what is there.
    Replace,
    /// Write what was saved last once more, with the keys and tokens at hand.
    SendAgain,
}

const ENDS_WITH_THE_WINDOW: &str =
    "Only for a saved connection: the practice pool ends with this window, and gives no keys after it";

impl App {
    pub(super) fn on_hand_over(&mut self, command: HandOverCommand) {
        self.hand_over.asks = None;
        match command {
            HandOverCommand::Open => {
                self.hand_over.saves = false;
                self.dialog = Some(Dialog::HandOver);
            }
            HandOverCommand::OpenForFile => {
                self.hand_over.saves = true;
                if !self.hand_over.format.is_for_a_file() {
                    self.hand_over.format = Format::EnvFile;
                    self.hand_over.path = None;
                }
                self.dialog = Some(Dialog::HandOver);
            }
            HandOverCommand::Choose(format) => {
                self.hand_over.format = format;
                self.hand_over.path = None;
            }
            HandOverCommand::Name(name) => self.hand_over.name = Some(name),
            HandOverCommand::Api(api) => self.hand_over.api = Some(api),
            HandOverCommand::RefreshToken(goes) => self.hand_over.with_refresh_token = goes,
            HandOverCommand::Path(path) => self.hand_over.path = Some(path),
            HandOverCommand::Save => self.save(false),
            HandOverCommand::Replace => self.save(true),
            HandOverCommand::SendAgain => self.send_again(),
        }
    }

    pub(super) fn may_hand_over(&self, command: &HandOverCommand) -> Result<(), &'static str> {
        let refuse = |when: bool, reason| if when { Err(reason) } else { Ok(()) };
        match command {
            HandOverCommand::Open | HandOverCommand::OpenForFile => {
                refuse(!self.has_something(), "No keys and no tokens yet: run a walk")
            }
            HandOverCommand::SendAgain => {
                let sent = self.hand_over.sent.as_ref().ok_or("Nothing was saved to a file yet")?;
                refuse(!self.has_something(), "No keys and no tokens yet: run a walk")?;
                let is_theirs = self.holder().as_ref() == Some(&sent.of);
                refuse(!is_theirs && self.is_walking(), "The walk is not over yet")?;
                refuse(!is_theirs, "The file has another user’s: choose “Save as…” for these")
            }
            HandOverCommand::Choose(_)
            | HandOverCommand::Name(_)
            | HandOverCommand::Api(_)
            | HandOverCommand::RefreshToken(_)
            | HandOverCommand::Path(_)
            | HandOverCommand::Save
            | HandOverCommand::Replace => Ok(()),
        }
    }

    fn has_something(&self) -> bool {
        self.haul_of_login().is_some_and(|haul| haul.credentials.is_some() || haul.tokens.is_some())
    }

    /// What the chosen format makes of what is at hand.
    ///
    /// # Errors
    /// In words, when it cannot carry that.
    pub fn rendered(&self) -> Result<Rendered, String> {
        self.rendered_as(self.hand_over.format)
    }

    /// What a format makes of what is at hand.
    pub(super) fn rendered_as(&self, format: Format) -> Result<Rendered, String> {
        if format == Format::Config && self.is_practice() {
            return Err(ENDS_WITH_THE_WINDOW.to_owned());
        }
        let parcel = self.parcel(format).ok_or(copying::NO_KEYS)?;
        let typed = parcel.api.as_deref().filter(|_| format.names_an_api() && self.hand_over.api.is_some());
        if let Some(Err(problem)) = typed.map(endpoint::check_url) {
            return Err(format!("Address of your API: {problem}"));
        }
        render(format, &parcel).map_err(|unfit| unfit.to_string())
    }

    /// What is at hand, under the name that was typed.
    fn parcel(&self, format: Format) -> Option<Parcel> {
        let (haul, config) = (self.haul_of_login()?, self.config_of_login()?);
        let parcel = Parcel::of(haul, config).called(self.name_in(format));
        let api = Some(self.hand_over_api()).filter(|api| !api.is_empty());
        let process = match self.connections.current() {
            ConnectionRef::Practice => Vec::new(),
            ConnectionRef::Saved(name) => saving::process(name).unwrap_or_default(),
        };
        let (manner, sts) = (self.manner_of_call(), self.sts_of_login());
        let with_refresh_token = self.hand_over.with_refresh_token;
        Some(Parcel { api, manner, sts, process, with_refresh_token, ..parcel })
    }

    /// What the profile or the environment is called: as typed, or after the connection and the user.
    #[must_use]
    pub fn hand_over_name(&self) -> String {
        self.name_in(self.hand_over.format)
    }

    fn name_in(&self, format: Format) -> String {
        if let Some(name) = &self.hand_over.name {
            return name.clone();
        }
        let who = self.config_of_login().map_or("", |config| config.username.trim());
        let place = self.connections.label();
        let name = if who.is_empty() { place.to_owned() } else { format!("{place} - {who}") };
        if format.is_profile() { plain_name(&name) } else { name }
    }

    /// The address of one's own API: as typed, or that of the Call place, or the practice API's.
    #[must_use]
    pub fn hand_over_api(&self) -> String {
        let typed = self.hand_over.api.as_ref().map(|api| api.expose().trim().to_owned());
        let called = || Some(self.own_call()?.check().ok()?.url);
        let practice = || Some(self.practice().filter(|_| self.is_practice())?.cast().signed_route());
        typed.or_else(called).or_else(practice).unwrap_or_default()
    }

    /// What else is taken from the Call place, and what is not, in words.
    #[must_use]
    pub fn hand_over_from_call(&self) -> Option<String> {
        let (manner, draft) = (self.manner_of_call()?, self.own_call()?);
        let ApiManner { method, region, service } = manner;
        let format = self.hand_over.format;
        let what = if matches!(format, Format::CurlSigned | Format::PostmanCollection) {
            format!("From the Call place: {method}, signed for {service} in {region}")
        } else if matches!(format, Format::CurlBearer(_)) {
            format!("From the Call place: {method}")
        } else {
            return Some("From the Call place".to_owned()).filter(|_| format.names_an_api());
        };
        let lacks = match (draft.headers.expose().trim().is_empty(), draft.body.is_empty()) {
            (true, true) => "",
            (false, true) => "; its headers stay here",
            (true, false) => "; its body stays here",
            (false, false) => "; its headers and body stay here",
        };
        Some(what + lacks)
    }

    /// How the API is called, when the address is that of the Call place.
    fn manner_of_call(&self) -> Option<ApiManner> {
        let draft = self.own_call().filter(|_| self.hand_over.api.is_none())?;
        let method = draft.check().ok()?.method;
        let (region, service) = self.call_scope()?;
        Some(ApiManner { method, region, service })
    }

    /// The file to save to: as typed, the place of the AWS file, or a name of its own at home.
    #[must_use]
    pub fn hand_over_path(&self) -> String {
        if let Some(path) = &self.hand_over.path {
            return path.clone();
        }
        let format = self.hand_over.format;
        let usual = saving::usual_place(format).map(|path| path.display().to_string());
        let named = || format!("~/{}", format.file_name(&Parcel::default().called(self.hand_over_name())));
        usual.unwrap_or_else(named)
    }

    /// What would be lost by saving, while somebody is asked about it.
    #[must_use]
    pub fn hand_over_asks(&self) -> Option<&str> {
        self.hand_over.asks.as_deref()
    }

    /// The file that something was saved to.
    #[must_use]
    pub fn sent_to(&self) -> Option<&std::path::Path> {
        self.hand_over.sent.as_ref().map(|sent| sent.path.as_path())
    }

    fn save(&mut self, agreed: bool) {
        let (format, path) = (self.hand_over.format, saving::typed_path(&self.hand_over_path()));
        let prepared = self.rendered().and_then(|rendered| {
            let (parcel, of) = self.parcel(format).zip(self.holder()).ok_or(copying::NO_KEYS)?;
            let saving = saving::prepare(format, &parcel, &path).map_err(|err| err.to_string())?;
            let like = Parcel { credentials: None, tokens: None, tokens_expire: None, ..parcel };
            Ok((saving, Sent { format, path: path.clone(), like, of, mark: mark(&rendered), trace: None }))
        });
        match prepared {
            Err(problem) => self.notices.add(Tone::Bad, problem, self.now),
            Ok((Saving { replaces: Some(lost), .. }, _)) if !agreed => {
                self.hand_over.asks = Some(lost.told(&path));
            }
            Ok((saving, sent)) => {
                if self.write(&saving, sent) {
                    self.dialog = None;
                }
            }
        }
    }

    /// True when it is written.
    fn write(&mut self, saving: &Saving, sent: Sent) -> bool {
        let written = saving.write();
        match &written {
            Ok(()) => {
                self.notices.withdraw(&Command::HandOver(HandOverCommand::SendAgain));
                let text = format!("Saved to {}: {}", saving.path.display(), sent.format.label());
                self.notices.add(Tone::Ok, text, self.now);
                self.hand_over.sent = Some(Sent { trace: sent.trace_there(), ..sent });
            }
            Err(err) => self.notices.add(Tone::Bad, format!("Not saved: {err}"), self.now),
        }
        written.is_ok()
    }

    /// The text of a format, to be copied. The reason in short; [`Self::rendered_as`] has all of it.
    pub(super) fn format_text(&self, format: Format) -> Result<Secret, &'static str> {
        let rendered = self.rendered_as(format).map_err(|_words| "This format cannot carry what is there")?;
        Ok(rendered.text)
    }

    /// What the sign-in at hand was made with.
    fn config_of_login(&self) -> Option<&LoginConfig> {
        match &self.walk {
            Some(walk) if walk.flow().errand().is_none() && !walk.is_preflight() => {
                Some(walk.flow().config())
            }
            Some(_) | None => self.signed_in_config(),
        }
    }

    /// Whose keys and tokens are at hand, for a sentence.
    #[must_use]
    pub fn holder_name(&self) -> Option<&str> {
        let config = self.config_of_login()?;
        let name = Some(config.username.trim()).filter(|name| !name.is_empty());
        if config.way == Way::Guest { Some("a guest") } else { name }
    }

    /// Where the sign-in at hand finds STS, if that is not AWS.
    pub(super) fn sts_of_login(&self) -> Option<String> {
        let target = match &self.walk {
            Some(walk) if walk.flow().errand().is_none() && !walk.is_preflight() => Some(&walk.target),
            Some(_) | None => self.signed_in.as_ref().map(|signed_in| &signed_in.target),
        };
        target.and_then(|target| target.endpoints.sts.clone())
    }

    /// What the dialog copies.
    #[must_use]
    pub const fn copied_format(&self) -> Copied {
        Copied::Format(self.hand_over.format)
    }
}
