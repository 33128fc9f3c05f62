//! Generated Rust programs, compiled. That these are the texts which are generated, `handoff::code` checks; the other
//! languages are run by `tests/full.sh clients`.

#![cfg(feature = "engine")]

/// Each text is a program of its own.
macro_rules! compiled {
    ($($name:ident),+) => {$(
        #[allow(
            clippy::all,
            clippy::pedantic,
            clippy::print_stdout,
            clippy::disallowed_methods,
            unused_variables,
            reason = "generated, for people who have their own lints"
        )]
        mod $name {
            include!(concat!("as_code/", stringify!($name), ".txt"));

            pub(crate) fn program() -> fn() -> Result<(), Box<dyn std::error::Error>> {
                main
            }
        }
    )+};
}
compiled!(walk, sign_up, preference, device, role, proof, app);

#[test]
fn programs_are_made_that_compile() {
    let all = [
        walk::program(),
        sign_up::program(),
        preference::program(),
        device::program(),
        role::program(),
        proof::program(),
        app::program(),
    ];
    assert_eq!(all.len(), 7);
}
