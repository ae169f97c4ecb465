//! The members of the county, union by union.
use super::{
    Made, Setting,
    approvals::{self, Desk},
    codes::{self, Gate},
    county::{FREIGHT_FEDERATION, FREIGHT_JOINT},
    crowd::Crowd,
    firms::{SHUNDA, Workplace},
    past::Past,
    seats, store,
};
use crate::{
    members::{Admission, admission::Source, admit_all, admit_ready},
    people::store::Ready,
    unions::UnionKind,
};
use jiff::civil::Date;
use platform::{
    App,
    db::Result,
    identity,
    standards::Sex,
    tree::{Org, OrgId},
};

/// People after whom a transaction ends: a tenth of a second or so.
pub(super) const CHUNK: usize = 500;

/// Enters all members of the plan; those of the last months who came through a code with the joining that led there.
pub async fn enter(app: &App, crowd: &mut Crowd, setting: &mut Setting, progress: &(dyn Fn(u64) + Sync)) -> Result<()> {
    let past = Past::of(app);
    let federation = setting.made.iter().find(|m| m.planned.name == FREIGHT_FEDERATION).map(|m| m.org.id);
    let (mut done, mut nobody, mut joined, mut roster) = (0, Vec::new(), Vec::new(), Vec::with_capacity(CHUNK));
    let mut sealing: Option<Sealing> = None;
    for one in setting.made.iter().filter(|m| m.planned.members > 0) {
        let places = setting.workplaces.get_mut(&workplace_of(one)).unwrap_or(&mut nobody);
        let gates = setting.gates.get(&one.org.id).map_or(&[][..], Vec::as_slice);
        let federation = federation.filter(|_| one.planned.under == FREIGHT_FEDERATION);
        let desk = Desk { past: &past, union: one, chair: setting.chairs.get(&one.org.id).copied(), federation };
        let mut by_code = Vec::new();
        for n in 0..one.planned.members {
            let admission = admission(crowd, one, n, places);
            let may = n > 1 && admission.change == "1";
            match if may { codes::gate_on(crowd, gates, admission.joined_on) } else { None } {
                Some(gate) => by_code.push((gate, admission)),
                None => roster.push(Listed {
                    org: one.org.clone(),
                    chair_phone: one.chair_phone.clone(),
                    federation,
                    admission,
                }),
            }
            if roster.len() == CHUNK {
                // One chunk is sealed on the other core while the one before is written.
                if let Some(before) = sealing.replace(seal(app, std::mem::take(&mut roster))) {
                    done += by_roster(app, before).await?;
                    progress(done);
                }
            }
        }
        by_code.sort_by_key(|(_, admission)| admission.joined_on);
        done += by_gate(app, crowd, &desk, &by_code).await?;
        joined.extend(by_code.iter().filter_map(|(gate, admission)| {
            let at = gates.iter().position(|g| gate.code.id == g.code.id)?;
            Some((one.org.id, at, admission.joined_on))
        }));
    }
    for rest in sealing.into_iter().chain([seal(app, roster)]) {
        by_roster(app, rest).await?;
    }
    codes::count_scans(app, crowd, &setting.gates, &joined).await
}

/// Somebody whom a union has listed in its roster.
pub(super) struct Listed {
    pub org: Org,
    pub chair_phone: String,
    pub federation: Option<OrgId>,
    pub admission: Admission,
}

pub(super) type Sealing = tokio::task::JoinHandle<(Vec<Listed>, Vec<Ready>)>;

pub(super) fn seal(app: &App, listed: Vec<Listed>) -> Sealing {
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        let ready = listed.iter().map(|one| Ready::of(&app, &one.admission.details)).collect();
        (listed, ready)
    })
}

/// Enters people of any unions at once; tells how many.
pub(super) async fn by_roster(app: &App, sealing: Sealing) -> Result<u64> {
    let source = Source { key: "roster", note: "名册导入", account: None, batch: 0 };
    let (listed, ready) = sealing.await.expect("sealing does not fail");
    let admissions: Vec<_> = listed.iter().map(|one| (&one.org, one.admission.clone())).collect();
    let mut tx = app.db.begin().await?;
    let entered = admit_ready(&mut tx, app, &admissions, ready, source).await?;
    for (Listed { chair_phone, federation, admission, .. }, (person, _)) in listed.iter().zip(&entered) {
        let details = &admission.details;
        if details.phone == *chair_phone || details.phone.starts_with(seats::PHONES) {
            let account = identity::account_for_phone(&mut tx, app, &details.phone, &details.name).await?;
            identity::tie_person(&mut tx, account, *person, &details.name).await?;
        }
        if let Some(federation) = *federation {
            store::affiliate(&mut tx, federation, &[(*person, admission.joined_on)]).await?;
        }
    }
    tx.commit().await?;
    Ok(admissions.len() as u64)
}

