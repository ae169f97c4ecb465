//! What kinds of places joining knows.

/// The kind of a place (地点种类).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    FuelStation,
    DriversHome,
    CarPark,
    Station,
    Community,
    Contest,
    Company,
    Other,
}
impl PlaceKind {
    pub const ALL: [PlaceKind; 8] = [
        PlaceKind::FuelStation,
        PlaceKind::DriversHome,
        PlaceKind::CarPark,
        PlaceKind::Station,
        PlaceKind::Community,
        PlaceKind::Contest,
        PlaceKind::Company,
        PlaceKind::Other,
    ];
    pub fn key(self) -> &'static str {
        ["fuel_station", "drivers_home", "car_park", "station", "community", "contest", "company", "other"]
            [self as usize]
    }
    pub fn name(self) -> &'static str {
        ["加油站", "司机之家", "停车场", "驿站", "社区", "赛场", "企业", "其他"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }
}
