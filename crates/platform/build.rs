//! Finds the reference data that `make web` writes (places, identity codes, holiday notices) for embedding.

use std::{env, fs, path::Path};

const FILES: [&str; 3] = ["regions.tsv.gz", "id-divisions.txt", "special-days.tsv"];

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let data = Path::new(&root).join("../../web/tables");
    println!("cargo:rerun-if-changed=build.rs");
    for name in FILES {
        let from = data.join(name);
        println!("cargo:rerun-if-changed={}", from.display());
        let text = fs::read(&from).unwrap_or_else(|_| panic!("web/tables/{name} is missing: run `make web` first"));
        fs::write(Path::new(&out).join(name), text).expect("OUT_DIR is writable");
    }
}
