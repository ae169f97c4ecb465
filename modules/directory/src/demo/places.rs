//! Fictional places, each with as many unions as it takes to hold the records behind what a federation published about itself.
use super::{
    Made, Progress,
    county::{self, Planned},
    crowd::{Crowd, WORKERS},
    homes, seats,
};
use crate::unions::UnionKind;
use platform::{App, tree::Org, web::Error};

/// What a place is made of. `counties` lie below it, each with `towns`, each with `firms` of `members`; without counties the towns lie below the
/// place itself.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub name: &'static str,
    pub kind: UnionKind,
    pub counties: usize,
    pub towns: usize,
    pub firms: usize,
    pub members: u64,
}
/// A place with its unions, in the order in which they were planned.
#[derive(Clone, Debug)]
pub struct Place {
    pub org: Org,
    pub counties: Vec<Org>,
    pub towns: Vec<Org>,
    pub firms: Vec<Org>,
}

/// What they all lie in.
const ABOVE: &str = "江河省总工会";

fn union(kind: UnionKind, name: String, under: &str, town: Option<usize>) -> Planned {
    county::of(kind, name, under, town)
}
/// The unions of a place, parents before what hangs under them.
fn plan(shape: &Shape, names: &mut impl Iterator<Item = String>) -> Vec<Planned> {
    let mut name = move || names.next().expect("trade names do not end");
    let top = format!("{}总工会", shape.name);
    let mut all = vec![union(shape.kind, top.clone(), ABOVE, None)];
    let counties: Vec<String> = match shape.counties {
        0 => vec![top],
        n => (0..n).map(|_| format!("{}县总工会", name())).collect(),
    };
    for (n, county) in counties.iter().enumerate() {
        if shape.counties > 0 {
            all.push(union(UnionKind::County, county.clone(), &all[0].name.clone(), None));
        }
        for town in 0..shape.towns {
            let spot = (n * shape.towns + town) % county::TOWNS.len();
            let own = format!("{}镇总工会", name());
            all.push(union(UnionKind::Town, own.clone(), county, Some(spot)));
            for _ in 0..shape.firms {
                let firm = name();
                all.push(Planned {
                    members: shape.members,
                    folk: WORKERS,
                    category: "170",
                    industry: "3441",
                    employer: Some(format!("{}{firm}机械有限公司", shape.name)),
                    ..union(UnionKind::Enterprise, format!("{firm}机械工会"), &own, Some(spot))
                });
            }
        }
    }
    all
}

/// Fills a database that has nobody yet with places under one province.
pub async fn places(app: &App, shapes: &[Shape], seed: u64, progress: Progress<'_>) -> Result<Vec<Place>, Error> {
    if app.root().await?.is_some() {
        return Err(Error::refused("这里已经有数据，这些地方只能装进空的数据目录"));
    }
    let members = shapes.iter().map(|s| s.members * (s.counties.max(1) * s.towns * s.firms) as u64).sum();
    let mut crowd = Crowd::new(seed, app.today(), homes(members), 0, "", super::FIRST_PHONE);
    let mut names = county::trade_names(&mut crowd.dice);
    let mut planned = vec![union(UnionKind::Province, ABOVE.to_owned(), "", None)];
    for shape in shapes {
        planned.extend(plan(shape, &mut names));
    }
    let setting = super::enter(app, &mut crowd, (planned, None), (&mut names, 0), progress).await?;
    seats::set_passwords(app).await?;
    Ok(shapes.iter().filter_map(|shape| found(shape, &setting.made)).collect())
}
fn found(shape: &Shape, made: &[Made]) -> Option<Place> {
    let top = made.iter().find(|one| one.planned.name == format!("{}总工会", shape.name))?.org.clone();
    let of = |kind: UnionKind| {
        let below = made.iter().filter(|one| one.planned.kind == kind && one.org.path.starts_with(&top.path));
        below.filter(|one| one.org.id != top.id).map(|one| one.org.clone()).collect()
    };
    Some(Place {
        counties: of(UnionKind::County),
        towns: of(UnionKind::Town),
        firms: of(UnionKind::Enterprise),
        org: top,
    })
}
