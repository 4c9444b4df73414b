//! TLS: the server's certificate, and the authority that clients' certificates must come from.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ring::digest::{SHA256, digest};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig, ServerConnection};

use super::watched::{FileError, Watched};

/// Where certificates are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The server's certificate and what leads from it to a root, PEM.
    pub certificate: PathBuf,
    /// Its private key, PEM.
    pub key: PathBuf,
    /// Roots of clients' certificates, PEM; with them, every client must show one.
    pub client_ca: Option<PathBuf>,
}

/// The acceptor of new connections; old ones keep what they began with.
pub(super) struct Tls(Arc<Watched<ServerConfig>>);

impl Tls {
    /// Reads `files`, and again when they change.
    ///
    /// # Errors
    /// The file that is not what it should be.
    pub(super) fn start(files: TlsFiles, every: Duration) -> Result<Self, FileError> {
        let paths = [
            Some(&files.certificate),
            Some(&files.key),
            files.client_ca.as_ref(),
        ];
        let paths = paths.into_iter().flatten().cloned().collect();
        Watched::start(paths, every, move || read(&files)).map(Self)
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.0.current())
    }
}

fn read(files: &TlsFiles) -> Result<ServerConfig, FileError> {
    let provider = Arc::new(default_provider());
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|error| FileError::new(&files.key, &error))?;
    let versions = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| FileError::new(&files.certificate, &error))?;
    let clients = match &files.client_ca {
        None => versions.with_no_client_auth(),
        Some(path) => {
            let mut roots = RootCertStore::empty();
            for root in certificates(path)? {
                roots
                    .add(root)
                    .map_err(|error| FileError::new(path, &error))?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                .build()
                .map_err(|error| FileError::new(path, &error))?;
            versions.with_client_cert_verifier(verifier)
        }
    };
    let mut config = clients
        .with_single_cert(certificates(&files.certificate)?, key)
        .map_err(|error| FileError::new(&files.certificate, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The certificates of a PEM file; at least one.
pub(super) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, FileError> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    match found {
        Ok(found) if found.is_empty() => Err(FileError::new(path, &"no certificate is in it")),
        Ok(found) => Ok(found),
        Err(error) => Err(FileError::new(path, &error)),
    }
}

/// SHA-256 of the certificate that a client showed, in hexadecimal.
pub(super) fn client_certificate(connection: &ServerConnection) -> Option<String> {
    let shown = connection.peer_certificates()?.first()?;
    Some(hex(digest(&SHA256, shown).as_ref()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // A string takes everything.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
