//! The union of a place or code: chosen from proposals, or typed whole; only inside the own branch.
use crate::unions::{self, Union};
use platform::web::{Error, Fields};
use ui::{Desk, Field};

/// The field, holding what was typed; at first the union for which one works.
pub fn field(desk: &Desk, form: &mut Fields) -> Field {
    if !form.has("union") {
        let post = desk.post();
        form.set("union", post.org_name.clone());
        form.set("union_id", post.org.to_string());
    }
    Field::suggest("union", "归哪家工会", "/console/unions/options", "union_id", "")
        .hint("输入名称的一部分，从列表里选")
        .of_form(form)
}

/// The chosen union; a fault is left in the form where there is none.
pub async fn chosen(desk: &Desk, form: &mut Fields) -> Result<Option<Union>, Error> {
    let union = unions::chosen(desk, form, "union", "union_id").await?;
    if union.is_none() {
        form.fault("union", format!("请从列表里选一家工会，只能是{}和它的下级", desk.post().org_name));
    }
    Ok(union)
}