/// Enters people of one union who came through a code, with the joining that led there; tells how many.
pub(super) async fn by_gate(
    app: &App,
    crowd: &mut Crowd,
    desk: &Desk<'_>,
    coming: &[(&Gate, Admission)],
) -> Result<u64> {
    let source = Source { key: "joining", note: "扫码入会", account: None, batch: 0 };
    for some in coming.chunks(CHUNK) {
        let mut tx = app.db.begin().await?;
        let admissions: Vec<_> = some.iter().map(|(_, admission)| (&desk.union.org, admission.clone())).collect();
        let entered = admit_all(&mut tx, app, &admissions, source).await?;
        for ((gate, admission), ids) in some.iter().zip(&entered) {
            approvals::record(&mut tx, crowd, desk, admission, *ids, gate).await?;
        }
        if let Some(federation) = desk.federation {
            let people: Vec<_> = some.iter().zip(&entered).map(|((_, a), ids)| (ids.0, a.joined_on)).collect();
            store::affiliate(&mut tx, federation, &people).await?;
        }
        tx.commit().await?;
    }
    Ok(coming.len() as u64)
}

/// Branches and groups share the workplace of the union that they are parts of.
fn workplace_of(one: &Made) -> OrgId {
    let part = matches!(one.planned.kind, UnionKind::Branch | UnionKind::Group);
    one.org.parent.filter(|_| part).unwrap_or(one.org.id)
}

fn admission(crowd: &mut Crowd, one: &Made, n: u64, places: &mut [Workplace]) -> Admission {
    let planned = &one.planned;
    let joint = planned.name == FREIGHT_JOINT;
    let recent = if joint {
        46
    } else if planned.folk.group.is_some() {
        24
    } else {
        7
    };
    let (mut details, joined_on, place) = match n {
        0 if planned.kind.is_grassroots() => {
            let sex = if crowd.dice.percent(35) { Sex::Female } else { Sex::Male };
            let mut chair = crowd.named(&planned.folk, sex, &one.chair);
            chair.phone = seats::sign_in_of(one).map_or(one.chair_phone.as_str(), |s| s.phone).to_owned();
            (chair, one.founded, workplace(crowd, places, None))
        }
        1 if joint => {
            let mut member = crowd.named(&planned.folk, Sex::Female, seats::MEMBER.name);
            member.phone = seats::MEMBER.phone.into();
            (
                member,
                one.founded.max(Date::constant(2024, 3, 12)).min(crowd.today),
                workplace(crowd, places, Some(SHUNDA)),
            )
        }
        _ => (crowd.person(&planned.folk), crowd.joined_on(one.founded, recent), workplace(crowd, places, None)),
    };
    if let Some(place) = place {
        place.room = place.room.saturating_sub(1);
        details.employer = Some(place.id);
        details.employer_name.clone_from(&place.name);
    }
    let mut groups = Vec::new();
    if let Some((group, share)) = planned.folk.group
        && (n == 1 && joint || crowd.dice.percent(share))
    {
        groups.push(group.to_owned());
    }
    if details.migrant == "1" {
        groups.push("农民工".into());
    }
    if crowd.dice.below(500) == 0 {
        groups.push("劳动模范".into());
    }
    // Some have left work and keep their membership.
    let kept = n > 1 && crowd.dice.below(110) == 0;
    if kept {
        details.work_status = if crowd.dice.percent(60) { "4" } else { "3" }.into();
    }
    let (change, reason) = if kept { ("3", if details.work_status == "3" { "3" } else { "1" }) } else { ("1", "") };
    Admission { person: None, details, groups, joined_on, change: change.into(), reason: reason.into() }
}
/// Somewhere with room; where there is none, somebody works for himself.
fn workplace<'a>(crowd: &mut Crowd, places: &'a mut [Workplace], named: Option<&str>) -> Option<&'a mut Workplace> {
    if let Some(name) = named {
        return places.iter_mut().find(|p| p.name == name);
    }
    let start = crowd.dice.below(places.len().max(1) as u64) as usize;
    let at = (0..places.len()).map(|i| (start + i) % places.len()).find(|i| places[*i].room > 0)?;
    places.get_mut(at)
}
