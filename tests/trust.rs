//! Who is let in: keys, tokens, certificates.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "stops at the first surprise"
)]

mod server;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper_util::rt::TokioIo;
use maqal::server::pb::structuring_service_client::StructuringServiceClient;
use maqal::server::{AccessFiles, ServerConfig, TlsFiles, TokenFiles};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};
use server::{Naming, Running, config, http, post, request, start};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;

/// A folder of its own, gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("maqal-trust-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        // In one step, as what renews certificates does.
        let new = self.0.join("new");
        std::fs::write(&new, text).unwrap();
        std::fs::rename(&new, &path).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn guarded(access: AccessFiles) -> Running {
    let config = ServerConfig {
        access,
        reload_time: Duration::from_millis(20),
        ..config()
    };
    start(Arc::new(Naming), config).await
}

/// A call that shows `value` in `header`.
async fn call(server: &Running, header: &'static str, value: &str) -> Result<(), Status> {
    let mut request = Request::new(request("text"));
    request
        .metadata_mut()
        .insert(header, value.parse().unwrap());
    let mut client = server.client().await;
    client.structure_article(request).await.map(drop)
}

fn digest_line(name: &str, key: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
    let mut line = format!("{name} ");
    for byte in digest.as_ref() {
        write!(line, "{byte:02x}").unwrap();
    }
    line + "\n"
}

