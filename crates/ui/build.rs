//! The crate embeds the built assets; without them it stops with one sentence instead of an error from a macro.

fn main() {
    let manifest = "../../web/dist/manifest.json";
    println!("cargo:rerun-if-changed={manifest}");
    println!("cargo:rerun-if-changed=templates");
    if !std::path::Path::new(manifest).exists() {
        println!(
            "cargo::error=web/dist is missing: run `npm ci --ignore-scripts && npm run build` in web/ (or `make web`)"
        );
    }
}
