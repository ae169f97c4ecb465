//! May this account apply with this document? Pure.
//!
//! Promise: to somebody who types another person's number nothing is said beyond "ask the union"; the holder is told.
use platform::{identity::AccountId, tree::PersonId};

/// The person that a document belongs to, as far as the answer needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    pub person: PersonId,
    pub account: Option<AccountId>,
    pub same_name: bool,
    pub phone: PhoneMatch,
    /// Has a current membership.
    pub is_member: bool,
}
/// How the applicant's checked phone compares with the one on file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneMatch {
    Same,
    Other,
    /// None on file.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody is known by this document.
    New,
    /// Known, without a current membership: may apply.
    Known(PersonId),
    /// Is a member; the account belongs to this person.
    Member(PersonId),
    /// Somebody else's, or not to be told apart from that: the union has to look.
    Disputed(Option<PersonId>),
}

/// `account`: that of the phone, if there is one; `account_person`: the person that it is tied to already.
pub fn standing(account: Option<AccountId>, account_person: Option<PersonId>, holder: Option<Holder>) -> Standing {
    let Some(holder) = holder else {
        // An account that belongs to a person with another document applies for somebody else.
        return account_person.map_or(Standing::New, |_| Standing::Disputed(None));
    };
    let own = account_person == Some(holder.person) || (account.is_some() && holder.account == account);
    let somebody_elses = !own && (account_person.is_some() || holder.account.is_some());
    let told_apart = own || (holder.same_name && holder.phone != PhoneMatch::Other);
    // A membership is shown only to the phone on file: a name and a number are known to others too.
    let may_see = own || holder.phone == PhoneMatch::Same;
    match () {
        () if somebody_elses || !told_apart => Standing::Disputed(Some(holder.person)),
        () if !holder.is_member => Standing::Known(holder.person),
        () if may_see => Standing::Member(holder.person),
        () => Standing::Disputed(Some(holder.person)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: AccountId = AccountId(1);
    const P: PersonId = PersonId(7);
    fn holder() -> Holder {
        Holder { person: P, account: None, same_name: true, phone: PhoneMatch::Same, is_member: true }
    }

    #[test]
    fn a_member_of_a_roster_is_recognised_by_name_and_phone() {
        assert_eq!(standing(Some(ME), None, Some(holder())), Standing::Member(P));
        assert_eq!(standing(Some(ME), None, Some(Holder { is_member: false, ..holder() })), Standing::Known(P));
    }

    #[test]
    fn another_name_phone_or_account_is_for_the_union_to_look_at() {
        for other in [
            Holder { same_name: false, ..holder() },
            Holder { phone: PhoneMatch::Other, ..holder() },
            Holder { phone: PhoneMatch::Unknown, ..holder() },
            Holder { account: Some(AccountId(2)), ..holder() },
        ] {
            assert_eq!(standing(Some(ME), None, Some(other)), Standing::Disputed(Some(P)));
        }
        assert_eq!(standing(Some(ME), Some(PersonId(8)), Some(holder())), Standing::Disputed(Some(P)));
        assert_eq!(standing(Some(ME), Some(P), None), Standing::Disputed(None));
    }

    #[test]
    fn somebody_without_a_membership_may_apply_again_also_without_a_phone_on_file() {
        let left = Holder { is_member: false, phone: PhoneMatch::Unknown, ..holder() };
        assert_eq!(standing(Some(ME), None, Some(left)), Standing::Known(P));
        assert_eq!(standing(Some(ME), Some(P), Some(Holder { same_name: false, ..left })), Standing::Known(P));
    }
}
