//! Second factors: which ones an account has switched on, which one it prefers, and what that means for a sign-in.
//! It knows settings; codes are `codes`' and `totp`'s, questions are `auth`'s.

/// A second factor, under the name that lists and challenges have for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Factor {
    /// `SMS_MFA`
    Sms,
    /// `EMAIL_OTP`
    Email,
    /// `SOFTWARE_TOKEN_MFA`
    SoftwareToken,
}

impl Factor {
    /// Every one, in the order in which lists name them.
    pub(super) const ALL: [Self; 3] = [Self::Sms, Self::Email, Self::SoftwareToken];

    /// As in `UserMFASettingList`, `MFAS_CAN_CHOOSE` and `MFAS_CAN_SETUP`.
    pub(super) const fn wire(self) -> &'static str {
        match self {
            Self::Sms => "SMS_MFA",
            Self::Email => "EMAIL_OTP",
            Self::SoftwareToken => "SOFTWARE_TOKEN_MFA",
        }
    }
}

/// The second factors of one account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SecondFactors {
    on: Vec<Factor>,
    preferred: Option<Factor>,
    demanded: bool,
}

/// What is asked after the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing more.
    Nothing,
    /// A code of this factor.
    Code(Factor),
    /// Which of these it shall be.
    Choice(Vec<Factor>),
    /// To set one up.
    SetUp,
}

impl SecondFactors {
    /// Lets nobody in without a second factor, switched on or still to be set up.
    pub(super) const fn demand(&mut self) {
        self.demanded = true;
    }

    /// Switches a factor on.
    pub(super) fn switch_on(&mut self, factor: Factor) {
        if !self.on.contains(&factor) {
            self.on.push(factor);
        }
    }

    /// Switches a factor off; it is not preferred any longer.
    pub(super) fn switch_off(&mut self, factor: Factor) {
        self.on.retain(|known| *known != factor);
        self.preferred = self.preferred.filter(|known| *known != factor);
    }

    /// Says which factor is asked for first, if any.
    pub(super) fn prefer(&mut self, factor: Option<Factor>) {
        self.preferred = factor;
    }

    /// Those that are switched on, in the order of [`Factor::ALL`].
    pub(super) fn on(&self) -> Vec<Factor> {
        Factor::ALL.into_iter().filter(|factor| self.on.contains(factor)).collect()
    }

    /// The preferred one, as long as it is switched on.
    pub(super) fn preferred(&self) -> Option<Factor> {
        self.preferred.filter(|factor| self.on.contains(factor))
    }

    /// What is asked after the password.
    pub(super) fn next(&self) -> Next {
        match (self.preferred(), self.on().as_slice()) {
            (Some(factor), _) | (None, &[factor]) => Next::Code(factor),
            (None, []) if self.demanded => Next::SetUp,
            (None, []) => Next::Nothing,
            (None, several) => Next::Choice(several.to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_are_a_choice_until_one_is_preferred() {
        let mut factors = SecondFactors::default();
        assert_eq!(factors.next(), Next::Nothing);
        factors.switch_on(Factor::SoftwareToken);
        factors.switch_on(Factor::Sms);
        factors.switch_on(Factor::Sms);
        assert_eq!(factors.next(), Next::Choice(vec![Factor::Sms, Factor::SoftwareToken]));
        factors.prefer(Some(Factor::SoftwareToken));
        assert_eq!(factors.next(), Next::Code(Factor::SoftwareToken));
        factors.switch_off(Factor::SoftwareToken);
        assert_eq!((factors.next(), factors.preferred()), (Next::Code(Factor::Sms), None));
    }

    #[test]
    fn who_must_have_one_sets_it_up() {
        let mut factors = SecondFactors::default();
        factors.demand();
        assert_eq!(factors.next(), Next::SetUp);
        factors.switch_on(Factor::Email);
        assert_eq!(factors.next(), Next::Code(Factor::Email));
    }

    #[test]
    fn a_preference_for_what_is_off_counts_for_nothing() {
        let mut factors = SecondFactors::default();
        factors.prefer(Some(Factor::Sms));
        assert_eq!((factors.next(), factors.preferred()), (Next::Nothing, None));
    }
}
