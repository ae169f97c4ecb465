//! Where a record opens that a figure counted: each module says it of its own records.
use crate::{
    App,
    db::{Query, Result},
    rights::Permission,
    tree::Scope,
    vals,
};
use std::{collections::HashMap, pin::Pin};

/// The pages of one kind of records, declared in [`crate::Module::declares`].
pub struct Opening {
    /// As facts name it: membership, case.
    pub record: &'static str,
    /// Who is told what a record is called and led to it; everybody else sees that there is one.
    pub needs: &'static Permission,
    /// What those of the numbers are called that lie in a branch and are hidden from nobody there, and their addresses.
    pub pages: fn(App, Scope, Vec<i64>) -> Pages,
}
/// Number, name, address.
pub type Pages = Pin<Box<dyn Future<Output = Result<Vec<(i64, String, String)>>> + Send>>;

/// The rows (number, name, the end of the address) that a statement gives for some numbers within a branch; it ends where its paths are
/// compared: `… WHERE o.path >= ? AND o.path < ? AND x.id`.
pub async fn pages(
    app: &App,
    (select, under): (&'static str, &str),
    scope: &Scope,
    numbers: &[i64],
) -> Result<Vec<(i64, String, String)>> {
    let mut query = Query::new(select, vals![&scope.from, &scope.until]);
    query.add(" IN (0", vals![]);
    for number in numbers {
        query.add(", ?", vals![*number]);
    }
    query.add(")", vals![]);
    let rows: Vec<(i64, String, String)> = app.db.list(query).await?;
    Ok(rows.into_iter().map(|(id, name, end)| (id, name, format!("{under}/{end}"))).collect())
}

/// What is known of records, by number.
pub fn by_number(pages: Vec<(i64, String, String)>) -> HashMap<i64, (String, String)> {
    pages.into_iter().map(|(id, name, address)| (id, (name, address))).collect()
}
