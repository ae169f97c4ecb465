//! `--tls`: a certificate of this machine's own, kept in the data folder and made anew when it ends or the address changes.
use crate::Stop;
use axum_server::tls_rustls::RustlsConfig;
use jiff::{ToSpan, civil::Date};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{fs, io::Write, net::IpAddr, path::Path, sync::Arc};

/// Browsers refuse certificates that hold longer.
const DAYS: i64 = 390;

/// The certificate for this machine's names, as the server takes it.
pub fn in_folder(data: &Path, lan: Option<IpAddr>) -> Result<RustlsConfig, Stop> {
    let folder = data.join("tls");
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let today = platform::Clock::System.today();
    let names: Vec<String> =
        ["localhost".into(), "127.0.0.1".into()].into_iter().chain(lan.map(|ip| ip.to_string())).collect();
    let kept = fs::read_to_string(&certificate).unwrap_or_default();
    if !still_holds(&kept, &names, today) || !key.exists() {
        make(&folder, &names, today)?;
    }
    let fault = "the certificate in the data folder";
    let chain = CertificateDer::from_pem_file(&certificate).map_err(Stop::at(fault))?;
    let key = PrivateKeyDer::from_pem_file(&key).map_err(Stop::at(fault))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![chain], key))
        .map_err(Stop::at(fault))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}

/// What the file says of itself before the certificate: readers of PEM skip it.
fn heading(names: &[String], until: Date) -> String {
    format!("{} until {until}", names.join(" "))
}
fn still_holds(kept: &str, names: &[String], today: Date) -> bool {
    let until = kept.lines().next().and_then(|line| line.rsplit(' ').next()).and_then(|day| day.parse::<Date>().ok());
    until.is_some_and(|until| until > today && kept.starts_with(&heading(names, until)))
}

fn make(folder: &Path, names: &[String], today: Date) -> Result<(), Stop> {
    let fault = "making a certificate";
    let day =
        |date: Date| rcgen::date_time_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs());
    let (from, until) = (today.saturating_sub(1.day()), today.saturating_add(DAYS.days()));
    let mut params = rcgen::CertificateParams::new(names.to_vec()).map_err(Stop::at(fault))?;
    params.distinguished_name.push(rcgen::DnType::CommonName, "Unionhall (local)");
    (params.not_before, params.not_after) = (day(from), day(until));
    let key = rcgen::KeyPair::generate().map_err(Stop::at(fault))?;
    let certificate = params.self_signed(&key).map_err(Stop::at(fault))?;
    fs::create_dir_all(folder).map_err(Stop::at(fault))?;
    write_private(&folder.join("key.pem"), &key.serialize_pem()).map_err(Stop::at(fault))?;
    let text = format!("{}\n{}", heading(names, until), certificate.pem());
    write_private(&folder.join("certificate.pem"), &text).map_err(Stop::at(fault))
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_kept_until_it_ends_or_the_address_changes() {
        let names = vec!["localhost".to_owned(), "192.168.1.7".to_owned()];
        let day = |day| jiff::civil::date(2026, 11, day);
        let kept = format!("{}\n-----BEGIN", heading(&names, day(20)));
        assert!(still_holds(&kept, &names, day(19)));
        assert!(!still_holds(&kept, &names, day(20)));
        assert!(!still_holds(&kept, &names[..1], day(19)));
        assert!(!still_holds("", &names, day(19)));
    }
}
