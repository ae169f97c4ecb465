/// What a phone's camera reads from a QR code of ours: the SVG's path is painted on a grid, 4 pixels a module, and decoded.
pub fn scanned(svg: &str) -> String {
    const PIXELS: usize = 4;
    let view = svg.split_once("viewBox=\"0 0 ").expect("an SVG").1;
    let size: usize = view.split(' ').next().and_then(|n| n.parse().ok()).expect("a size");
    let path = svg.split_once(" d=\"").expect("a path").1.split('"').next().expect("a path");
    let mut dark = vec![false; size * size];
    for run in path.split('M').filter(|r| !r.is_empty()) {
        let (at, rest) = run.split_once('h').expect("a run");
        let (x, y) = at.split_once(' ').expect("two numbers");
        let (x, y): (usize, usize) = (x.parse().expect("a number"), y.parse().expect("a number"));
        let length: usize = rest.split('v').next().and_then(|n| n.parse().ok()).expect("a length");
        dark[y * size + x..y * size + x + length].fill(true);
    }
    let side = size * PIXELS;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        if dark[y / PIXELS * size + x / PIXELS] { 0 } else { 255 }
    });
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code in the picture");
    grids[0].decode().expect("a readable code").1
}
