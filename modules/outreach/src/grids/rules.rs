//! What counts for a grid. Pure.

/// Of some branches those that lie in none of the others, so that nobody below two of them is counted twice.
pub fn topmost(paths: &[String]) -> Vec<&str> {
    let mut sorted: Vec<&str> = paths.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut top: Vec<&str> = Vec::new();
    for path in sorted {
        if top.last().is_none_or(|above| !path.starts_with(above)) {
            top.push(path);
        }
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_union_below_another_one_is_not_counted_again() {
        let paths = ["/1/5/27/", "/1/5/", "/1/50/", "/1/5/"].map(str::to_owned);
        assert_eq!(topmost(&paths), ["/1/5/", "/1/50/"]);
        assert!(topmost(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn every_branch_lies_in_exactly_one_of_the_topmost(ids in proptest::collection::vec(proptest::collection::vec(1u8..4, 1..5), 0..12)) {
            let paths: Vec<String> = ids.iter().map(|ids| ids.iter().fold("/".to_owned(), |p, id| format!("{p}{id}/"))).collect();
            let top = topmost(&paths);
            for path in &paths {
                prop_assert_eq!(top.iter().filter(|t| path.starts_with(**t)).count(), 1);
            }
        }
    }
}
