//! What Cognito says and expects: identifiers, flows by name, challenges and the fields each
//! needs. It knows how things are spelled and shaped, never who sends them or when.

pub mod api_host;
pub mod challenge;
pub mod device;
pub mod endpoint;
pub mod ids;
pub mod managed_login;
pub mod srp;
pub mod totp;

mod auth_flow;
mod first_factor;
mod harmless;
mod here;
pub(crate) mod keyed;
mod params;
mod provider;
mod secret_hash;
mod until;
mod way;

pub use auth_flow::AuthFlow;
pub use challenge::{Challenge, FieldKind, FieldSpec};
pub use device::Device;
pub use first_factor::FirstFactor;
pub use harmless::is_harmless;
pub use here::{is_here, is_localhost};
pub use ids::{ClientId, IdProblem, IdentityPoolId, Recognized, Region, UserPoolId};
pub use params::{Params, Value};
pub use provider::{KeyProblem, Provider};
pub use secret_hash::secret_hash;
pub use until::Until;
pub use way::Way;
