//! A service's form as it was sent: with files, or without; and what the record knows of who sends it.
use crate::{
    cases::answers::{is_asked, name_of},
    course::handed::{self, Handed},
    definitions::{FieldKind, Service},
};
use axum::{
    extract::{FromRequest, Multipart, Request},
    http::header,
};
use platform::{
    App,
    web::{Error, Fields, Result, Upload, every_upload},
};
use tokio::sync::SemaphorePermit;

pub struct Sent {
    pub form: Fields,
    files: Vec<(String, Upload)>,
    /// Held as long as the files are.
    _place: Option<SemaphorePermit<'static>>,
}
impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if !kind.starts_with("multipart/form-data") {
            return Ok(Sent { form: Fields::from_request(request, state).await?, files: Vec::new(), _place: None });
        }
        let place = handed::place().await?;
        let unread = || Error::refused("表单没有收全，请再提交一次。");
        let body = Multipart::from_request(request, state).await.map_err(|_| unread())?;
        let (files, mut form) = every_upload(body).await?;
        for (name, upload) in &files {
            form.set(name, upload.name.clone());
        }
        Ok(Sent { form, files, _place: Some(place) })
    }
}
impl Sent {
    /// What came in the service's file fields, laid down; faults are put at the fields. To be asked last: what is laid down for a form that
    /// comes back has to be chosen again.
    pub async fn handed(&mut self, app: &App, service: &Service) -> Result<Vec<Handed>> {
        let mut all = Vec::new();
        let fields = service.fields.iter().filter(|field| field.kind == FieldKind::File);
        for field in fields.filter(|field| is_asked(service, field, &self.form)).collect::<Vec<_>>() {
            let name = name_of(field);
            let came = self.files.iter().position(|(at, _)| *at == name).map(|at| self.files.swap_remove(at).1);
            match came {
                None if field.required => self.form.fault(&name, "请放一张照片或者一份PDF"),
                None => {}
                Some(_) if !self.form.is_right() => {}
                Some(upload) => match handed::lay_down(app, upload).await? {
                    Ok(one) => all.push(one),
                    Err(sentence) => self.form.fault(&name, sentence),
                },
            }
        }
        if !self.form.is_right() {
            let again = service.fields.iter().filter(|field| field.kind == FieldKind::File);
            for name in again.map(name_of).collect::<Vec<_>>() {
                if self.form.has(&name) {
                    self.form.fault(&name, "其他地方改好后，请再选一次这个文件");
                }
            }
        }
        Ok(all)
    }
}
