//! Settings of the server: as written on the command line or in the environment, then checked.
//!
//! Every environment name stands here. Each default stands beside its reason.

mod edge;
mod telemetry;
mod trust;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::server::ServerConfig;
pub use edge::RawLimits;
pub use telemetry::{RawTelemetry, TelemetryConfig};
pub use trust::RawTrust;

/// Data besides what the binary carries, for the server and for single texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct DataFiles {
    /// Further names: a list of JSON lines or a compiled .kb file; may be given again
    #[arg(
        id = "kb",
        long = "kb",
        env = "MAQAL_KB",
        value_delimiter = ',',
        value_name = "FILE"
    )]
    pub kb: Vec<PathBuf>,
    /// Another model that finds names, built by `maqal train tagger`
    #[arg(long, env = "MAQAL_TAGGER", value_name = "FILE")]
    pub tagger: Option<PathBuf>,
    /// Folder of a Hugging Face token-classification model that finds names instead
    #[cfg(feature = "transformer")]
    #[arg(long, env = "MAQAL_TRANSFORMER", value_name = "FOLDER")]
    pub transformer: Option<PathBuf>,
    /// Let the built-in tagger find what that model passes over
    #[cfg(feature = "transformer")]
    #[arg(long, env = "MAQAL_TRANSFORMER_BESIDE", requires = "transformer")]
    pub transformer_beside: bool,
}

/// Settings as written. Every flag has an environment variable; the flag wins.
#[derive(Debug, Clone, Args)]
pub struct RawConfig {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(
        long,
        env = "MAQAL_LISTEN",
        default_value = "127.0.0.1:50051",
        value_name = "ADDRESS"
    )]
    pub listen: String,
    /// Longest content of one article, in bytes
    // The longest real pages are well under 1 MB; 4 MiB leaves room for whole liveblogs.
    #[arg(
        long,
        env = "MAQAL_MAX_CONTENT_BYTES",
        default_value = "4194304",
        value_name = "BYTES"
    )]
    pub max_content_bytes: String,
    /// Articles worked on at once; 0 means one for each core
    #[arg(
        long,
        env = "MAQAL_MAX_CONCURRENT",
        default_value = "0",
        value_name = "N"
    )]
    pub max_concurrent: String,
    /// Articles that may wait for a place before calls are refused with UNAVAILABLE
    // At a millisecond an article, a full queue costs a caller about half a second.
    #[arg(
        long,
        env = "MAQAL_MAX_QUEUED",
        default_value = "512",
        value_name = "N"
    )]
    pub max_queued: String,
    /// Longest time for one call, in seconds, whatever deadline the caller sets
    #[arg(
        long,
        env = "MAQAL_MAX_CALL_SECONDS",
        default_value = "30",
        value_name = "SECONDS"
    )]
    pub max_call_seconds: String,
    /// Time that open calls get to end after SIGTERM, in seconds
    // Below the 30 seconds after which orchestrators kill.
    #[arg(
        long,
        env = "MAQAL_DRAIN_SECONDS",
        default_value = "25",
        value_name = "SECONDS"
    )]
    pub drain_seconds: String,
    /// Do not serve reflection (grpcurl then needs the proto files)
    #[arg(long, env = "MAQAL_NO_REFLECTION", default_value_t = false)]
    pub no_reflection: bool,
    /// Let callers ask how values came about (`options.explain`)
    // Off: it makes answers larger and says what the rules weighed.
    #[arg(long, env = "MAQAL_ALLOW_EXPLAIN", default_value_t = false)]
    pub allow_explain: bool,
    /// Log format
    #[arg(
        long,
        env = "MAQAL_LOG_FORMAT",
        default_value = "auto",
        value_name = "auto|human|json"
    )]
    pub log_format: String,
    /// Metrics, probes and traces.
    #[command(flatten)]
    pub telemetry: RawTelemetry,
    /// Limits.
    #[command(flatten)]
    pub limits: RawLimits,
    /// Whom to trust.
    #[command(flatten)]
    pub trust: RawTrust,
    /// Further data.
    #[command(flatten)]
    pub data: DataFiles,
}

