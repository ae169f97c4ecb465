//! Where the contents of files lie: in a folder, or with an S3 service.
//!
//! Promise: a service that answers slowly or not at all ends in [`web::Error::Unavailable`] after seconds, never in a half kept file: the
//! content is laid down before the act that names it begins.
use crate::web::{Error, Result};
use bytes::Bytes;
use object_store::{ObjectStoreExt, local::LocalFileSystem, path::Path as Key};
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use std::{path::Path, sync::Arc, time::Duration};

/// What a signature of ours is good for: the request is made at once.
const SIGNED: Duration = Duration::from_secs(120);
const CONNECT: Duration = Duration::from_secs(3);
const WHOLE: Duration = Duration::from_secs(20);
/// Larger than any upload, sealed and encoded.
const MOST: u64 = 200 * 1024 * 1024;

#[derive(Clone)]
pub struct Files(Place);
#[derive(Clone)]
enum Place {
    Folder(Arc<LocalFileSystem>),
    S3(Arc<S3>),
}

/// An S3 service and its bucket.
pub struct S3 {
    bucket: Bucket,
    credentials: Credentials,
    agent: ureq::Agent,
}
/// How an S3 service is reached.
#[derive(Clone, Debug)]
pub struct S3Settings {
    /// `https://s3.example.cn`, without the bucket.
    pub endpoint: String,
    pub bucket: String,
    pub region: String,
    pub key: String,
    pub secret: String,
}

/// How one request ended, when not well.
enum Fault {
    Absent,
    Other(String),
}

impl S3 {
    /// None, with why: the address is not one.
    fn new(settings: &S3Settings) -> std::result::Result<S3, String> {
        let endpoint = settings.endpoint.parse().map_err(|_| format!("{} is not an address", settings.endpoint))?;
        // With the bucket in the path: services within one's own walls rarely have names for each bucket.
        let bucket = Bucket::new(endpoint, UrlStyle::Path, settings.bucket.clone(), settings.region.clone());
        let agent = ureq::Agent::config_builder()
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .http_status_as_error(false)
            .build()
            .into();
        Ok(S3 {
            bucket: bucket.map_err(|e| e.to_string())?,
            credentials: Credentials::new(settings.key.clone(), settings.secret.clone()),
            agent,
        })
    }
    fn answered(
        answer: std::result::Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> std::result::Result<ureq::Body, Fault> {
        let answer = answer.map_err(|e| Fault::Other(e.to_string()))?;
        match answer.status().as_u16() {
            200..=299 => Ok(answer.into_body()),
            404 => Err(Fault::Absent),
            status => {
                let why = answer.into_body().with_config().limit(2000).read_to_string().unwrap_or_default();
                Err(Fault::Other(format!("status {status}: {why}")))
            }
        }
    }
    fn put(&self, location: &str, content: &[u8]) -> std::result::Result<(), Fault> {
        let url = self.bucket.put_object(Some(&self.credentials), location).sign(SIGNED);
        Self::answered(self.agent.put(url.as_str()).send(content)).map(|_| ())
    }
    fn get(&self, location: &str) -> std::result::Result<Vec<u8>, Fault> {
        let url = self.bucket.get_object(Some(&self.credentials), location).sign(SIGNED);
        let body = Self::answered(self.agent.get(url.as_str()).call())?;
        body.into_with_config().limit(MOST).read_to_vec().map_err(|e| Fault::Other(e.to_string()))
    }
    fn delete(&self, location: &str) -> std::result::Result<(), Fault> {
        let url = self.bucket.delete_object(Some(&self.credentials), location).sign(SIGNED);
        match Self::answered(self.agent.delete(url.as_str()).call()) {
            Err(Fault::Absent) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

impl Files {
    /// A folder, made where it is missing.
    pub fn folder(path: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(path)?;
        let folder = LocalFileSystem::new_with_prefix(path).map_err(std::io::Error::other)?;
        Ok(Self(Place::Folder(Arc::new(folder))))
    }
    /// A bucket; the error says what is wrong with the settings.
    pub fn s3(settings: &S3Settings) -> std::result::Result<Self, String> {
        Ok(Self(Place::S3(Arc::new(S3::new(settings)?))))
    }
    pub async fn put(&self, location: &str, content: Vec<u8>) -> Result<()> {
        match &self.0 {
            Place::Folder(folder) => {
                folder.put(&Key::from(location), Bytes::from(content).into()).await.map_err(Error::internal)?;
                Ok(())
            }
            Place::S3(s3) => on_thread(s3, location, move |s3, location| s3.put(location, &content)).await,
        }
    }
    /// A content that a row names.
    pub async fn get(&self, location: &str) -> Result<Vec<u8>> {
        self.maybe(location).await?.ok_or_else(|| Error::internal(format!("there is no file {location}")))
    }
    /// A content, if it is there.
    pub async fn maybe(&self, location: &str) -> Result<Option<Vec<u8>>> {
        match &self.0 {
            Place::Folder(folder) => match folder.get(&Key::from(location)).await {
                Ok(found) => Ok(Some(found.bytes().await.map_err(Error::internal)?.into())),
                Err(object_store::Error::NotFound { .. }) => Ok(None),
                Err(fault) => Err(Error::internal(fault)),
            },
            Place::S3(s3) => {
                on_thread(s3, location, |s3, location| match s3.get(location) {
                    Ok(content) => Ok(Some(content)),
                    Err(Fault::Absent) => Ok(None),
                    Err(fault) => Err(fault),
                })
                .await
            }
        }
    }
    /// Removes a content; one that is gone already is fine.
    pub async fn delete(&self, location: &str) -> Result<()> {
        match &self.0 {
            Place::Folder(folder) => match folder.delete(&Key::from(location)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
                Err(fault) => Err(Error::internal(fault)),
            },
            Place::S3(s3) => on_thread(s3, location, |s3, location| s3.delete(location)).await,
        }
    }
}

/// Asks the service on a thread that may wait.
async fn on_thread<T: Send + 'static>(
    s3: &Arc<S3>,
    location: &str,
    ask: impl FnOnce(&S3, &str) -> std::result::Result<T, Fault> + Send + 'static,
) -> Result<T> {
    let (s3, location) = (s3.clone(), location.to_owned());
    let answer = tokio::task::spawn_blocking(move || ask(&s3, &location)).await.map_err(Error::internal)?;
    answer.map_err(|fault| match fault {
        Fault::Absent => Error::internal("the S3 service has no such file"),
        Fault::Other(why) => {
            tracing::error!(%why, "the S3 service did not do what was asked");
            Error::Unavailable(
                "存放文件的服务器现在没有回应，这一步没有保存。您填的内容请留着，过几分钟再提交一次。".into(),
            )
        }
    })
}
