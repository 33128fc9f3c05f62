//! A connection of the window's file in the place of options, and what is kept with its user. What was said on the command
//! line counts more.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::args::SignInArgs;
use super::console::Console;
use super::problem::Problem;
use super::setup::Refusal;
use crate::cognito::Until;
use crate::engine::disk;
use crate::profile::{Connection, Kept, Owner, Saved};
use crate::secret::Secret;

/// The variable that a saved connection's password is read from when none is named.
pub(super) const PASSWORD: &str = "POOLWALK_PASSWORD";
/// The same for its app client's secret.
const CLIENT_SECRET: &str = "POOLWALK_CLIENT_SECRET";
/// Names under which what is kept is asked for, as if it stood in the environment.
const KEPT_REFRESH_TOKEN: &str = "POOLWALK_KEPT_REFRESH_TOKEN";
const KEPT_APP: &str = "POOLWALK_KEPT_TOTP_SECRET";
const KEPT_DEVICE: &str = "POOLWALK_KEPT_DEVICE";

/// A saved connection.
pub(super) struct Home {
    pub(super) connection: Connection,
    kept: Option<Kept>,
    kept_path: PathBuf,
}

impl Home {
    /// Finds the connection of that name.
    pub(super) fn find(name: &str) -> Result<Self, Refusal> {
        let folder = disk::config_dir().context("There is no home folder, and so no saved connection")?;
        let path = folder.join("connections.toml");
        let (saved, _) = Saved::read(&text(&path)?);
        let Some(connection) = saved.connection(name).cloned() else {
            let names: Vec<_> = saved.connections().iter().map(|known| known.name.as_str()).collect();
            let known = if names.is_empty() { "none is".to_owned() } else { names.join(", ") };
            let problem = format!("“{name}” is not saved in {}; saved: {known}", path.display());
            return Err(Refusal::Problems(vec![Problem::new("--connection", problem)]));
        };
        let kept_path = folder.join("kept.toml");
        let kept = Kept::read(&text(&kept_path)?);
        Ok(Self { connection, kept, kept_path })
    }

    /// Fills in what was not said.
    pub(super) fn fill(&self, args: &mut SignInArgs, console: &dyn Console) {
        let it = &self.connection;
        for (option, text) in [
            (&mut args.region, &it.region),
            (&mut args.user_pool, &it.user_pool),
            (&mut args.client, &it.client),
            (&mut args.identity_pool, &it.identity_pool),
            (&mut args.username, &it.username),
            (&mut args.endpoint, &it.endpoint),
            (&mut args.endpoint_identity, &it.endpoint_identity),
            (&mut args.endpoint_sts, &it.endpoint_sts),
            (&mut args.aws_profile, &it.aws_profile),
            (&mut args.logins_key, &it.logins_key),
            (&mut args.role_arn, &it.custom_role),
            (&mut args.classic, &it.classic_role),
            (&mut args.duration, &it.classic_duration),
            (&mut args.developer, &it.developer_provider),
        ] {
            fill(option, text);
        }
        args.browser.fill(it);
        fill(&mut args.flow, it.way.name());
        fill(&mut args.until, if it.until == Until::Caller { "" } else { it.until.word() });
        args.remember_device |= it.remembers_device;
        if it.has_secret {
            fill(&mut args.client_secret_env, CLIENT_SECRET);
        }
        let asks_password = it.way.is_of_user_pool() && !it.way.refreshes() && !args.password_stdin;
        if asks_password && (!console.is_interactive() || console.variable(PASSWORD).is_some()) {
            fill(&mut args.password_env, PASSWORD);
        }
        if it.keeps_secrets {
            if self.of_user(args, Kept::totp_secret).is_some() {
                fill(&mut args.totp_secret_env, KEPT_APP);
            }
            if self.device(args).is_some() {
                fill(&mut args.device_env, KEPT_DEVICE);
            }
        }
    }

    /// The options of a refresh with the kept token; none where there is no token, or it is not to be used.
    pub(super) fn refresh(&self, console: &dyn Console) -> Option<SignInArgs> {
        let mut args = SignInArgs::default();
        self.fill(&mut args, console);
        self.fill_user(&mut args);
        let may = self.connection.keeps_refresh_token && self.connection.way.is_of_user_pool();
        self.of_user(&args, Kept::refresh_token).filter(|_| may)?;
        args.refresh_token_env = Some(KEPT_REFRESH_TOKEN.to_owned());
        Some(SignInArgs { flow: None, password_env: None, totp_secret_env: None, ..args })
    }

    /// Whoever signed in on a page gave no name here: it is kept under the name that the tokens tell.
    fn fill_user(&self, args: &mut SignInArgs) {
        let client = args.client.as_deref().unwrap_or_default().trim();
        let users = self.kept.iter().flat_map(|kept| kept.users_of(&self.connection.name));
        let mut ours = users.filter(|(of, _)| of == client).map(|(_, username)| username);
        // With two of them nobody can tell whose keys are wanted.
        if let (Some(only), None) = (ours.next(), ours.next()) {
            fill(&mut args.username, &only);
        }
    }

