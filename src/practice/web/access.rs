//! Scopes: which an app asked for, and which it is granted.

/// The scopes that are granted: those asked for, or all of the client's when none was.
pub(super) fn granted(asked: Option<&str>, allowed: &[&str]) -> Result<Vec<String>, &'static str> {
    const OF_USERS: [&str; 3] = ["email", "phone", "profile"];
    let mut scopes: Vec<&str> = Vec::new();
    for scope in asked.unwrap_or_default().split_whitespace() {
        if !allowed.contains(&scope) {
            return Err("A scope is not among those of the client");
        }
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if scopes.is_empty() {
        scopes = allowed.to_vec();
    }
    if !scopes.contains(&"openid") && OF_USERS.iter().any(|scope| scopes.contains(scope)) {
        return Err("email, phone and profile want openid besides");
    }
    Ok(scopes.into_iter().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWED: &[&str] = &["openid", "email", "api/read"];

    #[test]
    fn scopes_are_granted_as_asked_and_all_when_none_is() {
        assert_eq!(granted(Some("email  openid email"), ALLOWED).unwrap(), ["email", "openid"]);
        assert_eq!(granted(None, ALLOWED).unwrap(), ALLOWED);
        assert_eq!(granted(Some("api/read"), ALLOWED).unwrap(), ["api/read"]);
        assert!(granted(Some("email"), ALLOWED).is_err());
        assert!(granted(Some("openid phone"), ALLOWED).is_err());
    }
}
