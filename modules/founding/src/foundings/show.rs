//! One founding in the console: facts left, line of life right, what is next on top.
use super::{
    FoundingId, GroupMemberId, HERE, acts, group, papers,
    recruiting::{self, Recruiting},
    rules::{STEPS, Stage},
    store::GroupMember,
    view::{self, View},
    within,
};
use crate::permissions::{FOUNDINGS_DECIDE, FOUNDINGS_READ, FOUNDINGS_WRITE, UNIONS_CLOSE};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use directory::unions;
use platform::web::{Error, Fields, Result, see};
use ui::{Button, Clock, Crumb, Desk, ErrorSummary, Field, Life, StepLine, filters};

#[derive(Template)]
#[template(path = "foundings/show.html")]
struct ShowPage {
    frame: ui::Console,
    view: View,
    line: Option<StepLine>,
    clock: Option<Clock>,
    life: Life,
    papers: Vec<(&'static str, String)>,
    recruiting: Recruiting,
    /// Whether the form for refusing is open.
    refusing: bool,
    /// Who is about to leave the group.
    leaving: Option<GroupMember>,
    reason: Field,
    fields: Vec<Field>,
    may_write: bool,
    may_decide: bool,
    may_close: bool,
    qr: Option<String>,
    contact_phone: String,
}
impl ShowPage {
    fn kind(&self) -> &'static str {
        self.view.founding.kind().map_or("", unions::UnionKind::name)
    }
    fn founded(&self) -> String {
        crate::papers::day(self.view.founding.founded_on.as_deref())
    }
    fn union_number(&self) -> String {
        self.view.founding.union_id.map(|u| u.to_string()).unwrap_or_default()
    }
    fn preparing(&self) -> bool {
        self.view.founding.stage() == Stage::Preparing
    }
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::of(self.fields.iter().chain([&self.reason]))
    }
}

async fn page(desk: &Desk, founding: super::Founding, act: &str, form: &Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let recruiting = recruiting::now(app, &founding, founding.link()).await?;
    let view = view::view(app, founding).await?;
    let clock = view.due(app).map(|(left, sentence, rule)| {
        Clock::new(left, sentence)
            .note(rule)
            .fact("在谁那里", view.at.clone().unwrap_or_else(|| view.founding.upper_name.clone()))
    });
    let leaving = view.leaving(form);
    let label = if leaving.is_some() { "为什么离开" } else { "为什么不批准" };
    let base = desk.base_url();
    Ok(ShowPage {
        frame: desk.frame(&view.founding.employer_name, HERE, vec![Crumb::word("有家"), Crumb::to("建会", HERE)]),
        line: view.step().map(|step| StepLine::new(step, STEPS)),
        clock,
        life: Life::log(view.steps(app).await?),
        papers: papers::of(&view, &view.founding.link()),
        reason: Field::area("reason", label).attr("rows", 2).attr("maxlength", 200).of_form(form),
        fields: group::fields(form),
        may_write: desk.may(FOUNDINGS_WRITE),
        may_decide: desk.may(FOUNDINGS_DECIDE)
            && platform::tree::Scope::below(&desk.post().path).holds(&upper_path(&view)),
        may_close: desk.may(UNIONS_CLOSE),
        qr: view.code.as_ref().map(|code| {
            platform::documents::qr_svg(&code.address(base), platform::documents::Ruggedness::Screen, "入会码")
        }),
        contact_phone: ui::text::mask_phone(&view.founding.contact_phone(app)?),
        refusing: act == "refuse",
        leaving,
        recruiting,
        view,
    })
}
/// The path of the upper union: the founding's own without its last number, where there is a union in preparation.
fn upper_path(view: &View) -> String {
    let path = &view.founding.path;
    match view.founding.union_id {
        None => path.clone(),
        Some(_) => path.trim_end_matches('/').rsplit_once('/').map_or_else(|| path.clone(), |(up, _)| format!("{up}/")),
    }
}
async fn refused(desk: &Desk, id: FoundingId, sentence: &str) -> Result<Response> {
    let founding = within(desk, FOUNDINGS_READ, id).await?;
    let mut page = page(desk, founding, "", &Fields::default()).await?;
    page.frame.flash = Some(ui::Flash::warn(sentence));
    let mut response = desk.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

pub async fn show(desk: Desk, Path(founding): Path<FoundingId>, asked: Fields) -> Result<Response> {
    let founding = within(&desk, FOUNDINGS_READ, founding).await?;
    Ok(desk.show(&page(&desk, founding, asked.get("act"), &asked).await?))
}

/// Approves or refuses a request.
pub async fn decide(desk: Desk, Path(founding): Path<FoundingId>, mut form: Fields) -> Result<Response> {
    let founding = within(&desk, FOUNDINGS_DECIDE, founding).await?;
    let version = form.number("version").unwrap_or(founding.version);
    let outcome = match form.get("decision") {
        "approve" => acts::approve(&desk.app, &desk.who, &founding, version).await?.map(|_| "批准了，入会码也做好了"),
        "refuse" => {
            let Some(reason) = form.required("reason", "请写清为什么不批准，申请人会看到", 200) else {
                return Ok(desk.refill(&page(&desk, founding, "refuse", &form).await?));
            };
            acts::turn_down(&desk.app, &desk.who, &founding, version, Stage::Refused, &reason)
                .await?
                .map(|()| "已决定不批准，告诉了申请人")
        }
        _ => return Err(Error::refused("请选择批准或不批准。")),
    };
    match outcome {
        Ok(sentence) => Ok(see(&founding.link(), sentence)),
        Err(sentence) => refused(&desk, founding.id, &sentence).await,
    }
}

pub async fn add(desk: Desk, Path(founding): Path<FoundingId>, mut form: Fields) -> Result<Response> {
    let founding = within(&desk, FOUNDINGS_WRITE, founding).await?;
    let Some(typed) = group::read(&mut form) else {
        return Ok(desk.refill(&page(&desk, founding, "", &form).await?));
    };
    match group::add(&desk.app, &desk.who, &founding, &typed, desk.base_url()).await? {
        Ok(()) => Ok(see(&founding.link(), &format!("{}进了筹备组", typed.name))),
        Err(sentence) => {
            form.fault("group_phone", sentence);
            Ok(desk.refill(&page(&desk, founding, "", &form).await?))
        }
    }
}
pub async fn leave(desk: Desk, Path(founding): Path<FoundingId>, form: Fields) -> Result<Response> {
    let founding = within(&desk, FOUNDINGS_WRITE, founding).await?;
    let member = form.number::<GroupMemberId>("member").ok_or_else(|| Error::refused("请选谁离开筹备组。"))?;
    let why: String = form.get("reason").chars().take(100).collect();
    match group::leave(&desk.app, &desk.who, &founding, member, &why).await? {
        Ok(left) => Ok(see(&founding.link(), &format!("{}离开了筹备组", left.name))),
        Err(sentence) => refused(&desk, founding.id, &sentence).await,
    }
}
pub async fn lead(desk: Desk, Path(founding): Path<FoundingId>, form: Fields) -> Result<Response> {
    let founding = within(&desk, FOUNDINGS_WRITE, founding).await?;
    let member = form.number::<GroupMemberId>("member").ok_or_else(|| Error::refused("请选谁当组长。"))?;
    match group::lead(&desk.app, &desk.who, &founding, member, desk.base_url()).await? {
        Ok(()) => Ok(see(&founding.link(), "组长定好了，已请他接受")),
        Err(sentence) => refused(&desk, founding.id, &sentence).await,
    }
}
