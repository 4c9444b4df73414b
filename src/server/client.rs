//! [`Client`]: who a call is from, as far as fairness and logs are concerned.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::Extensions;

/// Who a call is from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Client {
    /// The name of its API key.
    Key(String),
    /// The subject of its token.
    Subject(String),
    /// The digest of its certificate.
    Certificate(String),
    /// Where it calls from; of IPv6 the network that one customer is given.
    Address(IpAddr),
    /// Not known: a call that came over no socket.
    Unknown,
}

/// The other end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its address.
    pub address: SocketAddr,
    /// Digest of the certificate that it showed, when it had to show one.
    pub certificate: Option<String>,
}

impl Client {
    /// The client at `address`.
    pub fn at(address: IpAddr) -> Self {
        Self::Address(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        })
    }

    /// The client behind `peer`, when it says nothing else of itself.
    pub fn of_peer(peer: &Peer) -> Self {
        match &peer.certificate {
            Some(digest) => Self::Certificate(digest.clone()),
            None => Self::at(peer.address.ip()),
        }
    }

    /// What it calls itself, as `key:…`, `subject:…` or `certificate:…`; nothing for those of whom
    /// only the address is known.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Key(name) => Some(format!("key:{name}")),
            Self::Subject(subject) => Some(format!("subject:{subject}")),
            Self::Certificate(digest) => Some(format!("certificate:{digest}")),
            Self::Address(_) | Self::Unknown => None,
        }
    }

    /// Who a request is from, as the layers before have found.
    pub fn of_request(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_else(|| {
            extensions
                .get::<Peer>()
                .map_or(Self::Unknown, Self::of_peer)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_customer_is_one_client() {
        let at = |address: &str| Client::at(address.parse().unwrap());
        assert_eq!(at("2001:db8:1:2:3::4"), at("2001:db8:1:2:ff::1"));
        assert_ne!(at("2001:db8:1:2::4"), at("2001:db8:1:3::4"));
        assert_eq!(at("::ffff:192.0.2.7"), at("192.0.2.7"));
        assert_ne!(at("192.0.2.7"), at("192.0.2.8"));
    }
}