/// Checked settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Settings of the server itself.
    pub server: ServerConfig,
    /// How to log.
    pub log_format: LogFormat,
    /// Who may watch.
    pub telemetry: TelemetryConfig,
    /// Files that are read at start.
    pub data: DataFiles,
}

/// How to log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

/// Everything wrong with the settings, at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n       "))]
pub struct ConfigError(pub Vec<String>);

/// What a message adds to its content: ids, addresses, framing.
const MESSAGE_OVERHEAD: usize = 64 * 1024;

impl RawConfig {
    /// Checks everything; `cores` is what 0 concurrent articles means.
    ///
    /// # Errors
    /// [`ConfigError`] with every setting that is wrong.
    pub fn check(&self, cores: usize) -> Result<Config, ConfigError> {
        let mut wrong = Vec::new();
        let listen = self.listen.parse::<SocketAddr>().map_err(|_| {
            format!(
                "--listen: expected an address and port such as 127.0.0.1:50051, found `{}`",
                self.listen
            )
        });
        let mut number = |flag: &str, value: &str, least: usize, most: usize| {
            whole(&mut wrong, flag, value, least, most)
        };
        let max_content_bytes = number("--max-content-bytes", &self.max_content_bytes, 1, 1 << 30);
        let concurrent = number("--max-concurrent", &self.max_concurrent, 0, 4096);
        let queued = number("--max-queued", &self.max_queued, 0, 1 << 20);
        let call = number("--max-call-seconds", &self.max_call_seconds, 1, 3600);
        let drain = number("--drain-seconds", &self.drain_seconds, 0, 3600);
        let log_format = match self.log_format.as_str() {
            "auto" => LogFormat::Auto,
            "human" => LogFormat::Human,
            "json" => LogFormat::Json,
            other => {
                wrong.push(format!(
                    "--log-format: expected auto, human or json, found `{other}`"
                ));
                LogFormat::Auto
            }
        };
        let seconds = |n: usize| Duration::from_secs(u64::try_from(n).unwrap_or(u64::MAX));
        let server = ServerConfig {
            max_content_bytes,
            max_message_bytes: max_content_bytes.saturating_add(MESSAGE_OVERHEAD),
            max_concurrent_articles: if concurrent == 0 {
                cores.max(1)
            } else {
                concurrent
            },
            max_queued_articles: queued,
            max_call_time: seconds(call),
            drain_time: seconds(drain),
            reflection: !self.no_reflection,
            explain: self.allow_explain,
            ..ServerConfig::default()
        };
        let server = self.limits.apply(&server, &mut wrong);
        let server = self
            .trust
            .apply(listen.as_ref().ok().copied(), server, &mut wrong);
        let telemetry = self.telemetry.check(&mut wrong);
        let listen = match listen {
            Ok(listen) if wrong.is_empty() => listen,
            Ok(_) => return Err(ConfigError(wrong)),
            Err(error) => {
                wrong.insert(0, error);
                return Err(ConfigError(wrong));
            }
        };
        Ok(Config {
            listen,
            server,
            log_format,
            telemetry,
            data: self.data.clone(),
        })
    }
}

