//! JSON Web Tokens: signed by a key of the set, for us, by whom we know, and now.
//!
//! RS256, ES256 and `EdDSA`. The algorithm belongs to the key and is never taken from the token.

use std::sync::Once;

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::signature::{self, Verifier};
use jsonwebtoken::{
    Algorithm, DecodingKey, DecodingKeyKind, EncodingKey, Validation, decode, decode_header,
};
use ring::signature as ring_signature;

use super::TokenFiles;
use crate::server::status::CallError;
use crate::server::watched::FileError;

/// Seconds by which clocks may differ.
const LEEWAY: u64 = 30;

/// The keys that tokens may be signed with, and what tokens must say.
pub(super) struct Tokens {
    keys: Vec<Key>,
}

struct Key {
    id: Option<String>,
    public: DecodingKey,
    validation: Validation,
}

#[derive(serde::Deserialize)]
struct Claims {
    sub: String,
}

impl Tokens {
    /// Reads a key set; keys of other kinds or uses are left out.
    pub(super) fn read(files: &TokenFiles) -> Result<Self, FileError> {
        install_ring();
        let path = &files.jwks;
        let text = std::fs::read_to_string(path).map_err(|error| FileError::new(path, &error))?;
        let set: JwkSet =
            serde_json::from_str(&text).map_err(|error| FileError::new(path, &error))?;
        let mut keys = Vec::new();
        for jwk in set.keys.iter().filter(|jwk| signs(jwk)) {
            let Some(algorithm) = algorithm(jwk) else {
                continue;
            };
            let key = DecodingKey::from_jwk(jwk).map_err(|error| FileError::new(path, &error))?;
            let mut validation = Validation::new(algorithm);
            validation.leeway = LEEWAY;
            validation.validate_nbf = true;
            validation.set_issuer(&[&files.issuer]);
            validation.set_audience(&[&files.audience]);
            validation.set_required_spec_claims(&["exp", "sub", "iss", "aud"]);
            keys.push(Key {
                id: jwk.common.key_id.clone(),
                public: key,
                validation,
            });
        }
        if keys.is_empty() {
            let reason = "no key for RS256, ES256 or EdDSA signatures is in it";
            return Err(FileError::new(path, &reason));
        }
        Ok(Self { keys })
    }

    /// The subject of a good token.
    pub(super) fn subject(&self, token: &str) -> Result<String, CallError> {
        let refused = |reason| CallError::Unauthenticated { reason };
        let header = decode_header(token).map_err(|_| refused("the token cannot be read"))?;
        let key = match (&header.kid, self.keys.as_slice()) {
            (None, [only]) => Some(only),
            (id, keys) => keys.iter().find(|key| key.id.is_some() && key.id == *id),
        };
        let key = key.ok_or(refused("the key of the token is not known"))?;
        let claims = decode::<Claims>(token, &key.public, &key.validation).map_err(|error| {
            refused(match error.kind() {
                ErrorKind::ExpiredSignature => "the token has expired",
                ErrorKind::ImmatureSignature => "the token is not good yet",
                ErrorKind::InvalidAudience => "the token is for another audience",
                ErrorKind::InvalidIssuer => "the token is from another issuer",
                _ => "the token is not good",
            })
        })?;
        Ok(claims.claims.sub)
    }
}

fn signs(jwk: &Jwk) -> bool {
    !matches!(jwk.common.public_key_use, Some(PublicKeyUse::Encryption))
}

/// The one algorithm that a key is used with.
fn algorithm(jwk: &Jwk) -> Option<Algorithm> {
    match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Some(Algorithm::RS256),
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            Some(Algorithm::ES256)
        }
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            Some(Algorithm::EdDSA)
        }
        _ => None,
    }
}

/// Lets jsonwebtoken verify with the library that TLS uses as well.
fn install_ring() {
    static PROVIDER: CryptoProvider = CryptoProvider {
        signer_factory: no_signer,
        verifier_factory: verifier,
        key_utils: KeyUtils::new_unimplemented(),
    };
    static ONCE: Once = Once::new();
    // A second provider in one process would be refused; there is none.
    ONCE.call_once(|| {
        let _ = PROVIDER.install_default();
    });
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "jsonwebtoken asks for this signature"
)]
fn no_signer(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    Err(ErrorKind::InvalidAlgorithm.into())
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    clippy::unnecessary_wraps,
    reason = "jsonwebtoken asks for this signature"
)]
fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    Ok(Box::new(RingVerifier {
        algorithm: *algorithm,
        key: key.clone(),
    }))
}

struct RingVerifier {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl Verifier<Vec<u8>> for RingVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        let with = |how: &'static dyn ring_signature::VerificationAlgorithm, key: &[u8]| {
            ring_signature::UnparsedPublicKey::new(how, key).verify(message, signature)
        };
        let verified = match (self.algorithm, self.key.kind()) {
            (Algorithm::RS256, DecodingKeyKind::RsaModulusExponent { n, e }) => {
                let leading = n.iter().take_while(|byte| **byte == 0).count();
                ring_signature::RsaPublicKeyComponents {
                    n: n.get(leading..).unwrap_or_default(),
                    e: e.as_slice(),
                }
                .verify(
                    &ring_signature::RSA_PKCS1_2048_8192_SHA256,
                    message,
                    signature,
                )
            }
            (Algorithm::ES256, DecodingKeyKind::SecretOrDer(point)) => {
                with(&ring_signature::ECDSA_P256_SHA256_FIXED, point)
            }
            (Algorithm::EdDSA, DecodingKeyKind::SecretOrDer(point)) => {
                with(&ring_signature::ED25519, point)
            }
            _ => Err(ring::error::Unspecified),
        };
        verified.map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for RingVerifier {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}
