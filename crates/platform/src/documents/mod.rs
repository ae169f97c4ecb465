//! What is printed or scanned: QR codes as SVG. Print pages are HTML (layout `print.html`), made PDF by the browser.
use qrcode::{
    Color, EcLevel, QrCode, bits,
    canvas::{Canvas, MaskPattern},
    ec,
    types::QrResult,
};

/// How much of a code may be lost: a phone's screen needs little, a torn poster much.
#[derive(Clone, Copy, Debug)]
pub enum Ruggedness {
    Screen,
    Poster,
}

/// A code with the first mask. Trying all eight for the most even one takes ten times as long; a random token is even enough for a screen.
fn quick(text: &str) -> QrResult<(usize, Vec<Color>)> {
    let bits = bits::encode_auto(text.as_bytes(), EcLevel::M)?;
    let version = bits.version();
    let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, EcLevel::M)?;
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    canvas.apply_mask(MaskPattern::Checkerboard);
    let colours = canvas.into_colors();
    Ok((colours.len().isqrt(), colours))
}

/// Thousands of times for a code, hence not by `format!`, which took a tenth of the card page.
fn push_number(out: &mut String, number: usize) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// A QR code as one SVG path in module units with a quiet zone of 4, coloured by `currentColor`; readable by any scanner.
pub fn qr_svg(text: &str, ruggedness: Ruggedness, label: &str) -> String {
    let (width, colours) = match ruggedness {
        Ruggedness::Screen => quick(text),
        Ruggedness::Poster => {
            QrCode::with_error_correction_level(text, EcLevel::Q).map(|code| (code.width(), code.to_colors()))
        }
    }
    .expect("links are far shorter than what a QR code holds");
    let mut path = String::with_capacity(width * width * 4);
    for y in 0..width {
        let mut x = 0;
        while x < width {
            let run = (x..width).take_while(|x| colours[y * width + x] == Color::Dark).count();
            if run > 0 {
                for (sign, number) in [("M", x + 4), (" ", y + 4), ("h", run), ("v1h-", run)] {
                    path.push_str(sign);
                    push_number(&mut path, number);
                }
                path.push('z');
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
