//! Where the calls of a walk go, from what was said on the command line.

use crate::engine::{Endpoints, Signer, Target};
use crate::flow::{Draft, LoginConfig};

/// One endpoint stands in for all three services, unless there is one of its own for a service.
pub(super) fn of(draft: &Draft, config: &LoginConfig, signer: Option<Signer>) -> Target {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let all = given(&draft.endpoint);
    Target {
        region: Some(config.region.clone()),
        identity_region: Some(config.identity_region()),
        endpoints: Endpoints {
            identity: given(&draft.endpoint_identity).or_else(|| all.clone()),
            sts: given(&draft.endpoint_sts).or_else(|| all.clone()),
            idp: all,
        },
        signer,
        ..Target::default()
    }
}