#[tokio::test]
async fn a_call_needs_a_key() {
    let folder = Folder::new("keys");
    let path = folder.write("keys", &digest_line("crawler", "key-of-the-crawler"));
    let server = guarded(AccessFiles {
        api_keys: Some(path),
        ..AccessFiles::default()
    })
    .await;
    call(&server, "x-api-key", "key-of-the-crawler")
        .await
        .unwrap();
    call(&server, "authorization", "Bearer key-of-the-crawler")
        .await
        .unwrap();
    for (header, value) in [
        ("x-api-key", "another"),
        ("authorization", "Bearer another"),
        ("authorization", "Basic key-of-the-crawler"),
        ("x-other", "key-of-the-crawler"),
    ] {
        let status = call(&server, header, value).await.unwrap_err();
        assert_eq!(status.code(), Code::Unauthenticated, "{header}: {status}");
        assert!(!status.message().contains(value), "{status}");
    }
    // Over HTTP as well.
    let body = r#"{"article": {"content": "text"}}"#;
    let (status, headers, said) = http(&server, post("/v1/articles:structure"), body).await;
    assert_eq!(status, 401);
    assert_eq!(headers["www-authenticate"], "Bearer");
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&said).unwrap()["code"],
        16
    );
    let with = post("/v1/articles:structure").header("x-api-key", "key-of-the-crawler");
    assert_eq!(http(&server, with, body).await.0, 200);
    // Probes have no key; whoever looks around needs one.
    let mut health = HealthClient::new(server.channel().await);
    health.check(HealthCheckRequest::default()).await.unwrap();
    let asks = tokio_stream::iter([ServerReflectionRequest::default()]);
    let mut reflection = ServerReflectionClient::new(server.channel().await);
    let status = reflection.server_reflection_info(asks).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);

    // Another key instead.
    folder.write("keys", &digest_line("crawler", "the-next-key"));
    for _ in 0..1_000 {
        if call(&server, "x-api-key", "the-next-key").await.is_ok() {
            let old = call(&server, "x-api-key", "key-of-the-crawler").await;
            assert_eq!(old.unwrap_err().code(), Code::Unauthenticated);
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the new key is never read");
}

/// Public part of an RSA key that was thrown away, and the one token that it signed: for
/// `crawler-rsa`, until 2100.
const RSA_MODULUS: &str = "ryvaCOHFwE-M5FA0gaFjf1JTDthrQmmjfNHNrTB4-f3iyy3ObW6PHvmifrE9gHUf7t1EETR3IAeE6wYFyqzZtWOeh19mk3bs1uDUTKYeDeMgwdIXaPtXiprXeONZDYPveEjeVp1YJeT_gdBoQHyqiiRhYxVzTeEjN4bq9XU1-G_rSjHCdWVMIF2OVW1Kklg0Os-nwjQe3JDSu95FpJztRTWuXZXEbkzw6KvT20_MziD9hS-f7JtDRNdZ4uPA_wNIRA58BRtDi1fsY5DQM6_0nCheR-3m2RSWtQekE6UtRSxfxsx6qezbLYLl6UhYYIyza7nkEEKjXV90FNrAMu5aRw";
const RSA_TOKEN: [&str; 3] = [
    "eyJhbGciOiAiUlMyNTYiLCAia2lkIjogInJzYSIsICJ0eXAiOiAiSldUIn0",
    "eyJzdWIiOiAiY3Jhd2xlci1yc2EiLCAiaXNzIjogImh0dHBzOi8vaXNzdWVyLnRlc3QiLCAiYXVkIjogIm1hcWFsIiwgImV4cCI6IDQxMDI0NDQ4MDB9",
    "n4oJcSBKxcOKtWtDbnIQPJTwnTY2wA6j07pG7bPAVD2NWyEYvIl1vsgzGKsjo-AYW11H7SzhtZEp31qElyVWG6HYoEdqMfZBED1JsIlHbxp3VWaeY6DmdtfMM9WfPXs6SIrUxvsPOTf53TBGyWpYEQpsP-0NqQECIWmz5sdgmwstkI6vPpu0UJd9PXUMkwxB-10h8TFXQO7cM8gLzWLBp1kvHXEd1B3cx7g-OdUAfHRfAurcCWz1EUWNeXzy1OyAzg6Nez4ExWQwzcZaulR3185hPlNv9q04iQ2u8qoq2z2nkyYZKEd5EHr1MkbCTeV6o0JPY29cCWtw0pPT_n9qXw",
];

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

fn claims() -> serde_json::Value {
    serde_json::json!({
        "sub": "crawler",
        "iss": "https://issuer.test",
        "aud": "maqal",
        "exp": now() + 600,
    })
}

fn token(
    header: &serde_json::Value,
    claims: &serde_json::Value,
    sign: impl Fn(&[u8]) -> Vec<u8>,
) -> String {
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

#[tokio::test]
async fn a_call_needs_a_good_token() {
    let random = SystemRandom::new();
    let edwards = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
    let edwards = Ed25519KeyPair::from_pkcs8(edwards.as_ref()).unwrap();
    let curve = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let p256 = EcdsaKeyPair::generate_pkcs8(curve, &random).unwrap();
    let p256 = EcdsaKeyPair::from_pkcs8(curve, p256.as_ref(), &random).unwrap();
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let point = p256.public_key().as_ref();
    let public = encode(edwards.public_key().as_ref());
    let set = serde_json::json!({ "keys": [
        { "kty": "OKP", "crv": "Ed25519", "kid": "ed", "use": "sig", "x": public },
        { "kty": "EC", "crv": "P-256", "kid": "ec", "x": encode(&point[1..33]), "y": encode(&point[33..]) },
        { "kty": "RSA", "kid": "rsa", "n": RSA_MODULUS, "e": "AQAB" },
    ] });
    let folder = Folder::new("tokens");
    let jwks = folder.write("jwks", &set.to_string());
    let server = guarded(AccessFiles {
        tokens: Some(TokenFiles {
            jwks,
            issuer: "https://issuer.test".to_owned(),
            audience: "maqal".to_owned(),
        }),
        ..AccessFiles::default()
    })
    .await;
    let show = async |token: &str| {
        let value = format!("Bearer {token}");
        call(&server, "authorization", &value).await
    };
    let by_edwards = |message: &[u8]| edwards.sign(message).as_ref().to_vec();
    let by_p256 = |message: &[u8]| p256.sign(&random, message).unwrap().as_ref().to_vec();
    let ed = serde_json::json!({ "alg": "EdDSA", "kid": "ed" });
    let ec = serde_json::json!({ "alg": "ES256", "kid": "ec" });
    let good = token(&ed, &claims(), by_edwards);
    show(&good).await.unwrap();
    show(&token(&ec, &claims(), by_p256)).await.unwrap();
    show(&RSA_TOKEN.join(".")).await.unwrap();

    let with = |field: &str, value: serde_json::Value| {
        let mut claims = claims();
        claims[field] = value;
        token(&ed, &claims, by_edwards)
    };
    let hmac = |message: &[u8]| {
        // The public key as a shared secret: what a server falls for that believes the header.
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, edwards.public_key().as_ref());
        ring::hmac::sign(&key, message).as_ref().to_vec()
    };
    let header = |alg: &str, kid: &str| serde_json::json!({ "alg": alg, "kid": kid });
    let mut changed = good.clone().into_bytes();
    let at = good.find('.').unwrap() + 5;
    changed[at] = if changed[at] == b'a' { b'b' } else { b'a' };
    for (why, token) in [
        ("expired", with("exp", (now() - 600).into())),
        ("no end", with("exp", serde_json::Value::Null)),
        ("an end that is no number", with("exp", "never".into())),
        ("not yet", with("nbf", (now() + 600).into())),
        ("another audience", with("aud", "others".into())),
        ("another issuer", with("iss", "https://other.test".into())),
        ("nobody", with("sub", serde_json::Value::Null)),
        ("another key", token(&ed, &claims(), by_p256)),
        (
            "an unknown key",
            token(&header("EdDSA", "no"), &claims(), by_edwards),
        ),
        (
            "another algorithm",
            token(&header("HS256", "ed"), &claims(), hmac),
        ),
        (
            "no signature",
            token(&header("none", "ed"), &claims(), |_| Vec::new()),
        ),
        ("changed", String::from_utf8(changed).unwrap()),
        ("no token", "text".to_owned()),
    ] {
        let status = show(&token).await.expect_err(why);
        assert_eq!(status.code(), Code::Unauthenticated, "{why}: {status}");
    }
}

/// An authority, and certificates from it.
struct Authority {
    certificate: rcgen::Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self {
            certificate,
            issuer: Issuer::new(params, key),
        }
    }

    /// Certificate and key.
    fn issue(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }
}

