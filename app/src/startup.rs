//! From settings to a running [`App`]: folder, database, migrations, key. Whatever is wrong stops here with one line.
use crate::{Stop, cli::Place};
use platform::{
    App, Clock, Config, Inner,
    calendar::Calendar,
    db::Db,
    files::{Files, S3Settings},
    identity::oidc,
    migrations,
    notices::{HttpsGateway, SmsGateway},
    secrets::{Keys, rotation},
    vals,
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

const SETTINGS: &[&str] = &[
    "UNIONHALL_KEY",
    "UNIONHALL_KEY_FILE",
    "UNIONHALL_SMS_URL",
    "UNIONHALL_SMS_TOKEN",
    "UNIONHALL_OIDC_ISSUER",
    "UNIONHALL_OIDC_CLIENT_ID",
    "UNIONHALL_OIDC_CLIENT_SECRET",
    "UNIONHALL_OIDC_CLIENT_SECRET_FILE",
    "UNIONHALL_OIDC_CLAIM",
    "UNIONHALL_OIDC_NAME",
    "UNIONHALL_S3_ENDPOINT",
    "UNIONHALL_S3_BUCKET",
    "UNIONHALL_S3_REGION",
    "UNIONHALL_S3_KEY",
    "UNIONHALL_S3_SECRET",
    "UNIONHALL_S3_SECRET_FILE",
];
/// What only the fault tests of a development build set.
const OF_TESTS: &str = "UNIONHALL_TEST_";
/// How often a running server looks at its key file.
const LOOK: Duration = Duration::from_secs(2);
/// Connections that one node keeps to PostgreSQL.
const CONNECTIONS: u32 = 16;
/// A row of the settings that the right key opens.
const KEY_CHECK: &str = "key.check";

/// Opens the installation at a place, brings the database up to date and checks that the key is its own.
pub async fn open(place: &Place, config: Config) -> Result<App, Stop> {
    known_settings()?;
    casework::definitions::ready().map_err(Stop::at("the definitions of services"))?;
    let sms = gateway()?;
    let oidc = provider()?;
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
        files: files(&place.data)?,
        config,
        modules,
        sms,
        oidc,
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
        .filter(|name| !(cfg!(debug_assertions) && name.starts_with(OF_TESTS)))
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

/// A secret from the environment, or from the file that the environment names.
fn secret(name: &str) -> Result<Option<String>, Stop> {
    let named = format!("{name}_FILE");
    match (setting(name), setting(&named)) {
        (Some(_), Some(_)) => Err(Stop::new(format!("set {name} or {named}, not both"))),
        (Some(secret), None) => Ok(Some(secret)),
        (None, Some(file)) => {
            Ok(Some(std::fs::read_to_string(&file).map_err(Stop::at(format!("{named} {file}")))?.trim().to_owned()))
        }
        (None, None) => Ok(None),
    }
}
/// All of some settings or none of them.
fn together<const N: usize>(names: [&str; N], values: [Option<String>; N]) -> Result<Option<[String; N]>, Stop> {
    if values.iter().all(Option::is_none) {
        return Ok(None);
    }
    if let Some(missing) = values.iter().position(Option::is_none) {
        return Err(Stop::new(format!("{} belong together: {} is missing", names.join(", "), names[missing])));
    }
    Ok(Some(values.map(Option::unwrap_or_default)))
}
fn is_safe(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://127.0.0.1")
}

fn provider() -> Result<Option<oidc::Provider>, Stop> {
    let names = ["UNIONHALL_OIDC_ISSUER", "UNIONHALL_OIDC_CLIENT_ID", "UNIONHALL_OIDC_CLIENT_SECRET"];
    let values = [setting(names[0]), setting(names[1]), secret(names[2])?];
    let Some([issuer, client_id, secret]) = together(names, values)? else { return Ok(None) };
    if !is_safe(&issuer) {
        return Err(Stop::new("UNIONHALL_OIDC_ISSUER must begin with https://"));
    }
    let claim = match setting("UNIONHALL_OIDC_CLAIM").as_deref() {
        None | Some("phone_number") => oidc::Claim::Phone,
        Some("sub") => oidc::Claim::Subject,
        Some(other) => return Err(Stop::new(format!("UNIONHALL_OIDC_CLAIM is phone_number or sub, not {other}"))),
    };
    let name = setting("UNIONHALL_OIDC_NAME").unwrap_or_else(|| "统一身份".into());
    Ok(Some(oidc::Provider::new(oidc::Settings { issuer, client_id, secret, claim, name })))
}

fn files(data: &Path) -> Result<Files, Stop> {
    match s3()? {
        Some(settings) => Files::s3(&settings).map_err(Stop::at("UNIONHALL_S3_ENDPOINT or UNIONHALL_S3_BUCKET")),
        None => Files::folder(&data.join("files")).map_err(Stop::at("the folder for files")),
    }
}
/// The S3 service that keeps the files, where there is one.
pub fn s3() -> Result<Option<S3Settings>, Stop> {
    let names = ["UNIONHALL_S3_ENDPOINT", "UNIONHALL_S3_BUCKET", "UNIONHALL_S3_KEY", "UNIONHALL_S3_SECRET"];
    let values = [setting(names[0]), setting(names[1]), setting(names[2]), secret(names[3])?];
    let Some([endpoint, bucket, key, secret]) = together(names, values)? else { return Ok(None) };
    if !is_safe(&endpoint) {
        return Err(Stop::new("UNIONHALL_S3_ENDPOINT must begin with https://"));
    }
    let region = setting("UNIONHALL_S3_REGION").unwrap_or_else(|| "us-east-1".into());
    Ok(Some(S3Settings { endpoint, bucket, region, key, secret }))
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

/// The file that the key comes from; none: it comes from the environment.
pub fn key_file(data: &Path) -> Result<Option<PathBuf>, Stop> {
    match (setting("UNIONHALL_KEY"), setting("UNIONHALL_KEY_FILE")) {
        (Some(_), Some(_)) => Err(Stop::new("set UNIONHALL_KEY or UNIONHALL_KEY_FILE, not both")),
        (Some(_), None) => Ok(None),
        (None, named) => Ok(Some(named.map_or_else(|| data.join("key"), Into::into))),
    }
}

/// The key from the environment, else from its file; made in the folder at the first start only.
pub async fn own_key(db: &Db, data: &Path) -> Result<Keys, Stop> {
    let check: Option<(String,)> = db.maybe("SELECT value FROM settings WHERE key = $1", vals![KEY_CHECK]).await?;
    let (keys, from) = match key_file(data)? {
        None => (Keys::from_hex(&setting("UNIONHALL_KEY").unwrap_or_default()), "UNIONHALL_KEY".to_owned()),
        Some(file) => {
            let made_here = setting("UNIONHALL_KEY_FILE").is_none();
            if !file.exists() && (check.is_some() || !made_here) {
                return Err(Stop::new(format!("the key file {} is missing: put the key back there", file.display())));
            }
            (Keys::from_file(&file), file.display().to_string())
        }
    };
    let keys = keys.map_err(Stop::at(&from))?;
    if let Some(rotation) = rotation::under_way(db).await?
        && ![&rotation.former, &rotation.fresh].into_iter().all(|id| keys.ids().contains(id))
        // The last step leaves the new key alone in the file before it says that it is done.
        && keys.ids() != [rotation.fresh.clone()]
    {
        return Err(Stop::new(format!(
            "the key of this database is being changed, and {from} does not hold both keys: put back the file of two lines, or both keys one to a line"
        )));
    }
    match check {
        Some((sealed,)) if keys.open(KEY_CHECK, &sealed).is_err() => Err(Stop::new(format!(
            "{from} is not the key of this database: what is sealed can't be opened with it (a backup from before a change of keys needs the former one)"
        ))),
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
/// Seals the word that is opened at each start with the key that seals now.
pub async fn seal_check(db: &Db, keys: &Keys) -> Result<(), Stop> {
    let mut tx = db.begin().await?;
    tx.exec("UPDATE settings SET value = $2 WHERE key = $1", vals![KEY_CHECK, keys.seal(KEY_CHECK, "unionhall")])
        .await?;
    Ok(tx.commit().await?)
}
/// Looks at the key file again and again, so that a change of keys reaches a running server.
pub async fn watch_key(app: App, file: PathBuf) {
    let node = platform::secrets::token();
    loop {
        if let Err(fault) = rotation::round(&app, &file, &node).await {
            tracing::warn!(%fault, "the keys could not be looked at; tried again");
        }
        tokio::time::sleep(LOOK).await;
    }
}
