//! Command line of Maqal.

fn main() -> std::process::ExitCode {
    maqal::cli::run()
}
