//! Access: who may call, and who a call is from.
//!
//! With API keys or tokens set up, every call but those to health needs one of them. Without,
//! all may call, and clients are told apart by certificate or address.

mod keys;
mod tokens;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request};
use ipnet::IpNet;

use super::client::{Client, Peer};
use super::status::CallError;
use super::watched::{FileError, Watched};
use keys::ApiKeys;
use tokens::Tokens;

/// Where keys are, and whom to believe.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessFiles {
    /// A name and the SHA-256 of an API key a line.
    pub api_keys: Option<PathBuf>,
    /// Whose tokens are good.
    pub tokens: Option<TokenFiles>,
    /// Proxies whose `x-forwarded-for` is believed.
    pub trusted_proxies: Vec<IpNet>,
}

/// Whose tokens are good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFiles {
    /// A JSON Web Key Set.
    pub jwks: PathBuf,
    /// Who must have issued a token.
    pub issuer: String,
    /// For whom it must be.
    pub audience: String,
}

/// Decides on each call.
pub(super) struct Access {
    keys: Option<Arc<Watched<ApiKeys>>>,
    tokens: Option<Arc<Watched<Tokens>>>,
    trusted_proxies: Vec<IpNet>,
}

impl Access {
    /// Reads the files, and again when they change.
    ///
    /// # Errors
    /// The file that is not what it should be.
    pub(super) fn start(files: AccessFiles, every: Duration) -> Result<Self, FileError> {
        let keys = files
            .api_keys
            .map(|path| Watched::start(vec![path.clone()], every, move || ApiKeys::read(&path)));
        let tokens = files.tokens.map(|files| {
            Watched::start(vec![files.jwks.clone()], every, move || {
                Tokens::read(&files)
            })
        });
        Ok(Self {
            keys: keys.transpose()?,
            tokens: tokens.transpose()?,
            trusted_proxies: files.trusted_proxies,
        })
    }

    /// Notes on `request` who it is from.
    ///
    /// # Errors
    /// [`CallError::Unauthenticated`].
    pub(super) fn admit(&self, request: &mut Request<Body>) -> Result<(), CallError> {
        let open = request.uri().path().starts_with("/grpc.health.v1.Health/");
        let client = if open || (self.keys.is_none() && self.tokens.is_none()) {
            self.by_address(request)
        } else {
            self.by_secret(request.headers())?
        };
        request.extensions_mut().insert(client);
        Ok(())
    }

    fn by_secret(&self, headers: &HeaderMap) -> Result<Client, CallError> {
        let bearer = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, secret)| secret.trim());
        let key = headers
            .get("x-api-key")
            .and_then(|value| value.to_str().ok());
        if bearer.is_none() && key.is_none() {
            return Err(CallError::Unauthenticated {
                reason: "expected a key in `x-api-key` or a token in `authorization`, found none",
            });
        }
        if let Some(keys) = &self.keys {
            let keys = keys.current();
            let mut shown = [key, bearer].into_iter().flatten();
            if let Some(name) = shown.find_map(|secret| keys.name_of(secret)) {
                return Ok(Client::Key(name.to_owned()));
            }
        }
        match (&self.tokens, bearer) {
            (Some(tokens), Some(token)) => tokens.current().subject(token).map(Client::Subject),
            _ => Err(CallError::Unauthenticated {
                reason: "the key is not known",
            }),
        }
    }

    fn by_address(&self, request: &Request<Body>) -> Client {
        let Some(peer) = request.extensions().get::<Peer>() else {
            return Client::Unknown;
        };
        let trusted = |address| {
            self.trusted_proxies
                .iter()
                .any(|net| net.contains(&address))
        };
        let near = peer.address.ip().to_canonical();
        if !trusted(near) {
            return Client::of_peer(peer);
        }
        // Each proxy appends whom it was called by: the last that is none of ours is the client.
        let hops: Vec<&str> = request
            .headers()
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        let far = hops
            .iter()
            .rev()
            .map_while(|hop| hop.trim().parse().ok())
            .find(|address| !trusted(*address));
        Client::at(far.unwrap_or(near))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &[&str]) -> Client {
        let access = Access {
            keys: None,
            tokens: None,
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
        };
        let mut request = Request::new(Body::empty());
        for hop in forwarded {
            let hop = hop.parse().unwrap();
            request.headers_mut().append("x-forwarded-for", hop);
        }
        request.extensions_mut().insert(Peer {
            address: format!("{peer}:1").parse().unwrap(),
            certificate: None,
        });
        access.admit(&mut request).unwrap();
        Client::of_request(request.extensions())
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let at = |address: &str| Client::at(address.parse().unwrap());
        assert_eq!(from("192.0.2.1", &["198.51.100.1"]), at("192.0.2.1"));
        assert_eq!(from("10.0.0.1", &["198.51.100.1"]), at("198.51.100.1"));
        assert_eq!(
            from("10.0.0.1", &["203.0.113.5, 198.51.100.1", "10.0.0.2"]),
            at("198.51.100.1")
        );
        // What the client itself wrote before is not looked at.
        assert_eq!(
            from("10.0.0.1", &["nonsense, 198.51.100.1"]),
            at("198.51.100.1")
        );
        assert_eq!(
            from("10.0.0.1", &["198.51.100.1, nonsense"]),
            at("10.0.0.1")
        );
        assert_eq!(from("10.0.0.1", &[]), at("10.0.0.1"));
    }
}
