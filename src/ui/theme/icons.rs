//! The icons: where each sits in the icon font. Written by `assets/make.py`, which has the list.
//! Knows nothing of sizes and colors.

use super::Icon;

/// Lucide's `waves`.
pub const WAVES: Icon = Icon('\u{e000}');
/// Lucide's `play`.
pub const PLAY: Icon = Icon('\u{e001}');
/// Lucide's `step-forward`.
pub const STEP_FORWARD: Icon = Icon('\u{e002}');
/// Lucide's `square`.
pub const SQUARE: Icon = Icon('\u{e003}');
/// Lucide's `check`.
pub const CHECK: Icon = Icon('\u{e004}');
/// Lucide's `circle-check`.
pub const CIRCLE_CHECK: Icon = Icon('\u{e005}');
/// Lucide's `x`.
pub const X: Icon = Icon('\u{e006}');
/// Lucide's `circle-x`.
pub const CIRCLE_X: Icon = Icon('\u{e007}');
/// Lucide's `triangle-alert`.
pub const TRIANGLE_ALERT: Icon = Icon('\u{e008}');
/// Lucide's `circle-alert`.
pub const CIRCLE_ALERT: Icon = Icon('\u{e009}');
/// Lucide's `info`.
pub const INFO: Icon = Icon('\u{e00a}');
/// Lucide's `eye`.
pub const EYE: Icon = Icon('\u{e00b}');
/// Lucide's `eye-off`.
pub const EYE_OFF: Icon = Icon('\u{e00c}');
/// Lucide's `copy`.
pub const COPY: Icon = Icon('\u{e00d}');
/// Lucide's `clipboard-paste`.
pub const CLIPBOARD_PASTE: Icon = Icon('\u{e00e}');
/// Lucide's `clipboard-check`.
pub const CLIPBOARD_CHECK: Icon = Icon('\u{e00f}');
/// Lucide's `chevron-down`.
pub const CHEVRON_DOWN: Icon = Icon('\u{e010}');
/// Lucide's `chevron-right`.
pub const CHEVRON_RIGHT: Icon = Icon('\u{e011}');
/// Lucide's `chevron-up`.
pub const CHEVRON_UP: Icon = Icon('\u{e012}');
/// Lucide's `chevron-left`.
pub const CHEVRON_LEFT: Icon = Icon('\u{e013}');
/// Lucide's `search`.
pub const SEARCH: Icon = Icon('\u{e014}');
/// Lucide's `sun`.
pub const SUN: Icon = Icon('\u{e015}');
/// Lucide's `moon`.
pub const MOON: Icon = Icon('\u{e016}');
/// Lucide's `sun-moon`.
pub const SUN_MOON: Icon = Icon('\u{e017}');
/// Lucide's `user-round`.
pub const USER_ROUND: Icon = Icon('\u{e018}');
/// Lucide's `users-round`.
pub const USERS_ROUND: Icon = Icon('\u{e019}');
/// Lucide's `fingerprint`.
pub const FINGERPRINT: Icon = Icon('\u{e01a}');
/// Lucide's `shield-check`.
pub const SHIELD_CHECK: Icon = Icon('\u{e01b}');
/// Lucide's `shield-alert`.
pub const SHIELD_ALERT: Icon = Icon('\u{e01c}');
/// Lucide's `globe`.
pub const GLOBE: Icon = Icon('\u{e01d}');
/// Lucide's `key-round`.
pub const KEY_ROUND: Icon = Icon('\u{e01e}');
/// Lucide's `clock`.
pub const CLOCK: Icon = Icon('\u{e01f}');
/// Lucide's `inbox`.
pub const INBOX: Icon = Icon('\u{e020}');
/// Lucide's `footprints`.
pub const FOOTPRINTS: Icon = Icon('\u{e021}');
/// Lucide's `braces`.
pub const BRACES: Icon = Icon('\u{e022}');
/// Lucide's `send`.
pub const SEND: Icon = Icon('\u{e023}');
/// Lucide's `list-checks`.
pub const LIST_CHECKS: Icon = Icon('\u{e024}');
/// Lucide's `wrench`.
pub const WRENCH: Icon = Icon('\u{e025}');
/// Lucide's `rotate-cw`.
pub const ROTATE_CW: Icon = Icon('\u{e026}');
/// Lucide's `refresh-cw`.
pub const REFRESH_CW: Icon = Icon('\u{e027}');
/// Lucide's `arrow-right`.
pub const ARROW_RIGHT: Icon = Icon('\u{e028}');
/// Lucide's `arrow-left`.
pub const ARROW_LEFT: Icon = Icon('\u{e029}');
/// Lucide's `pen-line`.
pub const PEN_LINE: Icon = Icon('\u{e02a}');
/// Lucide's `loader-circle`.
pub const LOADER_CIRCLE: Icon = Icon('\u{e02b}');
/// Lucide's `plus`.
pub const PLUS: Icon = Icon('\u{e02c}');
/// Lucide's `minus`.
pub const MINUS: Icon = Icon('\u{e02d}');
/// Lucide's `trash-2`.
pub const TRASH: Icon = Icon('\u{e02e}');
/// Lucide's `save`.
pub const SAVE: Icon = Icon('\u{e02f}');
/// Lucide's `folder-open`.
pub const FOLDER_OPEN: Icon = Icon('\u{e030}');
/// Lucide's `download`.
pub const DOWNLOAD: Icon = Icon('\u{e031}');
/// Lucide's `upload`.
pub const UPLOAD: Icon = Icon('\u{e032}');
/// Lucide's `file-text`.
pub const FILE_TEXT: Icon = Icon('\u{e033}');
/// Lucide's `external-link`.
pub const EXTERNAL_LINK: Icon = Icon('\u{e034}');
/// Lucide's `settings`.
pub const SETTINGS: Icon = Icon('\u{e035}');
/// Lucide's `lock`.
pub const LOCK: Icon = Icon('\u{e036}');
/// Lucide's `mail`.
pub const MAIL: Icon = Icon('\u{e037}');
/// Lucide's `smartphone`.
pub const SMARTPHONE: Icon = Icon('\u{e038}');
/// Lucide's `message-square`.
pub const MESSAGE_SQUARE: Icon = Icon('\u{e039}');
/// Lucide's `circle-question-mark`.
pub const CIRCLE_QUESTION_MARK: Icon = Icon('\u{e03a}');
/// Lucide's `keyboard`.
pub const KEYBOARD: Icon = Icon('\u{e03b}');
/// Lucide's `ellipsis`.
pub const ELLIPSIS: Icon = Icon('\u{e03c}');
/// Lucide's `panel-right`.
pub const PANEL_RIGHT: Icon = Icon('\u{e03d}');
/// Lucide's `terminal`.
pub const TERMINAL: Icon = Icon('\u{e03e}');
/// Lucide's `hash`.
pub const HASH: Icon = Icon('\u{e03f}');
/// Lucide's `calendar`.
pub const CALENDAR: Icon = Icon('\u{e040}');
/// Lucide's `hourglass`.
pub const HOURGLASS: Icon = Icon('\u{e041}');
/// Lucide's `unplug`.
pub const UNPLUG: Icon = Icon('\u{e042}');
/// Lucide's `server`.
pub const SERVER: Icon = Icon('\u{e043}');
/// Lucide's `ban`.
pub const BAN: Icon = Icon('\u{e044}');
/// Lucide's `link`.
pub const LINK: Icon = Icon('\u{e045}');
/// Lucide's `code`.
pub const CODE: Icon = Icon('\u{e046}');
/// Lucide's `log-in`.
pub const LOG_IN: Icon = Icon('\u{e047}');
/// Lucide's `log-out`.
pub const LOG_OUT: Icon = Icon('\u{e048}');
/// Lucide's `corner-down-left`.
pub const CORNER_DOWN_LEFT: Icon = Icon('\u{e049}');
/// Lucide's `lightbulb`.
pub const LIGHTBULB: Icon = Icon('\u{e04a}');
/// Lucide's `monitor`.
pub const MONITOR: Icon = Icon('\u{e04b}');

/// Every icon, for a test that the font has them.
#[cfg(test)]
pub(super) const ALL_ICONS: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{e04b}';