/// The whole number in `value`; what is wrong with it joins `wrong`.
fn whole(wrong: &mut Vec<String>, flag: &str, value: &str, least: usize, most: usize) -> usize {
    value
        .parse::<usize>()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .unwrap_or_else(|| {
            wrong.push(format!(
                "{flag}: expected a whole number from {least} to {most}, found `{value}`"
            ));
            least
        })
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Command {
        #[command(flatten)]
        config: RawConfig,
    }

    fn raw() -> RawConfig {
        let words = "serve --listen 127.0.0.1:0 --max-content-bytes 100 --max-queued 5 \
            --max-call-seconds 1 --drain-seconds 0 --no-reflection --log-format json";
        Command::try_parse_from(words.split_whitespace())
            .unwrap()
            .config
    }

    #[test]
    fn what_the_code_takes_is_what_the_command_line_says() {
        let raw = Command::try_parse_from(["serve"]).unwrap().config;
        assert_eq!(raw.check(2).unwrap().server, ServerConfig::default());
    }

    #[test]
    fn good_settings_pass() {
        let config = raw().check(3).unwrap();
        assert_eq!(config.server.max_concurrent_articles, 3);
        assert_eq!(config.server.max_message_bytes, 100 + MESSAGE_OVERHEAD);
        assert!(!config.server.reflection);
        assert_eq!(config.log_format, LogFormat::Json);
    }

    #[test]
    fn other_machines_are_served_in_the_open_only_where_asked_for() {
        let check = |words: &str| {
            let words = format!("serve --listen 0.0.0.0:0 {words}");
            let raw = Command::try_parse_from(words.split_whitespace()).unwrap();
            raw.config.check(1).map_err(|ConfigError(wrong)| wrong)
        };
        let wrong = check("").unwrap_err();
        assert!(wrong[0].contains("--allow-plaintext"), "{wrong:?}");
        assert!(check("--allow-plaintext").unwrap().server.tls.is_none());
        let tls = "--tls-certificate a --tls-key b --tls-client-ca c";
        assert!(check(tls).unwrap().server.tls.unwrap().client_ca.is_some());
        let trust = "--trusted-proxies 10.0.0.0/8,::1 --cors-origins https://example.org \
            --jwks a --jwt-issuer b --jwt-audience c --health-listen 127.0.0.1:1";
        let access = check(&format!("{tls} {trust}")).unwrap().server.access;
        assert_eq!(access.trusted_proxies.len(), 2);
        for wrong in [
            "--tls-certificate a",
            "--tls-client-ca c --allow-plaintext",
            "--allow-plaintext --jwks a",
            "--allow-plaintext --trusted-proxies here",
            "--allow-plaintext --cors-origins example.org",
            "--allow-plaintext --health-listen here",
        ] {
            assert_eq!(check(wrong).unwrap_err().len(), 1, "{wrong}");
        }
    }

    #[test]
    fn spans_are_sent_in_the_open_or_to_whom_a_certificate_vouches_for() {
        let check = |words: &str| {
            let words = format!("serve --otlp-endpoint {words}");
            let raw = Command::try_parse_from(words.split_whitespace()).unwrap();
            raw.config.check(1).map_err(|ConfigError(wrong)| wrong)
        };
        let otlp = check("http://127.0.0.1:4317").unwrap().telemetry.otlp;
        assert_eq!(otlp.unwrap().trust, None);
        let secure = "https://collector.example:4317 --otlp-certificate a";
        let otlp = check(secure).unwrap().telemetry.otlp.unwrap();
        assert_eq!(otlp.trust.unwrap().identity, None);
        let own = format!("{secure} --otlp-client-certificate b --otlp-client-key c");
        let otlp = check(&own).unwrap().telemetry.otlp.unwrap();
        assert!(otlp.trust.unwrap().identity.is_some());
        for wrong in [
            "https://collector.example:4317",
            "http://127.0.0.1:4317 --otlp-certificate a",
            "https://collector.example:4317 --otlp-certificate a --otlp-client-key c",
        ] {
            assert_eq!(check(wrong).unwrap_err().len(), 1, "{wrong}");
        }
    }

    #[test]
    fn all_errors_come_at_once() {
        let mut raw = raw();
        raw.listen = "here".to_owned();
        raw.max_content_bytes = "0".to_owned();
        raw.drain_seconds = "-1".to_owned();
        raw.log_format = "xml".to_owned();
        raw.telemetry.metrics_listen = "9464".to_owned();
        raw.telemetry.otlp_endpoint = "127.0.0.1:4317".to_owned();
        let ConfigError(errors) = raw.check(1).unwrap_err();
        assert_eq!(errors.len(), 6, "{errors:?}");
        assert!(errors[0].starts_with("--listen"));
    }
}
