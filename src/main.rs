//! The binary. Everything is in the library.

fn main() -> std::process::ExitCode {
    kanbao::runtime::run(std::env::args_os())
}