fn files(folder: &Folder, authority: &Authority) -> (TlsFiles, CertificateDer<'static>) {
    let (certificate, key) = authority.issue("localhost");
    let files = TlsFiles {
        key: folder.write("key", &key.serialize_pem()),
        certificate: folder.write("certificate", &certificate.pem()),
        client_ca: None,
    };
    (files, certificate.der().clone())
}

fn trusting(authority: &Authority, own: Option<&(rcgen::Certificate, KeyPair)>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(authority.certificate.der().clone()).unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let mut config = match own {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
            let chain = vec![certificate.der().clone()];
            builder.with_client_auth_cert(chain, key).unwrap()
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

async fn handshake(
    server: &Running,
    client: &ClientConfig,
) -> std::io::Result<TlsStream<TcpStream>> {
    let host = server.address.strip_prefix("http://").unwrap();
    let stream = TcpStream::connect(host).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(client.clone()))
        .connect(name, stream)
        .await
}

/// A gRPC channel on one connection that is there already.
async fn channel(stream: TlsStream<TcpStream>) -> Result<Channel, tonic::transport::Error> {
    let mut stream = Some(TokioIo::new(stream));
    let connector = tower::service_fn(move |_| {
        let stream = stream.take().ok_or(std::io::Error::other("connected once"));
        std::future::ready(stream)
    });
    Endpoint::from_static("http://localhost")
        .connect_with_connector(connector)
        .await
}

#[tokio::test]
async fn a_new_certificate_is_shown_to_new_connections() {
    let folder = Folder::new("tls");
    let authority = Authority::new();
    let (tls, first) = files(&folder, &authority);
    let config = ServerConfig {
        tls: Some(tls),
        reload_time: Duration::from_millis(20),
        ..config()
    };
    let server = start(Arc::new(Naming), config).await;
    let client = trusting(&authority, None);
    let shown = |stream: &TlsStream<TcpStream>| {
        stream.get_ref().1.peer_certificates().unwrap()[0]
            .clone()
            .into_owned()
    };
    let stream = handshake(&server, &client).await.unwrap();
    assert_eq!(shown(&stream), first);
    let mut old = StructuringServiceClient::new(channel(stream).await.unwrap());
    old.structure_article(request("text")).await.unwrap();
    // Nobody is served in the open.
    assert!(
        StructuringServiceClient::connect(server.address.clone())
            .await
            .is_err()
            || server
                .client()
                .await
                .structure_article(request("text"))
                .await
                .is_err()
    );

    let (_, second) = files(&folder, &authority);
    let mut renewed = false;
    for _ in 0..1_000 {
        let stream = handshake(&server, &client).await.unwrap();
        renewed = shown(&stream) == second;
        if renewed {
            let mut new = StructuringServiceClient::new(channel(stream).await.unwrap());
            new.structure_article(request("text")).await.unwrap();
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(renewed, "the new certificate is never shown");
    old.structure_article(request("text")).await.unwrap();

    // A file that is no certificate changes nothing.
    folder.write("certificate", "none");
    tokio::time::sleep(Duration::from_millis(100)).await;
    let stream = handshake(&server, &client).await.unwrap();
    assert_eq!(shown(&stream), second);
}

#[tokio::test]
async fn a_client_must_show_a_certificate_of_the_authority() {
    let folder = Folder::new("mtls");
    let authority = Authority::new();
    let clients = Authority::new();
    let (mut tls, _) = files(&folder, &authority);
    tls.client_ca = Some(folder.write("clients", &clients.certificate.pem()));
    let config = ServerConfig {
        tls: Some(tls),
        ..config()
    };
    let server = start(Arc::new(Naming), config).await;
    let ask = async |own: Option<&(rcgen::Certificate, KeyPair)>| -> Result<(), String> {
        let client = trusting(&authority, own);
        let stream = handshake(&server, &client)
            .await
            .map_err(|error| error.to_string())?;
        let channel = channel(stream).await.map_err(|error| error.to_string())?;
        let mut client = StructuringServiceClient::new(channel);
        let answer = client.structure_article(request("text")).await;
        answer.map(drop).map_err(|status| status.to_string())
    };
    ask(Some(&clients.issue("crawler"))).await.unwrap();
    assert!(ask(None).await.is_err());
    assert!(ask(Some(&authority.issue("stranger"))).await.is_err());
}

#[tokio::test]
async fn files_that_are_none_end_the_start() {
    let folder = Folder::new("bad");
    let access = |change: fn(&mut AccessFiles, &Path)| {
        let mut access = AccessFiles::default();
        change(&mut access, &folder.0);
        ServerConfig { access, ..config() }
    };
    folder.write("nothing", "");
    let tls = ServerConfig {
        tls: Some(TlsFiles {
            certificate: folder.0.join("nothing"),
            key: folder.0.join("nothing"),
            client_ca: None,
        }),
        ..config()
    };
    for config in [
        access(|access, folder| access.api_keys = Some(folder.join("nothing"))),
        access(|access, folder| access.api_keys = Some(folder.join("not-there"))),
        access(|access, folder| {
            access.tokens = Some(TokenFiles {
                jwks: folder.join("nothing"),
                issuer: String::new(),
                audience: String::new(),
            });
        }),
        tls,
    ] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let served =
            maqal::server::serve(listener, Arc::new(Naming), config, std::future::pending());
        let error = served.await.unwrap_err().to_string();
        assert!(error.contains("no"), "{error}");
    }
}
