//! Files: where Poolwalk keeps its settings, and how they are read and written.
//! It knows nothing of what is in them.

#![allow(clippy::disallowed_methods, reason = "this is the one room that may touch the disk")]

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use tempfile::NamedTempFile;

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

/// Like [`read`], of a file alone: a pipe would keep its reader waiting.
///
/// # Errors
/// When it is there and is no file, cannot be read, or is not UTF-8.
pub fn read_file(path: &Path) -> io::Result<Option<String>> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => Err(io::Error::new(ErrorKind::InvalidInput, "it is not a file")),
        Err(err) if err.kind() == ErrorKind::NotFound && is_there(path) => {
            Err(io::Error::new(ErrorKind::NotFound, "it is a link to what is not there"))
        }
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
    written_beside(&path, text.as_bytes())?.persist(&path)?;
    Ok(())
}

/// Like [`write_atomic`], in place of a text that was read before: what somebody else wrote meanwhile is not lost.
///
/// # Errors
/// [`ErrorKind::AlreadyExists`] when the file is not as it was read; otherwise when it cannot be written. It is then as it
/// is.
pub fn write_after(was: Option<&str>, path: &Path, text: &str) -> io::Result<()> {
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let beside = written_beside(&place, text.as_bytes())?;
    if read_file(path)?.as_deref() != was {
        return Err(ErrorKind::AlreadyExists.into());
    }
    match was {
        Some(_) => beside.persist(&place)?,
        None => beside.persist_noclobber(&place)?,
    };
    Ok(())
}

/// The folder that a file is to be in, where nothing is of that name.
#[must_use]
pub fn missing_folder(path: &Path) -> Option<&Path> {
    path.parent().filter(|folder| !folder.as_os_str().is_empty() && fs::metadata(folder).is_err())
}

/// True of a folder, which no file can take the place of.
#[must_use]
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// A file of its own in the same folder, whole and on the disk, to be renamed.
fn written_beside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
    make_private(folder)?;
    // A bare name has no folder, and is in the one that one is in.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut beside = tempfile::Builder::new().prefix(".poolwalk-").tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    Ok(beside)
}

/// Writes a text to a file of its own: where there is one of that name, the name gets a number.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn write_aside(path: &Path, text: &str) -> io::Result<()> {
    let mut beside = written_beside(path, text.as_bytes())?;
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

/// Writes bytes to a file that somebody named, as [`write_atomic`] does. One that is there is left alone unless it may be
/// replaced; a device or a pipe, such as `/dev/stdout`, takes them as they come. No folder is made: a slip in a path would
/// make a tree.
///
/// # Errors
/// [`ErrorKind::AlreadyExists`] when it is there and may not be replaced; otherwise when it cannot be written. A file that
/// is there is then as it was.
pub fn write_bytes(path: &Path, bytes: &[u8], replaces: bool) -> io::Result<()> {
    if is_passage(path) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    if let Some(folder) = missing_folder(path) {
        return Err(io::Error::new(ErrorKind::NotFound, format!("there is no folder {}", folder.display())));
    }
    if !replaces {
        return match written_beside(path, bytes)?.persist_noclobber(path) {
            Ok(_) => Ok(()),
            Err(err) => Err(err.error),
        };
    }
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    written_beside(&path, bytes)?.persist(&path)?;
    Ok(())
}

/// True of a device or a pipe: what is written to it replaces nothing.
#[must_use]
pub fn is_passage(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// True when writing there would replace something.
#[must_use]
pub fn would_replace(path: &Path) -> bool {
    is_there(path) && !is_passage(path)
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
    builder.create(folder).map_err(|err| {
        // That word is for the file that is to be written.
        let is_a_file = err.kind() == ErrorKind::AlreadyExists;
        if is_a_file { io::Error::new(ErrorKind::NotADirectory, "its folder is a file") } else { err }
    })
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
    fn bytes_replace_a_file_only_where_they_may_and_what_fails_leaves_it() -> io::Result<()> {
        let home = tempfile::tempdir()?;
        let path = home.path().join("answer.bin");
        write_bytes(&path, &[0xff, 0], false)?;
        assert_eq!(write_bytes(&path, b"b", false).map_err(|err| err.kind()), Err(ErrorKind::AlreadyExists));
        assert_eq!(fs::read(&path)?, [0xff, 0]);
        assert!(would_replace(&path));
        write_bytes(&path, b"b", true)?;
        assert_eq!(fs::read(&path)?, b"b");
        assert!(write_bytes(home.path(), b"c", true).is_err(), "a folder is no file");
        let beneath = write_bytes(&path.join("x"), b"c", false);
        assert_eq!(beneath.map_err(|err| err.kind()), Err(ErrorKind::NotADirectory));
        let nowhere = home.path().join("a/b/answer");
        assert_eq!(missing_folder(&nowhere), nowhere.parent());
        let told = write_bytes(&nowhere, b"c", true).map_err(|err| err.to_string());
        assert_eq!(told, Err(format!("there is no folder {}", home.path().join("a/b").display())));
        assert_eq!(fs::read_dir(home.path())?.count(), 1, "nothing else is left");
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn an_answer_is_its_owners_alone_and_a_device_stays_one() -> io::Result<()> {
        use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
        let home = tempfile::tempdir()?;
        let path = home.path().join("answer");
        for replaces in [false, true] {
            write_bytes(&path, b"a", replaces)?;
            assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        }
        let nowhere = Path::new("/dev/null");
        write_bytes(nowhere, b"a", false)?;
        assert!(fs::metadata(nowhere)?.file_type().is_char_device() && !would_replace(nowhere));
        Ok(())
    }

    #[test]
    fn what_somebody_wrote_meanwhile_is_left_alone() -> io::Result<()> {
        let home = tempfile::tempdir()?;
        let path = home.path().join("file");
        write_after(None, &path, "a")?;
        for was in [None, Some("another")] {
            let told = write_after(was, &path, "b").map_err(|err| err.kind());
            assert_eq!(told, Err(ErrorKind::AlreadyExists), "{was:?}");
        }
        assert_eq!(read(&path)?.as_deref(), Some("a"));
        write_after(Some("a"), &path, "b")?;
        assert_eq!(read(&path)?.as_deref(), Some("b"));
        fs::remove_file(&path)?;
        let told = write_after(Some("b"), &path, "c").map_err(|err| err.kind());
        assert_eq!(told, Err(ErrorKind::AlreadyExists), "it was taken away");
        assert_eq!(fs::read_dir(home.path())?.count(), 0, "nothing else is left");
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
