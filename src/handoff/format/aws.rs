//! Profiles of the AWS files as lines: one with keys, and one that asks a program for keys. Where the lines go in a file
//! that is there already, `aws_files` knows.

use super::super::parcel::{Parcel, Piece, is_plain_name};
use super::super::redact::Show;
use super::{Unfit, needed};

/// What begins a comment of ours, so that it is found again.
pub(in crate::handoff) const COMMENT: &str = "# Poolwalk:";

pub(super) fn credentials(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let lines = credentials_lines(parcel, show)?;
    Ok(format!("[{}]\n{}\n", profile_name(&parcel.name)?, lines.join("\n")))
}

pub(super) fn config(parcel: &Parcel, _show: Show) -> Result<String, Unfit> {
    let lines = process_lines(parcel)?;
    let name = profile_name(&parcel.name)?;
    let section = if name == "default" { name.to_owned() } else { format!("profile {name}") };
    Ok(format!("[{section}]\n{}\n", lines.join("\n")))
}

/// A name that every AWS tool finds a profile by.
pub(in crate::handoff) fn profile_name(name: &str) -> Result<&str, Unfit> {
    if is_plain_name(name) { Ok(name) } else { Err(Unfit::ProfileName { name: name.to_owned() }) }
}

/// The lines below the profile's name. No key for the end of keys is agreed on, so it is told in a comment, and under the
/// name that other tools use.
pub(in crate::handoff) fn credentials_lines(parcel: &Parcel, show: Show) -> Result<Vec<String>, Unfit> {
    const REQUIRED: [(Piece, &str); 2] =
        [(Piece::AccessKeyId, "aws_access_key_id"), (Piece::SecretKey, "aws_secret_access_key")];
    const OPTIONAL: [(Piece, &str); 2] =
        [(Piece::SessionToken, "aws_session_token"), (Piece::KeysExpire, "x_security_token_expires")];
    for (piece, _) in REQUIRED {
        needed(parcel, piece, show)?;
    }
    let ends = parcel.value(Piece::KeysExpire);
    let mut lines: Vec<String> =
        ends.iter().map(|ends| format!("{COMMENT} these keys expire {}", ends.expose())).collect();
    for (piece, name) in REQUIRED.into_iter().chain(OPTIONAL) {
        let Some(item) = parcel.item(piece, show) else { continue };
        if item.value.expose().contains(|c: char| c.is_whitespace() || c.is_control()) {
            let problem = "the AWS files have no way to quote spaces and line breaks";
            return Err(Unfit::Value { label: piece.label(), problem });
        }
        lines.push(format!("{name} = {}", item.text()));
    }
    Ok(lines)
}

/// The lines below the name of a profile that asks a program.
pub(in crate::handoff) fn process_lines(parcel: &Parcel) -> Result<Vec<String>, Unfit> {
    const PROGRAM: &str = "The program that gives keys";
    if parcel.process.is_empty() {
        return Err(Unfit::Missing(PROGRAM));
    }
    let words: Option<Vec<String>> = parcel.process.iter().map(|word| quoted(word)).collect();
    let problem = "the AWS files have no quoting for quotes, $, %, !, `, #, ; and line breaks that every AWS tool reads alike";
    let words = words.ok_or(Unfit::Value { label: PROGRAM, problem })?;
    let region = parcel.region.as_ref().map(|region| format!("region = {region}"));
    Ok(region.into_iter().chain([format!("credential_process = {}", words.join(" "))]).collect())
}

/// One word of a command as the shells and splitters of all AWS tools take it: Python's, sh and that of Windows. To some
/// tools a # or ; after a space begins a comment, quoted or not.
fn quoted(word: &str) -> Option<String> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@=+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return Some(word.to_owned());
    }
    let is_risky = |c: char| c.is_control() || "\"$%`!#;".contains(c);
    let is_safe = !word.contains(is_risky) && !word.contains("\\\\") && !word.ends_with('\\');
    is_safe.then(|| format!("\"{word}\""))
}