    /// A console that also knows what is kept.
    pub(super) fn vault<'a>(&self, args: &SignInArgs, console: &'a mut dyn Console) -> Vault<'a> {
        let kept = [
            (KEPT_REFRESH_TOKEN, self.of_user(args, Kept::refresh_token)),
            (KEPT_APP, self.of_user(args, Kept::totp_secret)),
            (KEPT_DEVICE, self.device(args)),
        ];
        Vault { kept, console }
    }

    /// Writes down the refresh token that a walk brought, where somebody asked for that. One that another program, or the
    /// window, has kept meanwhile stays: it is the later one.
    pub(super) fn keep(&self, args: &SignInArgs, token: Option<&Secret>) -> io::Result<()> {
        let known = self.of_user(args, Kept::refresh_token);
        if !self.connection.keeps_refresh_token || token.is_none() || known.as_ref() == token {
            return Ok(());
        }
        let text = disk::read(&self.kept_path)?.unwrap_or_default();
        let not_toml = || io::Error::new(io::ErrorKind::InvalidData, "it is not TOML, and left as it is");
        let mut kept = Kept::read(&text).ok_or_else(not_toml)?;
        if kept.refresh_token(self.owner(args)) != known {
            return Ok(());
        }
        kept.set_refresh_token(self.owner(args), token);
        disk::write_atomic(&self.kept_path, kept.write().expose())
    }

    fn owner<'a>(&'a self, args: &'a SignInArgs) -> Owner<'a> {
        let given = |option: &'a Option<String>| option.as_deref().unwrap_or_default().trim();
        Owner {
            connection: &self.connection.name,
            client: given(&args.client),
            username: given(&args.username),
        }
    }

    fn of_user(&self, args: &SignInArgs, part: fn(&Kept, Owner<'_>) -> Option<Secret>) -> Option<Secret> {
        part(self.kept.as_ref()?, self.owner(args))
    }

    /// As the JSON of an earlier walk has it.
    fn device(&self, args: &SignInArgs) -> Option<Secret> {
        let device = self.kept.as_ref()?.device(self.owner(args))?;
        let (key, group_key, password) = (&device.key, &device.group_key, device.password.expose());
        let told = serde_json::json!({ "key": key, "group_key": group_key, "password": password });
        Some(told.to_string().into())
    }
}

/// The terminal, and behind it what is kept.
pub(super) struct Vault<'a> {
    kept: [(&'static str, Option<Secret>); 3],
    console: &'a mut dyn Console,
}

impl Console for Vault<'_> {
    fn is_interactive(&self) -> bool {
        self.console.is_interactive()
    }

    fn ask(&mut self, label: &str) -> io::Result<Option<String>> {
        self.console.ask(label)
    }

    fn ask_secret(&mut self, label: &str) -> io::Result<Option<Secret>> {
        self.console.ask_secret(label)
    }

    fn stdin_line(&mut self) -> io::Result<Secret> {
        self.console.stdin_line()
    }

    fn variable(&self, name: &str) -> Option<Secret> {
        match self.kept.iter().find(|(known, _)| *known == name) {
            Some((_, kept)) => kept.clone(),
            None => self.console.variable(name),
        }
    }
}

fn text(path: &Path) -> Result<String, Refusal> {
    let read = disk::read(path).with_context(|| format!("{} could not be read", path.display()))?;
    Ok(read.unwrap_or_default())
}

pub(super) fn fill(option: &mut Option<String>, text: &str) {
    if option.is_none() && !text.trim().is_empty() {
        *option = Some(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Owner<'static> = Owner { connection: "QA", client: "c", username: "ada" };

    #[test]
    fn a_token_that_another_program_has_kept_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let kept_path = folder.path().join("kept.toml");
        let write = |token: &str| {
            let mut kept = Kept::read("").unwrap();
            kept.set_refresh_token(ADA, Some(&token.into()));
            disk::write_atomic(&kept_path, kept.write().expose()).unwrap();
            Some(kept)
        };
        let connection =
            Connection { name: "QA".to_owned(), keeps_refresh_token: true, ..Connection::default() };
        let args = SignInArgs {
            client: Some("c".to_owned()),
            username: Some("ada".to_owned()),
            ..SignInArgs::default()
        };
        let home = Home { connection, kept: write("first"), kept_path: kept_path.clone() };
        let on_disk = || Kept::read(&disk::read(&kept_path).unwrap().unwrap()).unwrap().refresh_token(ADA);
        write("of another program");
        home.keep(&args, Some(&"second".into())).unwrap();
        assert_eq!(on_disk(), Some("of another program".into()));
        write("first");
        home.keep(&args, Some(&"second".into())).unwrap();
        assert_eq!(on_disk(), Some("second".into()));
    }
}
