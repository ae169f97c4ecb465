//! What is printed or scanned: QR codes as SVG. Print pages are HTML (layout `print.html`), made PDF by the browser.
use qrcode::{EcLevel, QrCode};

/// How much of a code may be lost: a phone's screen needs little, a torn poster much.
#[derive(Clone, Copy, Debug)]
pub enum Ruggedness {
    Screen,
    Poster,
}

/// A QR code as one SVG path in module units with a quiet zone of 4, coloured by `currentColor`; readable by any scanner.
pub fn qr_svg(text: &str, ruggedness: Ruggedness, label: &str) -> String {
    let level = match ruggedness {
        Ruggedness::Screen => EcLevel::M,
        Ruggedness::Poster => EcLevel::Q,
    };
    let code =
        QrCode::with_error_correction_level(text, level).expect("links are far shorter than what a QR code holds");
    let width = code.width();
    let colours = code.to_colors();
    let mut path = String::new();
    for y in 0..width {
        let mut x = 0;
        while x < width {
            let run = (x..width).take_while(|x| colours[y * width + x] == qrcode::Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + 4, y + 4));
            }
            x += run.max(1);
        }
    }
    let size = width + 8;
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<svg viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"{label}\" shape-rendering=\"crispEdges\"><path fill=\"currentColor\" d=\"{path}\"/></svg>"
    )
}
