//! Command line of Maqal.

use std::io::Read as _;

fn main() -> std::process::ExitCode {
    if std::env::args().nth(1).as_deref() == Some("eval") {
        return maqal::cli::run();
    }
    let mut text = String::new();
    let _ = std::io::stdin().read_to_string(&mut text);
    match maqal::lang::LanguagePacks::embedded() {
        Ok(packs) => {
            let pipeline = maqal::pipeline::Pipeline::new(packs);
            let article = pipeline.structure(&text, &maqal::pipeline::Hints::default());
            println!("{article:#?}");
        }
        Err(error) => eprintln!("{error}"),
    }
    std::process::ExitCode::SUCCESS
}
