//! Finds the reference data that `make web` writes (places, identity codes, holiday notices) for embedding.
//!
//! Checking the code must not need Node: without the data a development build embeds nothing and says so; a
//! release build stops.

use std::{env, fs, path::Path};

const FILES: [&str; 3] = ["regions.tsv", "id-divisions.txt", "special-days.tsv"];

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let data = Path::new(&root).join("../../web/dist/data");
    println!("cargo:rerun-if-changed=build.rs");
    for name in FILES {
        let from = data.join(name);
        println!("cargo:rerun-if-changed={}", from.display());
        let text = match fs::read(&from) {
            Ok(text) => text,
            Err(_) if env::var("PROFILE").is_ok_and(|profile| profile == "release") => {
                panic!("web/dist/data/{name} is missing: run `make web` first")
            }
            Err(_) => {
                println!("cargo:warning=web/dist/data/{name} is missing: run `make web` first");
                Vec::new()
            }
        };
        fs::write(Path::new(&out).join(name), text).expect("OUT_DIR is writable");
    }
}
