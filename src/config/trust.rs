//! Settings of TLS, access and what browsers may do.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

use crate::server::{AccessFiles, ServerConfig, TlsFiles, TokenFiles};

/// Settings of trust as written.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Trust")]
pub struct RawTrust {
    /// The server's certificate and its chain (PEM); read again when the file changes
    #[arg(long, env = "MAQAL_TLS_CERTIFICATE", value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,
    /// Private key of the certificate (PEM)
    #[arg(long, env = "MAQAL_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Authorities of clients' certificates (PEM); every client must then show one
    #[arg(long, env = "MAQAL_TLS_CLIENT_CA", value_name = "FILE")]
    pub tls_client_ca: Option<PathBuf>,
    /// Serve without TLS to other machines: something in front ends it, or the network is private
    #[arg(long, env = "MAQAL_ALLOW_PLAINTEXT", default_value_t = false)]
    pub allow_plaintext: bool,
    /// API keys: a name and the SHA-256 of a key a line; read again when the file changes
    #[arg(long, env = "MAQAL_API_KEYS", value_name = "FILE")]
    pub api_keys: Option<PathBuf>,
    /// Keys that tokens (JWT) are signed with, as a JSON Web Key Set; read again when it changes
    #[arg(long, env = "MAQAL_JWKS", value_name = "FILE")]
    pub jwks: Option<PathBuf>,
    /// Who must have issued a token
    #[arg(long, env = "MAQAL_JWT_ISSUER", value_name = "NAME")]
    pub jwt_issuer: Option<String>,
    /// For whom a token must be
    #[arg(long, env = "MAQAL_JWT_AUDIENCE", value_name = "NAME")]
    pub jwt_audience: Option<String>,
    /// Networks of proxies whose x-forwarded-for says who a call is from
    #[arg(
        long,
        env = "MAQAL_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        value_delimiter = ','
    )]
    pub trusted_proxies: Vec<String>,
    /// Origins of web pages that may call, or `*`
    #[arg(
        long,
        env = "MAQAL_CORS_ORIGINS",
        value_name = "ORIGINS",
        value_delimiter = ','
    )]
    pub cors_origins: Vec<String>,
    /// A further address that serves health alone, without TLS and keys
    #[arg(long, env = "MAQAL_HEALTH_LISTEN", value_name = "ADDRESS")]
    pub health_listen: Option<String>,
}

impl RawTrust {
    /// `config` with these settings; what is wrong joins `wrong`.
    pub(super) fn apply(
        &self,
        listen: Option<SocketAddr>,
        config: ServerConfig,
        wrong: &mut Vec<String>,
    ) -> ServerConfig {
        let tls = match (&self.tls_certificate, &self.tls_key) {
            (Some(certificate), Some(key)) => Some(TlsFiles {
                certificate: certificate.clone(),
                key: key.clone(),
                client_ca: self.tls_client_ca.clone(),
            }),
            (None, None) => {
                if self.tls_client_ca.is_some() {
                    wrong.push("--tls-client-ca: expected --tls-certificate as well".to_owned());
                }
                None
            }
            _ => {
                wrong.push(
                    "--tls-certificate, --tls-key: expected both or neither of them".to_owned(),
                );
                None
            }
        };
        let open = listen.filter(|listen| !listen.ip().is_loopback());
        if let Some(listen) =
            open.filter(|_| self.tls_certificate.is_none() && !self.allow_plaintext)
        {
            wrong.push(format!(
                "--listen: {listen} can be reached by other machines: expected --tls-certificate \
                 and --tls-key, or --allow-plaintext where something in front ends TLS"
            ));
        }
        let tokens = match (&self.jwks, &self.jwt_issuer, &self.jwt_audience) {
            (None, None, None) => None,
            (Some(jwks), Some(issuer), Some(audience)) => Some(TokenFiles {
                jwks: jwks.clone(),
                issuer: issuer.clone(),
                audience: audience.clone(),
            }),
            _ => {
                wrong.push(
                    "--jwks, --jwt-issuer, --jwt-audience: expected all or none of them".to_owned(),
                );
                None
            }
        };
        let mut trusted_proxies = Vec::new();
        for network in &self.trusted_proxies {
            let address = network.parse::<IpAddr>().map(ipnet::IpNet::from);
            match network.parse().ok().or(address.ok()) {
                Some(network) => trusted_proxies.push(network),
                None => wrong.push(format!(
                    "--trusted-proxies: expected addresses or networks such as 10.0.0.0/8, found `{network}`"
                )),
            }
        }
        for origin in &self.cors_origins {
            let sane =
                origin == "*" || origin.starts_with("http://") || origin.starts_with("https://");
            if !sane || !origin.bytes().all(|byte| byte.is_ascii_graphic()) {
                wrong.push(format!(
                    "--cors-origins: expected origins such as https://example.org, or *, found `{origin}`"
                ));
            }
        }
        let health_listen = self.health_listen.as_deref().and_then(|address| {
            let parsed = address.parse().ok();
            if parsed.is_none() {
                wrong.push(format!(
                    "--health-listen: expected an address and port such as 127.0.0.1:50052, found `{address}`"
                ));
            }
            parsed
        });
        ServerConfig {
            tls,
            access: AccessFiles {
                api_keys: self.api_keys.clone(),
                tokens,
                trusted_proxies,
            },
            cors_origins: self.cors_origins.clone(),
            health_listen,
            ..config
        }
    }
}
