//! Without the feature `fetch`, the program has no network code.

use super::{Source, sources};
use std::process::Command;

/// Crates that open connections or speak a protocol of the network.
const NETWORK: &[&str] = &[
    "httparse",
    "hyper",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "tokio",
    "ureq",
    "ureq-proto",
    "webpki-roots",
];

/// The names of the crates that a build with these features is made of.
fn crates(features: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "-e",
            "normal,build",
            "--prefix",
            "none",
        ])
        .args(["--no-default-features", "--features", &features.join(",")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

/// The features of the default build, from the manifest.
fn default_features() -> Vec<String> {
    let manifest = std::fs::read_to_string(super::root().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let list = manifest["features"]["default"].as_array().expect("a list");
    list.iter()
        .filter_map(|name| name.as_str())
        .map(str::to_owned)
        .collect()
}

#[test]
fn without_fetch_no_crate_of_the_network_is_built() {
    let default = default_features();
    let without: Vec<&str> = default
        .iter()
        .map(String::as_str)
        .filter(|name| *name != "fetch")
        .collect();
    let found = crates(&without);
    let network: Vec<_> = found
        .iter()
        .filter(|name| NETWORK.contains(&name.as_str()))
        .collect();
    assert!(network.is_empty(), "{network:?}");
    let with: Vec<&str> = without.iter().copied().chain(["fetch"]).collect();
    let found = crates(&with);
    assert!(
        found.iter().any(|name| name == "ureq"),
        "the tree was not read"
    );
}

#[test]
fn only_the_module_http_opens_connections() {
    const TYPES: &[&str] = &["TcpStream", "TcpListener", "UdpSocket", "UnixStream"];
    let mut faults = Vec::new();
    let is_other =
        |source: &&Source| !source.path.starts_with("http/") && !source.path.contains("/tests/");
    for source in sources().iter().filter(is_other) {
        for (number, line) in source.code() {
            if TYPES.iter().any(|name| line.contains(name)) {
                faults.push(format!("src/{}:{number}: {line}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
