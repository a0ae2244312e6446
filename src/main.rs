//! The binary: hands the command line to the library and the exit code back.

fn main() -> std::process::ExitCode {
    kanbao::runtime::run(std::env::args_os())
}
