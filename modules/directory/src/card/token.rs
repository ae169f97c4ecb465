//! What the card's QR code says and the number that is read out: both hold for a minute.
//!
//! A token carries the membership and the second at which it ends, sealed: without the key nobody can make one, and two tokens of the same
//! card have nothing in common. Nothing is stored for it, so showing a card costs no write.
use crate::members::MembershipId;
use platform::secrets::Keys;

/// A code is replaced after so many seconds.
pub const VALID_SECONDS: i64 = 60;
/// What the way from the screen to the check may take on top.
pub const GRACE_SECONDS: i64 = 5;
const PURPOSE: &str = "card.token";
const ID_BYTES: usize = 5;

/// Why a token is worth nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenFault {
    Forged,
    Expired,
}
impl TokenFault {
    pub fn sentence(self) -> &'static str {
        match self {
            TokenFault::Forged => "这不是职工之家的会员码，不能证明会员身份",
            TokenFault::Expired => "这个码过期了，请对方打开会员卡，当面再扫一次",
        }
    }
}

/// A token for a card shown at `now` (epoch milliseconds).
pub fn issue(keys: &Keys, membership: MembershipId, now: i64) -> String {
    let ends = u32::try_from(now / 1000 + VALID_SECONDS).unwrap_or(u32::MAX);
    let mut bytes = membership.0.to_be_bytes()[8 - ID_BYTES..].to_vec();
    bytes.extend(ends.to_be_bytes());
    keys.seal_brief(PURPOSE, &bytes)
}
/// Whose card it is, if the token is ours and still holds.
pub fn read(keys: &Keys, token: &str, now: i64) -> Result<MembershipId, TokenFault> {
    let bytes = keys.open_brief(PURPOSE, token).map_err(|_| TokenFault::Forged)?;
    let (id, ends) = bytes.split_at_checked(ID_BYTES).ok_or(TokenFault::Forged)?;
    let ends = u32::from_be_bytes(ends.try_into().map_err(|_| TokenFault::Forged)?);
    if now > (i64::from(ends) + GRACE_SECONDS) * 1000 {
        return Err(TokenFault::Expired);
    }
    Ok(MembershipId(id.iter().fold(0, |n, b| n << 8 | i64::from(*b))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_790_000_000_500;

    proptest! {
        #[test]
        fn a_token_holds_for_a_minute_and_a_little_and_for_its_own_card(id in 1i64..1 << 40, after in 0i64..200_000) {
            let keys = Keys::new([3; 32]);
            let token = issue(&keys, MembershipId(id), NOW);
            let wanted = if after <= 64_500 { Ok(MembershipId(id)) } else { Err(TokenFault::Expired) };
            prop_assert_eq!(read(&keys, &token, NOW + after), wanted);
        }

        #[test]
        fn a_made_up_token_is_a_forgery(text in "[A-Za-z0-9_-]{0,40}") {
            prop_assert_eq!(read(&Keys::new([3; 32]), &text, NOW), Err(TokenFault::Forged));
        }
    }

    #[test]
    fn two_tokens_of_a_card_have_nothing_in_common() {
        let keys = Keys::new([3; 32]);
        let (a, b) = (issue(&keys, MembershipId(7), NOW), issue(&keys, MembershipId(7), NOW + 1000));
        assert_eq!(a.len(), 28);
        let same = a.bytes().zip(b.bytes()).filter(|(x, y)| x == y).count();
        assert!(same < 8, "{a} {b}");
    }
}
