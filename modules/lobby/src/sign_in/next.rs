//! Where to go after signing in: only to a page of our own.

/// The path if it is one of ours, else the home page. A browser reads `//host`, `/\host` and a `/` followed by white space and another
/// `/` as another site.
pub fn local(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next[1..].starts_with(['/', '\\'])
        && !next.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\');
    // Never back to signing in: that would be a circle.
    if ours && !next.starts_with("/sign-") { next } else { "/" }
}

/// A page with `next` carried along where it leads anywhere but home.
pub fn carrying(page: &str, next: &str) -> String {
    if next == "/" { page.to_owned() } else { format!("{page}?next={}", platform::web::encode(next)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_are_followed() {
        for ours in ["/", "/me/data", "/console/members?q=%E6%9E%97&page=2", "/held/abc_-d"] {
            assert_eq!(local(ours), ours);
        }
        for theirs in [
            "",
            "me",
            "//evil.test",
            "/\\evil.test",
            "/\t/evil.test",
            "/\n/evil.test",
            "https://evil.test",
            "javascript:alert(1)",
            "\\\\evil.test",
            "/a\\b",
            "/sign-in",
            "/sign-out",
        ] {
            assert_eq!(local(theirs), "/", "{theirs:?}");
        }
    }
}
