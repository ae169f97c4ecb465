//! What a change of the master key makes anew here.
use crate::{
    elections::CHAIR,
    foundings::{CONTACT, GROUP_PHONE},
};
use platform::secrets::rotation::{Blind, Sealed, itself};

/// Phones are found as accounts are.
const fn phone(column: &'static str) -> Blind {
    Blind { column, field: "phone", beside: "", value: itself }
}

pub const SEALED: &[Sealed] = &[
    Sealed::indexed("foundings", "contact_sealed", CONTACT, phone("contact_index")),
    Sealed::indexed("founding_group", "phone_sealed", GROUP_PHONE, phone("phone_index")),
    Sealed::plain("elections", "chair_sealed", CHAIR),
];
