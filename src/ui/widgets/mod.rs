//! The pieces the screens are made of. They draw and report; what happens then is decided elsewhere.
//!
//! Each decides its size, allocates it, looks at the pointer and the keys, paints when it can be seen,
//! and says what it is to a screen reader. None keeps what the program knows.

mod badge;
mod button;
mod card;
mod claims;
mod combo;
mod copy;
mod countdown;
mod field;
mod flow_map;
mod lanes;
mod links;
mod mask;
mod menu_item;
mod notice;
mod paint;
mod palette;
mod qr;
mod secret_field;
mod tabs;
mod tone;

pub use badge::Badge;
pub use button::Button;
pub use card::{Card, EmptyPlace};
pub use claims::{ClaimAction, ClaimRow, Claims};
pub use combo::{Choice, Combo, group_label};
pub use copy::{Copied, CopyButton, KeyChip, KeyChipAction};
pub use countdown::{CountdownRing, ExpiryPill};
pub use field::{Field, problem_line};
pub use flow_map::{FlowMap, MapLink, MapPart};
pub use lanes::{LaneHead, LaneRow, Lanes, row_place};
pub use links::links;
pub use menu_item::MenuItem;
pub use notice::{NoticeAction, NoticeBar};
pub use paint::{describe, focus_ring};
pub use palette::{Palette, PaletteItem, PaletteOutcome};
pub use qr::Qr;
pub use secret_field::{SecretBuf, SecretField};
pub use tabs::{Tab, TabLook, tabs};
pub use tone::Tone;
