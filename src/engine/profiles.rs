//! AWS profiles: their names for the person to choose from, and the credentials of the one chosen.
//!
//! This is the one place where AWS's environment variables count (`AWS_CONFIG_FILE`,
//! `AWS_SHARED_CREDENTIALS_FILE`, and whatever the chosen profile itself refers to): the profile is
//! the person's own, and must mean here what it means to the AWS CLI. Which profile is used is
//! never taken from the environment.

use std::path::PathBuf;
use std::time::Duration;

use aws_config::Region as AwsRegion;
use aws_config::meta::region::ProvideRegion as _;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials as _;
use aws_credential_types::provider::error::CredentialsError;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_types::retry::RetryConfig;

use super::disk;
use super::tape::TapedClient;
use super::trouble;
use crate::cognito::Region;

/// A profile may start a program or ask a server; this is how long it may take over it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Files to use in place of the person's own.
#[derive(Debug, Clone, Default)]
pub struct ProfileFiles {
    /// In place of `~/.aws/config`.
    pub config: Option<PathBuf>,
    /// In place of `~/.aws/credentials`.
    pub credentials: Option<PathBuf>,
}

impl ProfileFiles {
    /// Every profile that the files name, in the order they name them. What cannot be read is left out.
    pub(super) fn names(&self) -> Vec<String> {
        let config = self.config.clone().or_else(|| disk::aws_file("AWS_CONFIG_FILE", "config"));
        let credentials = self.credentials.clone();
        let credentials =
            credentials.or_else(|| disk::aws_file("AWS_SHARED_CREDENTIALS_FILE", "credentials"));
        let read = |path: Option<PathBuf>| path.and_then(|path| disk::read(&path).ok().flatten());
        let config = read(config).unwrap_or_default();
        let credentials = read(credentials).unwrap_or_default();
        let mut names: Vec<String> = Vec::new();
        for name in sections(&config).filter_map(in_config).chain(sections(&credentials)) {
            let name = name.trim_matches(['"', '\'']);
            if !name.is_empty() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    fn for_sdk(&self) -> EnvConfigFiles {
        let mut files = EnvConfigFiles::builder()
            .include_default_config_file(self.config.is_none())
            .include_default_credentials_file(self.credentials.is_none());
        if let Some(path) = &self.config {
            files = files.with_file(EnvConfigFileKind::Config, path);
        }
        if let Some(path) = &self.credentials {
            files = files.with_file(EnvConfigFileKind::Credentials, path);
        }
        files.build()
    }
}

/// What stands between the brackets of each section's head.
fn sections(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| Some(line.trim().strip_prefix('[')?.split_once(']')?.0.trim()))
}

/// In the config file a profile's section is called `profile <name>`, but for `default`.
fn in_config(section: &str) -> Option<&str> {
    match section.split_once(char::is_whitespace) {
        Some(("profile", name)) => Some(name.trim()),
        Some(_) => None,
        None => (section == "default").then_some(section),
    }
}

/// The credentials of one profile, or why there are none, in words.
pub(super) async fn credentials(
    name: &str,
    files: &ProfileFiles,
    (http, region): (TapedClient, Option<&Region>),
) -> Result<Credentials, String> {
    let config = ProviderConfig::without_region()
        .with_behavior_version(Some(BehaviorVersion::v2026_01_12()))
        .with_retry_config(RetryConfig::disabled())
        .with_http_client(http);
    let own = ProfileFileRegionProvider::builder()
        .configure(&config)
        .profile_files(files.for_sdk())
        .profile_name(name);
    // A role is assumed in some region: the profile's own, or else where the walk goes.
    let region = own.build().region().await.or_else(|| region.map(|named| AwsRegion::new(named.to_string())));
    let config = config.with_region(region);
    let provider = ProfileFileCredentialsProvider::builder()
        .configure(&config)
        .profile_files(files.for_sdk())
        .profile_name(name)
        .build();
    match tokio::time::timeout(PATIENCE, provider.provide_credentials()).await {
        Ok(Ok(credentials)) => Ok(credentials),
        Ok(Err(err)) => Err(problem(name, files, &err)),
        Err(_) => Err(format!("The AWS profile “{name}” gave no keys within {} seconds", PATIENCE.as_secs())),
    }
}

/// Libraries' own words are searched but not repeated: they can quote what a program printed.
fn problem(name: &str, files: &ProfileFiles, err: &CredentialsError) -> String {
    if !files.names().iter().any(|known| known == name) {
        return format!("There is no AWS profile “{name}” in the AWS configuration files");
    }
    let said: Vec<String> = trouble::chain(err).map(ToString::to_string).collect();
    let said = said.join(": ");
    let says = |words: &str| said.contains(words);
    let sso = ["SSO token", "sso/cache", "sso\\cache", "UnauthorizedException"];
    if sso.into_iter().any(says) {
        format!("The AWS profile “{name}” is not signed in; run: aws sso login --profile {name}")
    } else if says("external process exited") {
        format!(
            "The program that the AWS profile “{name}” runs for its keys failed; run it in a terminal to see why"
        )
    } else if says("external process") {
        format!("The program that the AWS profile “{name}” runs for its keys did not print them as it should")
    } else if says("was not defined") {
        format!("The AWS profile “{name}” refers to one that is not there")
    } else if matches!(err, CredentialsError::CredentialsNotLoaded(_)) {
        format!("The AWS profile “{name}” has no keys, and no way to get them")
    } else if matches!(err, CredentialsError::InvalidConfiguration(_)) {
        format!("The AWS profile “{name}” is not set up as it should be; check its section in ~/.aws/config")
    } else {
        format!("The AWS profile “{name}” gave no keys")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_found_in_both_files_and_nothing_else_is() -> std::io::Result<()> {
        let home = tempfile::tempdir()?;
        let (config, credentials) = (home.path().join("config"), home.path().join("credentials"));
        let sections = "[default]\nregion = x\n [profile dev] # mine\n[profile \"two words\"]\n\
                        [sso-session corp]\n[services local]\n[stray]\nnonsense [profile no]\n[profile broken";
        disk::write_atomic(&config, sections)?;
        disk::write_atomic(&credentials, "[dev]\naws_access_key_id = x\n[keys]\n[]\n")?;
        let files = ProfileFiles { config: Some(config), credentials: Some(credentials) };
        assert_eq!(files.names(), ["default", "dev", "two words", "keys"]);
        Ok(())
    }

    #[test]
    fn no_files_are_no_profiles() {
        let nowhere = Some(PathBuf::from("/nowhere/at/all"));
        let files = ProfileFiles { config: nowhere.clone(), credentials: nowhere };
        assert_eq!(files.names(), Vec::<String>::new());
    }
}
