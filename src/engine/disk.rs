//! Files: where Poolwalk keeps its settings, and how they are read and written.
//! It knows nothing of what is in them.

#![allow(clippy::disallowed_methods, reason = "this is the one room that may touch the disk")]

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

/// The folder for Poolwalk's settings, as this kind of desktop wants it. It need not exist.
///
/// # Errors
/// When the person has no home folder.
pub fn config_dir() -> io::Result<PathBuf> {
    let base = etcetera::choose_base_strategy().map_err(io::Error::other)?;
    Ok(base.config_dir().join("poolwalk"))
}

/// The person's home folder.
pub(super) fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

/// Where AWS's own tools look for one of their files: the variable if it is set, else `~/.aws/`.
pub(super) fn aws_file(variable: &str, name: &str) -> Option<PathBuf> {
    let home = home();
    let Some(path) = std::env::var(variable).ok().filter(|path| !path.is_empty()) else {
        return Some(home?.join(".aws").join(name));
    };
    match path.strip_prefix("~/") {
        Some(rest) => Some(home?.join(rest)),
        None => Some(PathBuf::from(path)),
    }
}

/// The text of a file, or nothing when there is no such file.
///
/// # Errors
/// When it is there and cannot be read, or is not UTF-8.
pub fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(err) if err.kind() == ErrorKind::NotFound => Ok(None),
        Err(err) => Err(err),
    }
}

/// True when there is something of that name already.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Like [`read`], for a file that somebody else chose: one that is larger is not read at all.
///
/// # Errors
/// When it is there and cannot be read, is too large, or is not UTF-8.
pub fn read_small(path: &Path, most_bytes: u64) -> io::Result<Option<String>> {
    match fs::metadata(path) {
        Ok(about) if about.len() > most_bytes => {
            let problem = format!("it has {} bytes, and {most_bytes} are the most", about.len());
            Err(io::Error::new(ErrorKind::FileTooLarge, problem))
        }
        Ok(about) if !about.is_file() => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a file")),
        Ok(_) | Err(_) => read(path),
    }
}

/// Writes a file so that there is always a whole one: beside it first, then renamed over it.
/// Only its owner can read it, and the folder too when it is made for it.
///
/// # Errors
/// When the folder or the file cannot be written; the old file is then as it was.
pub fn write_atomic(path: &Path, text: &str) -> io::Result<()> {
    // A link is followed, so that a settings file kept elsewhere stays where it is kept.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
    make_private(folder)?;
    let mut beside = tempfile::Builder::new().prefix(".poolwalk-").tempfile_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().sync_all()?;
    beside.persist(&path)?;
    Ok(())
}

/// Writes a text to a file of its own: where there is one of that name, the name gets a number.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn write_aside(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
    make_private(folder)?;
    let mut beside = tempfile::Builder::new().prefix(".poolwalk-").tempfile_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().sync_all()?;
    let mut to = path.to_owned();
    for number in 2.. {
        match beside.persist_noclobber(&to) {
            Ok(_) => break,
            Err(err) if err.error.kind() == ErrorKind::AlreadyExists => beside = err.file,
            Err(err) => return Err(err.error),
        }
        let mut numbered = path.as_os_str().to_owned();
        numbered.push(format!("-{number}"));
        to = PathBuf::from(numbered);
    }
    Ok(())
}

/// Writes bytes to a file that somebody named. One that is there is left alone unless it may be replaced.
///
/// # Errors
/// [`ErrorKind::AlreadyExists`] when it is there and may not be replaced; otherwise when it cannot be written.
pub fn write_bytes(path: &Path, bytes: &[u8], replaces: bool) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).truncate(replaces).create(replaces).create_new(!replaces);
    options.open(path)?.write_all(bytes)
}

/// Where downloads go, as most desktops have it; the folder one is in where there is no home.
#[must_use]
pub fn downloads() -> PathBuf {
    let home = etcetera::home_dir().unwrap_or_default();
    let folder = home.join("Downloads");
    if folder.is_dir() { folder } else { home }
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back_and_nothing_else_is_left() -> io::Result<()> {
        let home = tempfile::tempdir()?;
        let path = home.path().join("new/folder/connections.toml");
        assert_eq!(read(&path)?, None);
        write_atomic(&path, "a")?;
        write_atomic(&path, "b")?;
        assert_eq!(read(&path)?.as_deref(), Some("b"));
        assert_eq!(fs::read_dir(home.path().join("new/folder"))?.count(), 1);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir()?;
        let path = home.path().join("new/file");
        write_atomic(&path, "a")?;
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(home.path().join("new"))?.permissions().mode() & 0o777, 0o700);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() -> io::Result<()> {
        let home = tempfile::tempdir()?;
        let (real, link) = (home.path().join("real"), home.path().join("link"));
        fs::write(&real, "a")?;
        std::os::unix::fs::symlink(&real, &link)?;
        write_atomic(&link, "b")?;
        assert!(fs::symlink_metadata(&link)?.is_symlink());
        assert_eq!(fs::read_to_string(&real)?, "b");
        Ok(())
    }

    #[test]
    fn what_is_no_text_is_an_error_and_not_an_absence() -> io::Result<()> {
        let home = tempfile::tempdir()?;
        let path = home.path().join("file");
        fs::write(&path, [0xff, 0xfe])?;
        assert_eq!(read(&path).map_err(|err| err.kind()), Err(ErrorKind::InvalidData));
        Ok(())
    }
}
