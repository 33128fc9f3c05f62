//! What system this is, as far as it decides how a missing window library is installed.

use std::path::Path;
use std::time::Duration;

use super::disk;

/// Why no window can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// Nothing to draw on: no display is named.
    Display,
    /// A library that windows need.
    Library,
}

/// The command that puts right what is lacking, for the system this runs on.
#[must_use]
pub fn install_line(lacking: Lacking) -> String {
    let release = disk::read(Path::new("/etc/os-release")).ok().flatten().unwrap_or_default();
    line_for(&release, lacking)
}

fn line_for(release: &str, lacking: Lacking) -> String {
    let ids =
        ["ID=", "ID_LIKE="].into_iter().filter_map(|key| value(release, key)).collect::<Vec<_>>().join(" ");
    let is = |names: &[&str]| ids.split_whitespace().any(|id| names.contains(&id));
    let (install, libraries, virtual_display) = if is(&["debian", "ubuntu"]) {
        let libraries = "libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrender1 libxkbcommon-x11-0 libgl1 libegl1 \
                         libgl1-mesa-dri";
        ("sudo apt install", libraries, "xvfb")
    } else if is(&["fedora", "rhel", "centos"]) {
        let libraries =
            "libX11 libX11-xcb libXcursor libXi libXrender libxkbcommon-x11 mesa-libGL mesa-libEGL";
        ("sudo dnf install", libraries, "xorg-x11-server-Xvfb")
    } else if is(&["arch"]) {
        (
            "sudo pacman -S",
            "libx11 libxcursor libxi libxrender libxkbcommon-x11 libglvnd mesa",
            "xorg-server-xvfb",
        )
    } else if is(&["suse", "opensuse"]) {
        let libraries = "libX11-6 libX11-xcb1 libXcursor1 libXi6 libXrender1 libxkbcommon-x11-0 Mesa-libGL1 \
                         Mesa-libEGL1";
        ("sudo zypper install", libraries, "xorg-x11-server-Xvfb")
    } else if is(&["alpine"]) {
        let libraries =
            "libx11 libxcursor libxi libxrender libxkbcommon-x11 mesa-gl mesa-egl mesa-dri-gallium";
        ("sudo apk add", libraries, "xvfb-run")
    } else {
        return "install X11 or Wayland and OpenGL from your system’s packages".to_owned();
    };
    match lacking {
        Lacking::Library => format!("{install} {libraries}"),
        Lacking::Display => format!("{install} {virtual_display} {libraries} && xvfb-run poolwalk"),
    }
}

/// How long this process has run, to the hundredth of a second; none where the system does not tell.
pub(super) fn process_age() -> Option<Duration> {
    let read = |path: &str| disk::read(Path::new(path)).ok().flatten();
    age(&read("/proc/self/stat")?, &read("/proc/uptime")?)
}

/// From the 22nd field of `stat` (start, in hundredths of a second since boot) and the first of `uptime`
/// (seconds since boot), as proc(5) has them. The program's name, in brackets, may have spaces in it.
fn age(stat: &str, uptime: &str) -> Option<Duration> {
    let after_name = stat.rsplit_once(')')?.1;
    let started: f64 = after_name.split_whitespace().nth(19)?.parse().ok()?;
    let up: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Duration::try_from_secs_f64((up - started / 100.0).max(0.0)).ok()
}

fn value<'a>(release: &'a str, key: &str) -> Option<&'a str> {
    release.lines().find_map(|line| line.strip_prefix(key)).map(|value| value.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_knows_its_age() {
        let stat = "42 (a (b) c) S 1 1 1 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 12300 1 1";
        assert_eq!(age(stat, "123.50 99.0"), Some(Duration::from_millis(500)));
        assert_eq!(age("junk", "1.0"), None);
    }

    #[test]
    fn the_install_line_is_the_systems_own() {
        let ubuntu = "NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n";
        assert!(line_for(ubuntu, Lacking::Library).starts_with("sudo apt install libx11-6"));
        assert!(line_for(ubuntu, Lacking::Display).ends_with("&& xvfb-run poolwalk"));
        let rocky = "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n";
        assert!(line_for(rocky, Lacking::Library).starts_with("sudo dnf install"));
        assert!(line_for("", Lacking::Library).starts_with("install X11"));
    }
}
