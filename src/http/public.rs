//! Which IP addresses are public: those that no registry reserves for something else. And which names are
//! only known in a private network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Blocks that are not public (network and length of the prefix in bits), from the IANA IPv4
/// Special-Purpose Address Registry (RFC 6890) and RFC 5771 (multicast).
const IPV4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// The only block of global unicast addresses (RFC 4291).
const UNICAST: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Blocks inside [`UNICAST`] that are not public, from the IANA IPv6 Special-Purpose Address
/// Registry: protocol assignments with Teredo, and documentation.
const IPV6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// The addresses that a NAT64 gateway translates (RFC 6052).
const NAT64: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);
/// The addresses of 6to4 (RFC 3056).
const SIX_TO_FOUR: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16);

/// Domains of private networks: RFC 6761, RFC 6762 with its appendix G, RFC 8375, and `internal`, which
/// ICANN reserved for them in 2024.
const LOCAL: &[&str] = &[
    "local",
    "localhost",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
];

/// The addresses with which a proxy on this machine answers every look-up of a name, so that it sees the
/// name again when a program connects ("fake IP"). They tell nothing about the host.
const STAND_IN: (Ipv4Addr, u32) = (Ipv4Addr::new(198, 18, 0, 0), 15);

/// Whether a name in lower case can only be one of a private network: one without a dot, or in a domain that
/// is kept for such networks.
pub fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let mut local = LOCAL.iter();
    let is_in_local = local.any(|domain| {
        let before = name.strip_suffix(domain);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    });
    is_in_local || !name.contains('.')
}

/// Whether a host with this address is one of a private network, wherever it is looked up.
pub fn is_surely_private(address: IpAddr) -> bool {
    !is_public(address) && !is_stand_in(address)
}

/// Whether a host may be asked at an address. A name that is not of a private network may have a stand-in:
/// then a proxy on this machine gets the connection, and looks the name up.
pub fn is_allowed(host: &str, address: IpAddr) -> bool {
    // No domain begins with a digit, and an address in any form does (WHATWG URL, "ends in a number").
    let domain = host.trim_end_matches('.').rsplit('.').next();
    let is_name = domain.is_some_and(|domain| domain.starts_with(char::is_alphabetic));
    let is_name = is_name && !is_local_name(host);
    is_public(address) || is_name && is_stand_in(address)
}

fn is_stand_in(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(address) if is_in_v4(address, STAND_IN))
}

/// Whether an address is public. One that carries an IPv4 address is public if that one is.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !IPV4.iter().any(|block| is_in_v4(address, *block)),
        IpAddr::V6(address) => match carried(address) {
            Some(carried) => is_public(IpAddr::V4(carried)),
            None => {
                is_in_v6(address, UNICAST) && !IPV6.iter().any(|block| is_in_v6(address, *block))
            }
        },
    }
}

/// The IPv4 address to which packets for an IPv6 address go.
fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let bits = address.to_bits();
    if is_in_v6(address, SIX_TO_FOUR) {
        return Some(Ipv4Addr::from_bits((bits >> 80) as u32));
    }
    let translated = is_in_v6(address, NAT64).then(|| Ipv4Addr::from_bits(bits as u32));
    address.to_ipv4_mapped().or(translated)
}

fn is_in_v4(address: Ipv4Addr, (network, length): (Ipv4Addr, u32)) -> bool {
    (address.to_bits() ^ network.to_bits()) >> (32 - length) == 0
}

fn is_in_v6(address: Ipv6Addr, (network, length): (Ipv6Addr, u32)) -> bool {
    (address.to_bits() ^ network.to_bits()) >> (128 - length) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        #[track_caller]
        fn check(expected: bool, addresses: &str) {
            for address in addresses.split_whitespace() {
                let parsed = address.parse().expect("an address");
                assert_eq!(is_public(parsed), expected, "{address}");
            }
        }
        check(true, "1.1.1.1 9.255.255.255 11.0.0.0 172.15.255.255");
        check(true, "172.32.0.0 192.0.1.1 223.255.255.255 100.128.0.0");
        check(false, "0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9");
        check(false, "169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8");
        check(false, "192.168.1.1 198.19.0.1 224.0.0.1 240.0.0.1");
        check(false, "255.255.255.255 192.0.2.1 198.51.100.1 203.0.113.1");
        check(true, "2606:4700::1111 2a00:1450::1 2001:200::1");
        check(false, ":: ::1 fc00::1 fd12::1 fe80::1 ff02::1");
        check(false, "2001::1 2001:db8::1 3fff::1 5f00::1 100::1");
        check(false, "::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1");
        check(true, "::ffff:1.1.1.1 64:ff9b::1.1.1.1 2002:101:101::1");
        check(false, "64:ff9b::10.0.0.1 64:ff9b:1::1 2002:a00:1::1");
    }

    #[test]
    fn names_of_private_networks() {
        let check = |expected: bool, names: &str| {
            for name in names.split_whitespace() {
                assert_eq!(is_local_name(name), expected, "{name}");
            }
        };
        check(
            true,
            "intranet router. vm ip6-localhost router.local a.b.lan",
        );
        check(
            true,
            "localhost.localdomain wiki.corp a.home.arpa a.internal.",
        );
        check(false, "news.example local.example mylocal.example a.arpa");
    }

    #[test]
    fn answers_of_a_proxy_on_this_machine_tell_nothing() {
        let check = |address: &str| is_surely_private(address.parse().expect("an address"));
        assert!(check("192.168.1.1") && check("127.0.0.1") && check("fd12::1"));
        assert!(!check("198.18.0.7") && !check("1.1.1.1"));
        let allowed = |host: &str, address: &str| {
            let address = address.parse().expect("an address");
            is_allowed(host, address)
        };
        assert!(allowed("news.example", "198.18.0.7") && allowed("1.1.1.1", "1.1.1.1"));
        assert!(!allowed("198.18.0.7", "198.18.0.7") && !allowed("router.lan", "198.18.0.7"));
        assert!(!allowed("news.example", "10.0.0.1") && !allowed("nas", "198.18.0.7"));
        assert!(!allowed("198.18.7", "198.18.0.7") && !allowed("0xc6.0x12.7", "198.18.0.7"));
    }
}
