//! From settings to a running [`App`]: folder, database, migrations, key. Whatever is wrong stops here with one line.
use crate::{Stop, cli::Place};
use platform::{
    App, Clock, Config, Inner,
    calendar::Calendar,
    db::Db,
    files::Files,
    migrations,
    notices::{HttpsGateway, SmsGateway},
    secrets::Keys,
    vals,
};
use std::path::Path;

const SETTINGS: &[&str] = &["UNIONHALL_KEY", "UNIONHALL_KEY_FILE", "UNIONHALL_SMS_URL", "UNIONHALL_SMS_TOKEN"];
/// Connections that one node keeps to PostgreSQL.
const CONNECTIONS: u32 = 16;
/// A row of the settings that the right key opens.
const KEY_CHECK: &str = "key.check";

/// Opens the installation at a place, brings the database up to date and checks that the key is its own.
pub async fn open(place: &Place, config: Config) -> Result<App, Stop> {
    known_settings()?;
    let sms = gateway()?;
    folder(&place.data)?;
    let db = database(place).await?;
    let modules = crate::modules();
    db.migrate(&migrations(&modules), Clock::System.now()).await.map_err(Stop::new)?;
    let keys = own_key(&db, &place.data).await?;
    Ok(App::new(Inner {
        db,
        keys,
        clock: Clock::System,
        calendar: Calendar::embedded().clone(),
        files: Files::folder(&place.data.join("files")).map_err(Stop::at("the folder for files"))?,
        config,
        modules,
        sms,
        error_page: ui::error_page,
    }))
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.trim().is_empty())
}

/// A misspelt setting would silently do nothing.
fn known_settings() -> Result<(), Stop> {
    let unknown = std::env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .find(|name| name.starts_with("UNIONHALL_") && !SETTINGS.contains(&name.as_str()));
    match unknown {
        Some(name) => {
            Err(Stop::new(format!("unknown setting {name} in the environment (known: {})", SETTINGS.join(", "))))
        }
        None => Ok(()),
    }
}

fn gateway() -> Result<Option<Box<dyn SmsGateway>>, Stop> {
    match (setting("UNIONHALL_SMS_URL"), setting("UNIONHALL_SMS_TOKEN")) {
        (None, None) => Ok(None),
        (Some(url), Some(token)) if url.starts_with("https://") || url.starts_with("http://127.0.0.1") => {
            Ok(Some(Box::new(HttpsGateway::new(url, token))))
        }
        (Some(_), Some(_)) => Err(Stop::new("UNIONHALL_SMS_URL must begin with https://")),
        _ => Err(Stop::new("UNIONHALL_SMS_URL and UNIONHALL_SMS_TOKEN belong together: one of them is missing")),
    }
}

/// Makes the data folder where it is missing, for its owner alone: names lie open in the database.
pub fn folder(data: &Path) -> Result<(), Stop> {
    let mut maker = std::fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.create(data).map_err(Stop::at(format!("the data folder {} can't be made", data.display())))
}

async fn database(place: &Place) -> Result<Db, Stop> {
    match place.postgres()? {
        Some(url) => Db::postgres(url, CONNECTIONS).await.map_err(Stop::at("the PostgreSQL of DATABASE_URL")),
        None => {
            let file = place.database_file();
            Db::sqlite(&file).await.map_err(Stop::at(format!("the database {}", file.display())))
        }
    }
}

/// The key from the environment, else from the folder; made there at the first start only.
pub async fn own_key(db: &Db, data: &Path) -> Result<Keys, Stop> {
    let check: Option<(String,)> = db.maybe("SELECT value FROM settings WHERE key = $1", vals![KEY_CHECK]).await?;
    let (keys, from) = match (setting("UNIONHALL_KEY"), setting("UNIONHALL_KEY_FILE")) {
        (Some(_), Some(_)) => return Err(Stop::new("set UNIONHALL_KEY or UNIONHALL_KEY_FILE, not both")),
        (Some(hex), None) => (Keys::from_hex(&hex), "UNIONHALL_KEY".to_owned()),
        (None, named) => {
            let made_here = named.is_none();
            let file = named.map_or_else(|| data.join("key"), Into::into);
            if !file.exists() && (check.is_some() || !made_here) {
                return Err(Stop::new(format!("the key file {} is missing: put the key back there", file.display())));
            }
            (Keys::from_file(&file), file.display().to_string())
        }
    };
    let keys = keys.map_err(Stop::at(&from))?;
    match check {
        Some((sealed,)) if keys.open(KEY_CHECK, &sealed).is_err() => {
            Err(Stop::new(format!("{from} is not the key of this database: what is sealed can't be opened with it")))
        }
        Some(_) => Ok(keys),
        None => {
            let mut tx = db.begin().await?;
            // Two nodes that start together: the first one's row stays.
            tx.exec(
                "INSERT INTO settings (key, region, from_on, value, set_at) VALUES ($1, '', '0001-01-01', $2, $3) ON CONFLICT (key, region, from_on) DO NOTHING",
                vals![KEY_CHECK, keys.seal(KEY_CHECK, "unionhall"), Clock::System.now()],
            )
            .await?;
            tx.commit().await?;
            Ok(keys)
        }
    }
}
