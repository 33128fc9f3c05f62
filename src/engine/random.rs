//! Randomness from the system. Pure rooms are given it as an argument.

use std::io;

use crate::flow::Seed;

/// The seed of one walk.
///
/// # Errors
/// When the system has no randomness to give, which hardly ever happens.
pub fn seed() -> io::Result<Seed> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(Seed::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_seeds_are_the_same() -> io::Result<()> {
        assert_ne!(seed()?, seed()?);
        Ok(())
    }
}
